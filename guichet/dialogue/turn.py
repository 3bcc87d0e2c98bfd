"""The values of a dialogue: what was heard, what is remembered, what is said. They decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guichet.frames import Frame


@dataclass(frozen=True)
class Offer:
    """A button shown last: its words, and what pressing it tells."""

    label: str
    entities: Mapping[str, str]


@dataclass(frozen=True)
class Memory:
    """What the conversation keeps between two messages; `case` are the ids of the options taken in `sheet`."""

    procedure: str = ""
    sheet: str = ""
    aspect: str = ""
    case: tuple[str, ...] = ()
    pending: tuple[Offer, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Found:
    """A procedure that the linker found."""

    id: str
    sheets: tuple[str, ...]
    title: str


@dataclass(frozen=True)
class Heard:
    """A message as understood: intent, the linker's decision and ranking, and what a button carried."""

    text: str
    intent: str
    decision: str = "none"
    found: tuple[Found, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """The reply: names of ready-made responses first, then frames; and what to remember."""

    memory: Memory
    responses: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
