"""The actions that speak of procedures: adapters between Rasa's tracker and the dialogue, which decides."""

from __future__ import annotations

import logging
from functools import lru_cache

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import heard, remembered, to_slots
from guichet import settings
from guichet.catalogue.store import Catalogue
from guichet.dialogue.reply import Dialogue
from guichet.dialogue.turn import Turn
from guichet.search.text import Analyzer, concepts_path, load_concepts

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def dialogue() -> Dialogue:
    """The dialogue over the catalogue in service; the catalogue follows imports by itself."""
    return Dialogue(Catalogue(settings.load().catalogue_path), Analyzer(load_concepts(concepts_path())))


class Speaking:
    """What an action does that is never silent: what fails is logged, said, and a human is offered.

    Not an `Action` itself: rasa-sdk would register it.
    """

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Say the turn's responses and frames, and remember."""
        try:
            turn = self.turn(tracker)
        except Exception:
            log.exception("action %s failed in conversation %s", self.name(), tracker.sender_id)
            dispatcher.utter_message(response="utter_trouble")
            return []
        for response in turn.responses:
            dispatcher.utter_message(response=response)
        if turn.frames:
            dispatcher.utter_message(json_message={"frames": list(turn.frames)})
        return to_slots(turn.memory)

    def turn(self, tracker: Tracker) -> Turn:
        """The reply to the conversation as it stands."""
        raise NotImplementedError


class ActionAnswer(Speaking, Action):
    """Answers a message about a procedure, typed or pressed."""

    def name(self) -> str:
        """The name that rules call it by."""
        return "action_answer"

    def turn(self, tracker: Tracker) -> Turn:
        """What the dialogue replies."""
        return dialogue().reply(heard(tracker), remembered(tracker))


class ActionRepeat(Speaking, Action):
    """Says the last answer or question again."""

    def name(self) -> str:
        """The name that rules call it by."""
        return "action_repeat"

    def turn(self, tracker: Tracker) -> Turn:
        """The same answer for the same memory."""
        return dialogue().again(remembered(tracker))
