"""The written conversations, over the official feed: French as citizens write it, with what must come back."""

from pathlib import Path

import pytest
import yaml

from guichet.settings import ROOT
from tests.conversations.script import Player, read
from tests.responses import responses

pytestmark = pytest.mark.model

CONVERSATIONS = read(Path(__file__).parent)
#: A strict ledger: name → cause. What passes again must leave it.
KNOWN_FAILURES = yaml.safe_load(Path(__file__).with_name("known_failures.yaml").read_text("utf-8"))


def written():
    for conversation in CONVERSATIONS:
        cause = KNOWN_FAILURES.get(conversation.name)
        marks = [pytest.mark.xfail(reason=cause, strict=True)] if cause else []
        yield pytest.param(conversation, id=conversation.name, marks=marks)


@pytest.mark.parametrize("conversation", written())
def test_conversation(conversation, official):
    talk = official.start()
    Player(talk, responses(), talk.stage).play(conversation)


def test_il_y_en_a_soixante_de_trois_à_douze_tours():
    names = {conversation.name for conversation in CONVERSATIONS}
    assert KNOWN_FAILURES.keys() <= names
    assert len(CONVERSATIONS) - len(KNOWN_FAILURES) >= 60
    assert all(3 <= len(conversation.turns) <= 12 for conversation in CONVERSATIONS)
    assert len({conversation.name for conversation in CONVERSATIONS}) == len(CONVERSATIONS)
    tagged = [c for c in CONVERSATIONS if {"digression", "correction", "typo", "change"} & set(c.tags)]
    assert len(tagged) >= 15


def test_chacune_vérifie_la_démarche_le_cas_ou_ce_qui_est_montré():
    for conversation in CONVERSATIONS:
        checked = {key for turn in conversation.turns for key in turn}
        assert {"procedure", "sheet", "case", "documents", "kinds", "asks"} & checked, conversation.name


def trained():
    """Every sentence that the model is trained on, folded in one set of words a line."""
    for path in (ROOT / "data/nlu").glob("*.yml"):
        for entry in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in entry.get("examples", "").splitlines():
                yield line.lstrip("- ").strip().casefold()


def test_aucune_n_est_une_histoire_apprise():
    """Short words that everyone uses (« merci », « retour ») are in both; what a citizen tells is not."""
    known = set(trained())
    for conversation in CONVERSATIONS:
        told = [turn["say"].strip().casefold() for turn in conversation.turns if len(turn.get("say", "").split()) > 4]
        assert not [said for said in told if said in known], conversation.name
