"""The action that answers people in danger: an adapter; whom to call and what to say is the reviewed file's."""

from __future__ import annotations

import logging
from functools import lru_cache

from rasa_sdk import Action, Tracker

from actions.answer import Speaking
from actions.memory import remembered
from guichet import settings
from guichet.catalogue.store import Catalogue
from guichet.danger import DANGERS, Dangers
from guichet.danger_file import load_dangers
from guichet.dialogue.turn import Turn

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def dangers() -> Dangers:
    """The dangers of the project's file."""
    return load_dangers(settings.ROOT / DANGERS)


class ActionDanger(Speaking, Action):
    """Says whom to call, then that the conversation goes on; what was in hand stays in hand."""

    def name(self) -> str:
        """The name that rules call it by."""
        return "action_danger"

    def turn(self, tracker: Tracker) -> Turn:
        """The notice, then the procedures that may help."""
        memory = remembered(tracker)
        known, message = dangers(), tracker.latest_message
        danger = known.kind(message.get("danger") or "")
        after = known.afterwards(danger, _is_served, bool(memory.pending))
        return Turn(memory, frames=(danger.frame(), *([after] if after else ())))


def _is_served(sheet: str) -> bool:
    """Whether there is such a sheet; without a catalogue there is none, and the notice is said all the same."""
    try:
        return Catalogue(settings.load().catalogue_path).procedure(sheet) is not None
    except Exception:
        log.exception("action_danger: the catalogue can't be read")
        return False
