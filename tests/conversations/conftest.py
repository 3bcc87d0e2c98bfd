"""Whole conversations: the trained model, the real rules and the real actions, without a server in between."""

import asyncio
import logging
import os
from dataclasses import dataclass

import pytest

from guichet import settings
from guichet.settings import ROOT


@dataclass(frozen=True)
class Said:
    """What the bot says in one turn: texts of the responses, frames of the actions, buttons of the responses."""

    texts: tuple[str, ...]
    frames: tuple[dict, ...]
    buttons: tuple[dict, ...] = ()

    @property
    def text(self):
        return "\n".join([*self.texts, *(frame["text"] for frame in self.frames)])

    @property
    def kinds(self):
        return [frame["kind"] for frame in self.frames]


class Talk:
    """One conversation: called with what the citizen says or presses, it returns what the bot says."""

    def __init__(self, agent, loop, sender):
        self._agent, self._loop, self._sender = agent, loop, sender

    def __call__(self, text):
        replies = self._loop.run_until_complete(self._agent.handle_text(text, sender_id=self._sender))
        frames = [frame for reply in replies for frame in (reply.get("custom") or {}).get("frames", ())]
        goodbyes = [frame["text"] for frame in frames if frame.get("closing")]
        texts = [*(reply["text"] for reply in replies if "text" in reply), *goodbyes]
        buttons = [button for reply in replies for button in reply.get("buttons") or ()]
        return Said(tuple(texts), tuple(frame for frame in frames if not frame.get("closing")), tuple(buttons))

    def stage(self):
        """Where the conversation stands, as the dialogue rules see it."""
        tracker = self._loop.run_until_complete(self._agent.tracker_store.retrieve(self._sender))
        return tracker.get_slot("stage") or "none"


class Conversations:
    """Talks to one agent on one event loop, over the catalogue of one folder; each conversation has its own id."""

    def __init__(self, agent, var):
        self._agent, self._var, self._loop, self._count = agent, var, asyncio.new_event_loop(), 0

    def over(self, var):
        """The same agent, over what another folder holds."""
        return Conversations(self._agent, var)

    def start(self):
        """A new conversation."""
        from actions.answer import dialogue

        os.environ["GUICHET_VAR"] = str(self._var)
        dialogue.cache_clear()
        self._count += 1
        return Talk(self._agent, self._loop, f"conversation-{self._var.name}-{self._count}")


@pytest.fixture(scope="session")
def conversations(tmp_path_factory):
    """The agent over a catalogue of the editors' sheets alone."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    with pytest.MonkeyPatch.context() as patch:
        var = tmp_path_factory.mktemp("var")
        patch.setenv("GUICHET_VAR", str(var))
        from guichet.update import update

        update(settings.load(), source="")
        yield Conversations(load_agent(), var)


@pytest.fixture(scope="session")
def town(conversations, tmp_path_factory):
    """The agent over the editors' sheets and the directory of offices written for the tests."""
    from guichet.catalogue.editors import load_editors
    from guichet.catalogue.importer import import_editors
    from guichet.offices.importing import import_offices
    from tests.offices.samples import SAMPLE

    var = tmp_path_factory.mktemp("town")
    import_editors(load_editors(ROOT), var / "catalogue.db")
    import_offices(SAMPLE, var / "directory.db")
    return conversations.over(var)


@pytest.fixture(scope="session")
def official(corpus):
    """The agent over the whole official feed and the editors' sheets."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_VAR", str(corpus.parent))
        yield Conversations(load_agent(), corpus.parent)


@pytest.fixture
def say(conversations):
    return conversations.start()


def load_agent():
    from guichet.training import silence, train

    with silence():
        from rasa.core.agent import Agent
        from rasa.utils.endpoints import EndpointConfig
        from rasa.utils.log_utils import configure_structlog
        from rasa_sdk.executor import ActionExecutor

        configure_structlog(logging.ERROR)

        class LocalActions(EndpointConfig):
            """The action server, called without HTTP."""

            def __init__(self):
                super().__init__("http://localhost")
                self._executor = ActionExecutor()
                self._executor.register_package("actions")

            async def request(self, json=None, **kwargs):
                return dict(await self._executor.run(json))

        return Agent.load(str(train(ROOT, ROOT / "models")), action_endpoint=LocalActions())
