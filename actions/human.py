"""The action that asks for a person: an adapter; opening the request, the queue and the hours are the gateway's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from rasa_sdk import Action, Tracker

from actions.answer import Speaking
from actions.memory import heard, remembered
from guichet import settings
from guichet.catalogue.store import Catalogue
from guichet.dialogue.human import LAST_SHOWN, Asked, reason_of, request_human
from guichet.dialogue.turn import Memory, Turn
from guichet.frames import Frame

log = logging.getLogger(__name__)

#: The kinds of frames that answer, and name their procedure.
_ANSWERS = ("answer", "checklist")


class ActionRequestHuman(Speaking, Action):
    """Asks for a person, with the file of the conversation; what was in hand stays in hand."""

    def name(self) -> str:
        """The name that rules call it by."""
        return "action_request_human"

    def turn(self, tracker: Tracker) -> Turn:
        """One frame, which the gateway makes a request of."""
        memory = remembered(tracker)
        return Turn(memory, frames=(_request(asked(tracker), memory),))


def _request(asked: Asked, memory: Memory) -> Frame:
    """The request; without what the sheet says where the catalogue can't be read."""
    try:
        return request_human(asked, memory, Catalogue(settings.load().catalogue_path).procedure)
    except Exception:
        log.exception("action_request_human: the file goes without its procedure")
        return request_human(asked, memory, lambda id: None)


def asked(tracker: Tracker) -> Asked:
    """What the events tell since the conversation began or began anew."""
    said = heard(tracker)
    events = list(takewhile(lambda event: event.get("event") != "restart", reversed(tracker.events)))
    message = _words_before(events)
    confidence = ((message.get("parse_data") or {}).get("intent") or {}).get("confidence")
    return Asked(
        reason=reason_of(said.intent, said.entities),
        last=message.get("text") or "",
        confidence=float(confidence) if isinstance(confidence, (int, float)) else None,
        shown=_shown(events),
    )


def _words_before(latest_first: list[dict[str, Any]]) -> dict[str, Any]:
    """The last typed message before the present one; the present one where it is the first; else nothing."""
    messages = [event for event in latest_first if event.get("event") == "user"]
    typed = [event for event in messages if event.get("text") and not event["text"].startswith("/")]
    before = [event for event in typed if event is not messages[0]]
    return next(iter(before or typed), {})


def _shown(latest_first: list[dict[str, Any]]) -> tuple[str, ...]:
    """Titles of the last answers, each once, the last one last."""
    titles = dict.fromkeys(title for event in latest_first for title in _titles(event))
    return tuple(reversed(list(titles)[:LAST_SHOWN]))


def _titles(event: dict[str, Any]) -> Iterator[str]:
    custom = (event.get("data") or {}).get("custom") or {}
    for frame in custom.get("frames") or ():
        if frame.get("kind") in _ANSWERS:
            yield frame["procedure"]["title"]
