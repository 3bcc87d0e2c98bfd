"""The actions that speak of procedures: adapters between Rasa's tracker and the dialogue, which decides."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timezone
from functools import lru_cache, partial

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import heard, remembered, to_slots
from guichet import settings
from guichet.around.around import Around
from guichet.catalogue.store import Catalogue
from guichet.dialogue.counters import Counters
from guichet.dialogue.reply import Dialogue
from guichet.dialogue.turn import Turn
from guichet.dialogue.unanswered import not_understood
from guichet.offices.directory import Directory
from guichet.offices.finder import Offices
from guichet.offices.live import LiveDirectory
from guichet.search.text import Analyzer, concepts_path, load_concepts

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def dialogue() -> Dialogue:
    """The dialogue over the catalogue in service; the catalogue follows imports by itself."""
    known = settings.load()
    catalogue = Catalogue(known.catalogue_path)
    live = LiveDirectory(known.directory_api) if known.directory_api else None
    offices = Offices(Directory(known.directory_path), live)
    analyzer = Analyzer(load_concepts(concepts_path()))
    return Dialogue(catalogue, analyzer, Around(catalogue), Counters(offices, partial(datetime.now, timezone.utc)))


class Speaking:
    """What an action does that is never silent: what fails is logged, said, and a human is offered.

    Not an `Action` itself: rasa-sdk would register it.
    """

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Say the turn's responses and frames, and remember; in a thread, for the live directory may take seconds."""
        try:
            turn = await asyncio.to_thread(self.turn, tracker)
        except Exception:
            log.exception("action.failed", extra={"stage": self.name(), "conversation": tracker.sender_id})
            dispatcher.utter_message(response="utter_trouble")
            return []
        log.debug("action.done", extra={"stage": self.name()})
        for response in turn.responses:
            dispatcher.utter_message(response=response)
        if turn.frames:
            dispatcher.utter_message(json_message={"frames": list(turn.frames)})
        if turn.unanswered is not None:
            dispatcher.utter_message(json_message={"frames": [], "unanswered": dict(turn.unanswered)})
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
        """What the dialogue replies; what it did not understand is told besides."""
        said = heard(tracker)
        turn = dialogue().reply(said, remembered(tracker))
        return replace(turn, unanswered=not_understood(said, turn))
