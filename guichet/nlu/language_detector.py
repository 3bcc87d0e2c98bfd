"""Notices other languages: a message that is not in French gets the intent `other_language`.

It knows no word itself: `guichet.other_language` does. It must stand after whatever guesses an intent, and before the
finder of references and the detector of dangers, which have the last word.
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

from guichet.other_language import is_other_language

OTHER_LANGUAGE = "other_language"

#: From this confidence on, these are understood in any language: « thank you », « bye ».
_UNDERSTOOD, _SURE = frozenset({"greet", "thank", "goodbye", "human_handoff", "danger"}), 0.75


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Sets the intent `other_language`, or takes it back: only the list of words decides."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """Nothing to set."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Listens to each message that was typed and has an intent."""
        for message in messages:
            text, intent = message.get(TEXT) or "", message.get(INTENT)
            if intent is None or text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            if is_other_language(text) and not _is_understood(intent):
                message.set(INTENT, _as_intent(OTHER_LANGUAGE, 1.0), add_to_output=True)
            elif intent[INTENT_NAME_KEY] == OTHER_LANGUAGE:
                message.set(INTENT, _likeliest_other(message), add_to_output=True)
        return messages


def _is_understood(intent: dict[str, Any]) -> bool:
    return intent[INTENT_NAME_KEY] in _UNDERSTOOD and intent[PREDICTED_CONFIDENCE_KEY] >= _SURE


def _as_intent(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}


def _likeliest_other(message: Message) -> dict[str, Any]:
    """The next guess of the classifier."""
    ranking = message.get(INTENT_RANKING_KEY) or ()
    others = (ranked for ranked in ranking if ranked[INTENT_NAME_KEY] != OTHER_LANGUAGE)
    return next(others, _as_intent(DEFAULT_NLU_FALLBACK_INTENT_NAME, 0.0))
