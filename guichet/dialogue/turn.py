"""The values of a dialogue: what was heard, what is remembered, what is said. They decide nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from guichet.frames import Frame

#: How many steps back, and how many procedures left aside, are remembered.
STEPS_BACK, LEFT_ASIDE = 12, 4


@dataclass(frozen=True)
class Offer:
    """A button shown last: its words, and what pressing it tells."""

    label: str
    entities: Mapping[str, str]


@dataclass(frozen=True)
class Memory:
    """What the conversation keeps between two messages.

    `aspect`: what is asked of `sheet`: an aspect, `checklist`, or nothing for the sheet as a whole.
    `case`: ids of the options taken in `sheet`. `question`: the citizen's words about `procedure`.
    `asked`: what the open question is about, with its buttons in `pending`: procedure, case, commune or menu.
    `later`: an aspect to come back to, once a digression is answered.
    `office`: the kind of office a commune is asked for, or that was shown last, and its title.
    `commune`: the INSEE code of the citizen's own.
    `missed`: whether the last words led nowhere; it says nothing of a state that is gone back to.
    `trail`: the states to go back to, the last one last; `aside`: procedures left in the middle, the last one first.
    """

    procedure: str = ""
    sheet: str = ""
    aspect: str = ""
    case: tuple[str, ...] = ()
    pending: tuple[Offer, ...] = ()
    question: str = ""
    asked: str = ""
    later: str | None = None
    office: str = ""
    commune: str = ""
    missed: bool = False
    trail: tuple[Memory, ...] = ()
    aside: tuple[Memory, ...] = ()

    @property
    def stage(self) -> str:
        """Where the conversation stands, for the dialogue rules: none, procedure, case, commune or answered."""
        if self.asked in ("procedure", "case", "commune"):
            return self.asked
        return "answered" if self.sheet else "none"

    def alone(self) -> Memory:
        """This state without those behind it."""
        return replace(self, trail=(), aside=(), missed=False)

    def after(self, before: Memory) -> Memory:
        """This state, with the way back to the one before it where they differ."""
        gone = before.alone()
        # Words kept for later, or a commune learnt, show nothing else: going back to that would change nothing.
        same = gone == replace(self.alone(), commune=gone.commune, question=gone.question)
        if same or not (gone.procedure or gone.pending):
            return replace(self, trail=before.trail)
        return replace(self, trail=(*before.trail, gone)[-STEPS_BACK:])

    def opening(self, procedure: str) -> Memory:
        """A fresh start on a procedure; the one in hand is left aside, not forgotten."""
        others = tuple(m for m in self.aside if m.procedure not in (procedure, self.procedure))
        left = (self.alone(),) if self.sheet and self.procedure != procedure else ()
        kept = (left + others)[:LEFT_ASIDE]
        return Memory(procedure=procedure, commune=self.commune, trail=self.trail, aside=kept)

    def digressing(self, wish: str) -> Memory:
        """This state, with what was asked to come back to once `wish` is answered."""
        is_open = self.asked == "case" and self.sheet and wish != self.aspect
        later = self.aspect if is_open and self.later is None else self.later
        return replace(self, later=None if later == wish else later)

    def left(self, procedure: str, sheet: str = "") -> Memory | None:
        """Where a procedure was left, on this sheet if one is given."""
        states = (self, *self.aside)
        return next((m for m in states if m.procedure == procedure and m.sheet and sheet in ("", m.sheet)), None)


@dataclass(frozen=True)
class Found:
    """A procedure that the linker found."""

    id: str
    sheets: tuple[str, ...]
    title: str


@dataclass(frozen=True)
class Second:
    """Another question of the same message: its words, and the procedure it is about."""

    text: str
    id: str
    title: str


@dataclass(frozen=True)
class Heard:
    """A message as understood: intent, the linker's decision and ranking, and what a button carried.

    `second`: the question to come back to, of a message that asked two.
    """

    text: str
    intent: str
    decision: str = "none"
    found: tuple[Found, ...] = ()
    entities: Mapping[str, str] = field(default_factory=dict)
    second: Second | None = None


@dataclass(frozen=True)
class Turn:
    """The reply: names of ready-made responses first, then frames; and what to remember.

    `missed`: the words led nowhere, so that the second time in a row a person is what is needed.
    `unanswered`: what those who maintain the bot learn of that; the citizen is never shown it.
    """

    memory: Memory
    responses: tuple[str, ...] = ()
    frames: tuple[Frame, ...] = ()
    missed: bool = False
    unanswered: Mapping[str, Any] | None = None

    def preceded(self, *frames: Frame, responses: tuple[str, ...] = ()) -> Turn:
        """The same turn, with something said before it."""
        return replace(self, responses=(*responses, *self.responses), frames=(*frames, *self.frames))

    def followed(self, turn: Turn) -> Turn:
        """This turn, then another one, whose memory stays; what was shown already is not shown again."""
        missed = self.missed or turn.missed
        more = tuple(frame for frame in turn.frames if frame not in self.frames)
        return Turn(turn.memory, self.responses + turn.responses, self.frames + more, missed)


def lost(memory: Memory) -> Turn:
    """Nothing found to say."""
    return Turn(memory, responses=("utter_lost_again" if memory.missed else "utter_lost",), missed=True)
