"""Finds the number of a request: a message that gives one is about that request, whatever the classifier heard.

What such a number looks like, and whether it is one, is `guichet.references`' to say. It must stand after the
classifier and whatever settles the intent, and before the detector of dangers.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    INTENT,
    INTENT_NAME_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from guichet.dialogue.intents import settle_numbered
from guichet.references import find_reference, looks_like_reference

#: The entity, found where the pattern of `data/nlu/entities.yml` found it.
REFERENCE = "reference"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReferenceFinder(GraphComponent):
    """Writes references officially, drops what is none, and settles the intent."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ReferenceFinder:
        """Nothing to set."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message that was typed; a wrong number settles the intent as well as a right one."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            found = find_reference(text)
            message.set(ENTITIES, _entities(message, text, found), add_to_output=True)
            intent = message.get(INTENT)
            if intent and (found or looks_like_reference(text)):
                name = settle_numbered(intent[INTENT_NAME_KEY] or "", intent[PREDICTED_CONFIDENCE_KEY])
                if name != intent[INTENT_NAME_KEY]:
                    message.set(INTENT, {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True)
        return messages


def _entities(message: Message, text: str, found: str | None) -> list[dict[str, Any]]:
    """The entities of a message, with at most one reference: the first valid one."""
    entities = message.get(ENTITIES) or []
    others = [e for e in entities if e[ENTITY_ATTRIBUTE_TYPE] != REFERENCE]
    if found is None:
        return others
    # The pattern knows nothing of a number whose first letters were forgotten: then it is all of the message.
    somewhere = {ENTITY_ATTRIBUTE_START: 0, ENTITY_ATTRIBUTE_END: len(text)}
    matches = (e for e in entities if e not in others and find_reference(e[ENTITY_ATTRIBUTE_VALUE]) == found)
    place = next(matches, somewhere)
    return [*others, place | {ENTITY_ATTRIBUTE_TYPE: REFERENCE, ENTITY_ATTRIBUTE_VALUE: found}]
