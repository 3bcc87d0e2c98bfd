"""Courtesy or question: settles it once both the intent and the procedures are known.

« J'ai perdu ma carte, je fais quoi ? » sounds half like a call for help. When the search is sure of a procedure and
the classifier is not sure of its small talk, the message is about the procedure. It never overrules a wish to talk
to a person, nor what buttons send.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from guichet.nlu.procedure_linker import PROCEDURES

#: Intents that give way to a procedure. The others reach the answer action anyway, or matter more.
YIELDING = frozenset(
    {"greet", "thank", "goodbye", "help", "bot_challenge", "complaint", "out_of_scope", "repeat", "restart"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentSettler(GraphComponent):
    """Replaces a doubtful small-talk intent by the likeliest one about a procedure; `sure` is where doubt ends."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Above this confidence the held-out sentences are nearly always right."""
        return {"sure": 0.75}

    def __init__(self, config: dict[str, Any]) -> None:
        self._sure = config["sure"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentSettler:
        """A settler: there is nothing to learn."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Settles each message in which a sure procedure and a doubtful courtesy meet."""
        for message in messages:
            intent = message.get(INTENT) or {}
            doubtful = intent.get("name") in YIELDING and intent["confidence"] < self._sure
            if doubtful and (message.get(PROCEDURES) or {}).get("decision") == "answer":
                message.set(INTENT, _about_a_procedure(message), add_to_output=True)
        return messages


def _about_a_procedure(message: Message) -> dict[str, Any]:
    """The likeliest intent of the ranking that asks something of the administration."""
    ranking = message.get(INTENT_RANKING_KEY) or []
    asking = (i for i in ranking if i["name"].startswith("ask_") or i["name"] == "describe_situation")
    return dict(next(asking, {"name": "describe_situation", "confidence": 0.0}))
