"""Whole conversations: the trained model, the real rules and the real actions, without a server in between."""

import asyncio
import logging
from dataclasses import dataclass

import pytest

from guichet import settings
from guichet.settings import ROOT


@dataclass(frozen=True)
class Said:
    """What the bot says in one turn: texts of the responses, frames of the actions."""

    texts: tuple[str, ...]
    frames: tuple[dict, ...]

    @property
    def text(self):
        return "\n".join([*self.texts, *(frame["text"] for frame in self.frames)])

    @property
    def kinds(self):
        return [frame["kind"] for frame in self.frames]


class Conversations:
    """Talks to one agent on one event loop; each conversation has its own id."""

    def __init__(self, agent):
        self._agent, self._loop, self._count = agent, asyncio.new_event_loop(), 0

    def start(self):
        """A new conversation: a function, from what the citizen says to what the bot says."""
        self._count += 1
        sender = f"conversation-{self._count}"
        return lambda text: self._say(text, sender)

    def _say(self, text, sender):
        replies = self._loop.run_until_complete(self._agent.handle_text(text, sender_id=sender))
        frames = [frame for reply in replies for frame in (reply.get("custom") or {}).get("frames", ())]
        return Said(tuple(reply["text"] for reply in replies if "text" in reply), tuple(frames))


@pytest.fixture(scope="session")
def conversations(tmp_path_factory):
    """The agent over a catalogue of the editors' sheets alone."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_VAR", str(tmp_path_factory.mktemp("var")))
        from guichet.update import update

        update(settings.load(), source="")
        yield Conversations(load_agent())


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
