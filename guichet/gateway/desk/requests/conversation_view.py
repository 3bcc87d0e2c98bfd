"""A conversation and its file as an agent's page shows them: events and JSON in, values for the templates out.

Every French word that isn't a citizen's, an agent's or a sheet's is in `templates/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from markupsafe import Markup

from guichet.gateway.clock import PARIS
from guichet.gateway.frames import Event
from guichet.gateway.handoffs.records import moment
from guichet.gateway.transcript_frames import said
from guichet.gateway.wording import TranscriptWording

#: Below the first, the bot hesitated; below the second, it did not understand.
SURE, TORN = 0.8, 0.5

#: Cards that are long and known to agents: folded under their title.
_FOLDED = ("answer", "checklist", "offices")


class Procedure(msgspec.Struct, frozen=True):
    """The procedure that a request is about."""

    id: str = ""
    title: str = ""
    sheet: str = ""
    url: str | None = None


class Told(msgspec.Struct, frozen=True):
    """A question of the sheet, and what the citizen said to it."""

    question: str
    answer: str


class File(msgspec.Struct, frozen=True):
    """What was known when a person was asked for; every part may be absent."""

    procedure: Procedure | None = None
    aspect: str = ""
    answers: tuple[Told, ...] = ()
    question: str = ""
    last: str = ""
    shown: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def understood(self) -> str:
        """How surely the last words were understood: sure, torn or lost; empty when it isn't known."""
        if self.confidence is None:
            return ""
        return "sure" if self.confidence >= SURE else "torn" if self.confidence >= TORN else "lost"

    @property
    def address(self) -> str:
        """Where the sheet can be read, if that is a page of the web."""
        url = self.procedure.url if self.procedure else ""
        return url if url and url.startswith("https://") else ""


@dataclass(frozen=True)
class Entry:
    """Something said. `author`: citizen, bot, agent or system; `title`: that of a card shown folded.

    `name`: the first name of an agent. `pressed`: a button, not words. `line`: what the counter itself tells, in brief.
    """

    seq: int
    author: str
    name: str
    at: str
    hour: str
    day: str
    html: Markup
    title: str = ""
    aspect: str = ""
    pressed: bool = False
    line: str = ""


def read_file(raw: Mapping[str, Any]) -> File:
    """The file of a request; one that can't be read is an empty one."""
    try:
        return msgspec.convert({name: value for name, value in raw.items() if value is not None}, File)
    except msgspec.ValidationError:
        return File()


def entries(events: Iterable[Event], wording: TranscriptWording, day: str = "") -> list[Entry]:
    """The events to show; each first one of a day has its date, but for the day that was shown before."""
    shown: list[Entry] = []
    for event in events:
        date = wording.day(_local(event.at).date().isoformat())
        shown.append(_entry(event, wording, "" if date == day else date))
        day = date
    return shown


def _entry(event: Event, wording: TranscriptWording, day: str) -> Entry:
    brief = event.author == "system" or event.kind == "handoff"
    folded = event.kind in _FOLDED
    return Entry(
        seq=event.seq,
        author=event.author,
        name=str(event.body.get("agent") or ""),
        at=event.at,
        hour=f"{_local(event.at):%H:%M}",
        day=day,
        html=Markup("" if brief else said(event, wording)),
        title=_title(event) if folded else "",
        aspect=str(event.body.get("aspect") or "") if folded else "",
        pressed=event.author == "citizen" and bool({"choice", "procedure"} & event.body.keys()),
        line=event.body["text"].partition("\n")[0] if brief else "",
    )


def _title(event: Event) -> str:
    procedure = event.body.get("procedure")
    title = procedure.get("title") if isinstance(procedure, dict) else ""
    return str(title or event.body["text"].partition("\n")[0])


def _local(stamp: str) -> datetime:
    return moment(stamp).astimezone(PARIS)
