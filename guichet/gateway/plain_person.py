"""The page without JavaScript when it is not the bot that answers: who is there, what is asked, what may be pressed.

It reads the events alone, and makes no HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guichet.gateway.frames import Event
from guichet.gateway.wording import PersonWording

#: Owners that are, or will be, a person.
_HUMAN = ("waiting", "agent")


@dataclass(frozen=True)
class Person:
    """A person who answers, or will: what was last said of them, and the event since which they are there."""

    said: Event
    since: int

    def line(self, wording: PersonWording) -> str:
        """Who is there, in a sentence."""
        body = self.said.body
        if body.get("owner") == "agent":
            return wording.agent.format(agent=body.get("agent") or wording.unnamed)
        position = body.get("position")
        return wording.place.format(position=position) if position else wording.waiting


def person(events: Sequence[Event]) -> Person | None:
    """The person at the other end; none while the bot answers."""
    found: Person | None = None
    for event in events:
        if event.kind == "handoff":
            human = event.body.get("owner") in _HUMAN
            found = Person(event, found.since if found else event.seq) if human else None
    return found


def asked(events: Sequence[Event]) -> str:
    """The detail that the citizen's next message is to be: `email`, `phone`, `note`, or nothing."""
    newest = next((event for event in reversed(events) if event.author != "agent"), None)
    return newest.body.get("asks", "") if newest and newest.author != "citizen" else ""


def pressable(events: Sequence[Event], there: Person | None) -> int:
    """The number of the question that keeps its buttons, as « ne plus attendre » must, whatever is said; or 0."""
    asked = [event.seq for event in events if event.kind == "choices" and there and event.seq > there.since]
    return asked[-1] if asked else 0
