"""What the citizen is told about a person taking over, as frames; when to tell it is for the callers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guichet.gateway.frames import Choice, Frame
from guichet.gateway.tokens import new_id
from guichet.gateway.wording import HandoffWording
from guichet.teams import Team

#: A choice with such a payload is the gateway's own: the engine never gets it. Typed words never begin with a slash.
OURS = "/guichet:"

#: What a waiting citizen may choose, and one who holds a ticket.
WHILE_WAITING = ("postpone", "email", "phone", "give_up")
FOR_A_TICKET = ("here", "email", "phone", "note", "cancel")


@dataclass(frozen=True)
class Place:
    """Where a request stands in its queue; `minutes`: an honest guess, or None without one."""

    position: int
    minutes: int | None


def waiting(reference: str, place: Place, words: str, wording: HandoffWording) -> Frame:
    """The citizen waits, for the first time or again."""
    lines = [words, wording.position.format(position=place.position)]
    lines += [wording.wait.format(minutes=place.minutes)] if place.minutes else []
    lines += [wording.reference.format(reference=reference)]
    known = {"wait_minutes": place.minutes} if place.minutes else {}
    fields = {"owner": "waiting", "say": words, "position": place.position, "reference": reference} | known
    return Frame("handoff", "\n".join(lines), fields, author="system")


def ticket(reference: str, words: str, team: Team | None, now: datetime, wording: HandoffWording) -> Frame:
    """The request is kept, to be answered later."""
    if team and not team.is_open(now) and (opening := team.opening_words(now)):
        words = f"{words} {wording.opening.format(opening=opening)}"
    lines, fields = [words], {"owner": "bot", "say": words, "reference": reference}
    lines.append(wording.reference.format(reference=reference))
    if team and (hours := team.hours()):
        fields["hours"] = hours
        lines.append(wording.hours.format(hours=hours))
    return Frame("handoff", "\n".join(lines), fields, author="system")


def owned(owner: str, words: str, reference: str = "", agent: str = "", closing: bool = False) -> Frame:
    """Somebody else has the conversation now."""
    said = words if closing else ""
    fields = {"owner": owner, "say": said, "reference": reference, "agent": agent, "closing": closing}
    return Frame(
        "handoff", words, {name: value for name, value in fields.items() if name == "owner" or value}, author="system"
    )


def menu(text: str, names: Iterable[str], wording: HandoffWording) -> Frame:
    """Buttons of ours, named as in the locale file."""
    offered = tuple(Choice(new_id(), wording.options[name], f"{OURS}{name}") for name in names)
    shown = [{"choice": choice.id, "label": choice.label} for choice in offered]
    return Frame("choices", text, {"reason": "menu", "options": shown}, offered, "system")


def asking(detail: str, wording: HandoffWording) -> Frame:
    """The citizen's next message is to be this detail: email, phone or note."""
    return Frame("text", wording.asking[detail], {"asks": detail})
