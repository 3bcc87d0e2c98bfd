"""Hears people in danger: a message that says so gets the intent `danger`, whatever the other components heard.

It knows no expression itself: `guichet.danger` does, from the reviewed file. It must stand last in the pipeline, so
that nothing comes after it to change the intent.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME, INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from guichet.danger import DANGERS, Dangers
from guichet.danger_file import load_dangers
from guichet.nlu import journey
from guichet.settings import ROOT

#: The intent, and the key under which the message carries which danger, hence `tracker.latest_message` too.
DANGER = "danger"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DangerDetector(GraphComponent):
    """Sets the intent `danger`, with full confidence, and the id of the danger under `danger`."""

    def __init__(self, dangers: Dangers) -> None:
        self._dangers = dangers

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerDetector:
        """The detector of the project's file. Raises `GuichetError`: an engine deaf to danger must not start."""
        return cls(load_dangers(ROOT / DANGERS))

    def process(self, messages: list[Message]) -> list[Message]:
        """Listens to each message that was typed; a pressed button says no more than its label."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            danger = self._dangers.recognise(text)
            if danger:
                intent = {INTENT_NAME_KEY: DANGER, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, intent, add_to_output=True)
                message.set(DANGER, danger.id, add_to_output=True)
            elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == DANGER:
                message.set(INTENT, _likeliest_other(message), add_to_output=True)
            journey.understood(message)
        journey.stop(journey.NLU)
        return messages


def _likeliest_other(message: Message) -> dict[str, Any]:
    """The next guess of the classifier: only the reviewed file decides that someone is in danger."""
    ranking = message.get(INTENT_RANKING_KEY) or ()
    others = (ranked for ranked in ranking if ranked[INTENT_NAME_KEY] != DANGER)
    return next(others, {INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME, PREDICTED_CONFIDENCE_KEY: 0.0})
