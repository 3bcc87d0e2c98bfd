"""Every scripted conversation, with Rasa as it comes and with our engine: the same replies, to the byte."""

import json
import re

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.settings import ROOT
from guichet.training import silence, train
from tests.conversations.script import read
from tests.engine.agents import ours, say, stock

pytestmark = pytest.mark.model

CONVERSATIONS = read(ROOT / "tests" / "conversations")


@pytest.fixture(scope="module")
def agents(corpus, tmp_path_factory):
    """Rasa's; ours with conversations in memory; ours reading each from its database at every message."""
    from actions.answer import dialogue

    folders = [tmp_path_factory.mktemp(name) for name in ("stock", "held", "read")]
    model = train(ROOT, ROOT / "models")
    with pytest.MonkeyPatch.context() as patch, silence():
        patch.setenv("GUICHET_VAR", str(corpus.parent))
        dialogue.cache_clear()
        yield [stock(model, folders[0]), ours(model, folders[1]), ours(model, folders[2], room=0)]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation.name)
async def test_the_same_replies(conversation, agents):
    buttons = {}
    for number, turn in enumerate(conversation.turns):
        text = turn["say"] if "say" in turn else pressed(buttons, turn["press"])
        expected, *found = [await say(agent, conversation.name, text, number) for agent in agents]
        for replies in found:
            assert timeless(replies) == timeless(expected), f"tour {number + 1}"
        buttons |= shown(expected)


def pressed(buttons, label):
    """The payload of a button by its label, or by the start of it."""
    return buttons.get(label) or next((p for seen, p in buttons.items() if seen.startswith(label)), label)


def shown(replies):
    frames = [frame for reply in replies for frame in (reply.get("custom") or {}).get("frames", ())]
    options = [option for frame in frames if frame["kind"] == "choices" for option in frame["options"]]
    own = [button for reply in replies for button in reply.get("buttons") or ()]
    return {o["label"]: o["payload"] for o in options} | {b["title"]: b["payload"] for b in own}


def timeless(replies):
    """The bytes of the replies, without moments of the day."""
    return re.sub(r"\d\d:\d\d:\d\d[.\d]*", "", json.dumps(replies, ensure_ascii=False, sort_keys=True))
