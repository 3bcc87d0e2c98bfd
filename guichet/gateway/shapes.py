"""The shapes of the engine's frames: the fields that pages rely on, checked once, at the border.

Fields that are not named here pass through unread; what becomes of a frame of the wrong shape is for `replies.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec


class Shape(msgspec.Struct, frozen=True):
    """Base of the shapes: additive, so a field that nobody knows is no error."""


class AnyFrame(Shape, frozen=True):
    """What every frame has, also one of a kind this gateway does not know."""

    kind: str
    text: str


class OfferedOption(Shape, frozen=True):
    """A button. `deadline`, `procedures`: of a step of a life event, by when and what it leads to."""

    label: str
    payload: str
    procedure: dict[str, Any] | None = None
    deadline: str = ""
    procedures: tuple[dict[str, Any], ...] = ()


class ChoicesFrame(Shape, frozen=True):
    text: str
    options: tuple[OfferedOption, ...]
    reason: str = "menu"


class ProcedureRef(Shape, frozen=True):
    id: str
    title: str
    url: str | None = None


class FeedRef(Shape, frozen=True):
    """The archive that an official sheet was read from: its licence asks that it be said."""

    producer: str
    url: str
    file: str
    date: str


class SourceRef(Shape, frozen=True):
    title: str
    url: str
    date: str
    producer: str = ""
    feed: FeedRef | None = None


class TypedBlock(Shape, frozen=True):
    """A block of a sheet; each page shows the kinds it knows."""

    kind: str


Blocks = tuple[TypedBlock, ...]


class AnswerFrame(Shape, frozen=True):
    """An answer without its source is not an answer. `more`: what is read only by whoever wants it all."""

    procedure: ProcedureRef
    source: SourceRef
    blocks: Blocks = ()
    more: Blocks = ()
    case: tuple[str, ...] = ()


class Paper(Shape, frozen=True):
    """A document to bring: its name, and all that the sheet says of it."""

    id: str
    text: str
    blocks: Blocks = ()


class NextStep(Shape, frozen=True):
    title: str
    url: str = ""


class ChecklistFrame(Shape, frozen=True):
    """What this person must bring, pay, wait for and do; an empty part is not shown."""

    procedure: ProcedureRef
    source: SourceRef
    documents: tuple[Paper, ...] = ()
    case: tuple[str, ...] = ()
    notes: Blocks = ()
    cost: Blocks = ()
    delay: Blocks = ()
    where: Blocks = ()
    online: Blocks = ()
    appointment: Blocks = ()
    validity: Blocks = ()
    deadline: Blocks = ()
    next: tuple[NextStep, ...] = ()


class Phone(Shape, frozen=True):
    number: str
    label: str = ""


class Hours(Shape, frozen=True):
    days: str
    times: str
    note: str = ""


class OfficeCard(Shape, frozen=True):
    """An office as its directory gives it. `open`: now, or None when its hours are not known."""

    id: str
    title: str
    address: tuple[str, ...] = ()
    phone: tuple[Phone, ...] = ()
    hours: tuple[Hours, ...] = ()
    notes: tuple[str, ...] = ()
    open: bool | None = None
    today: str = ""
    email: str = ""
    url: str = ""
    contact_url: str = ""
    appointment_url: str = ""
    accessibility: str = ""
    map_url: str = ""
    directory_url: str = ""
    latitude: float | None = None
    longitude: float | None = None


class OfficesFrame(Shape, frozen=True):
    """Where to go; without a source, each office points to its own page of the directory."""

    offices: tuple[OfficeCard, ...]
    commune: dict[str, Any] | None = None
    title: str = ""
    notes: tuple[str, ...] = ()
    source: SourceRef | None = None


class AskedProcedure(Shape, frozen=True):
    id: Annotated[str, msgspec.Meta(max_length=100)]
    title: Annotated[str, msgspec.Meta(max_length=500)]
    sheet: str = ""
    url: str | None = None


class FileOfRequest(Shape, frozen=True):
    """What the bot hands to a person: why, about what, what was asked and answered."""

    reason: Literal["asked", "lost", "complaint", "insult", "trouble"] = "asked"
    procedure: AskedProcedure | None = None
    theme: str = ""
    aspect: str = ""
    case: tuple[str, ...] = ()
    answers: tuple[dict[str, str], ...] = ()
    question: str = ""
    last: str = ""
    shown: tuple[str, ...] = ()
    confidence: float | None = None


class NearProcedure(Shape, frozen=True):
    id: Annotated[str, msgspec.Meta(max_length=100)]
    title: Annotated[str, msgspec.Meta(max_length=500)]


class NotUnderstood(Shape, frozen=True):
    """What goes with a reply that found nothing, for the inbox alone: the procedures that came nearest."""

    found: tuple[NearProcedure, ...] = ()


#: The kind of the frame that `replies.py` makes of it; `unanswered/listening.py` takes it out of the reply.
NOT_UNDERSTOOD = "not_understood"


class StatusFrame(Shape, frozen=True):
    """The bot asks where a request stands; without a number, this conversation's own."""

    reference: str = ""


class HandoffFrame(Shape, frozen=True):
    """Who has the conversation now; what is not known is absent. `say`: the words, without the facts that follow."""

    owner: Literal["waiting", "agent", "closed", "bot"]
    position: int | None = None
    wait_minutes: int | None = None
    say: str = ""
    reference: str = ""
    agent: str = ""
    hours: str = ""
    request: FileOfRequest | None = None


class Call(Shape, frozen=True):
    """Someone to turn to: what to press, and what it says."""

    label: str
    href: str
    number: str = ""
    when: str = ""


class Way(Shape, frozen=True):
    label: str
    url: str


class NoticeFrame(Shape, frozen=True):
    """Something to read first. `say`: the words alone; `text` also tells the calls and the source."""

    level: str = "info"
    title: str = ""
    say: str = ""
    calls: tuple[Call, ...] = ()
    links: tuple[Way, ...] = ()
    source: SourceRef | None = None


#: The shape of each kind that has one; any other kind passes as it is.
SHAPES: dict[str, type[Shape]] = {
    "answer": AnswerFrame,
    "checklist": ChecklistFrame,
    "offices": OfficesFrame,
    "notice": NoticeFrame,
    "handoff": HandoffFrame,
    "request_status": StatusFrame,
}
