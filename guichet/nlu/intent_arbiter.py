"""Settles intent against procedure: words that surely point to a procedure are not small talk said with doubt.

« J'ai perdu ma carte d'identité, je fais quoi ? » sounds like a call for help, and is a procedure. It classifies
nothing itself, and must stand after the classifier and the procedure linker.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from guichet.dialogue.intents import ASPECTS, settle_intent
from guichet.nlu.procedure_linker import PROCEDURES

#: Under this, a second guess is no better than none.
_FAINT = 0.4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class IntentArbiter(GraphComponent):
    """Replaces a doubtful small-talk intent by `describe_situation` where the linker is sure of a procedure."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentArbiter:
        """Nothing to set."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Settles the intent of each message that the linker has seen."""
        for message in messages:
            intent, linked = message.get(INTENT), message.get(PROCEDURES)
            if intent and linked:
                instead = _about_procedures(message.get(INTENT_RANKING_KEY) or ())
                name = settle_intent(intent["name"] or "", intent["confidence"], linked["decision"], instead)
                if name != intent["name"]:
                    message.set(INTENT, intent | {"name": name}, add_to_output=True)
        return messages


def _about_procedures(ranking: Iterable[dict[str, Any]]) -> str:
    """The likeliest intent that speaks of a procedure; a faint one would only hide what else the sheet says."""
    names = (ranked["name"] for ranked in ranking if ranked["confidence"] >= _FAINT)
    return next((name for name in names if name in ASPECTS), "describe_situation")
