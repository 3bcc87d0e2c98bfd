"""The agent of this house: Rasa's, with our store, locks, call of actions and way through a message."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.exceptions import AgentNotReady
from rasa.core.lock_store import LockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from guichet.engine.processor import TurnProcessor

logger = logging.getLogger(__name__)


class GuichetAgent(Agent):
    """Answers messages with a model; what fails is raised, so that the gateway keeps the message."""

    @staticmethod
    def _create_tracker_store(store: TrackerStore, domain: Domain) -> TrackerStore:
        """The store as it is: Rasa would wrap it in one that goes on in memory when the database fails."""
        store.domain = domain
        return store

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """As Rasa does. Raises `AgentNotReady` without a model: Rasa would say nothing, as if there were no answer."""
        if not self.is_ready():
            raise AgentNotReady("no model")
        return await super().handle_message(message)

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """As Rasa does, with our processor."""
        self.processor = TurnProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses


def load_agent(model: Path, store: TrackerStore, locks: LockStore, actions: EndpointConfig) -> GuichetAgent:
    """An agent that answers with this model. Raises what Rasa raises when it can't be loaded."""
    agent = _without_model(store, locks, actions)
    agent.load_model(model)
    return agent


def agent_at_start(model: Path, store: TrackerStore, locks: LockStore, actions: EndpointConfig) -> GuichetAgent:
    """The same; without a model when that can't be loaded: whoever started the engine asks, and gives it another."""
    try:
        return load_agent(model, store, locks, actions)
    except Exception:
        logger.exception("engine: %s can't be loaded", model.name)
        return _without_model(store, locks, actions)


def _without_model(store: TrackerStore, locks: LockStore, actions: EndpointConfig) -> GuichetAgent:
    words = TemplatedNaturalLanguageGenerator({})
    return GuichetAgent(generator=words, tracker_store=store, lock_store=locks, action_endpoint=actions)
