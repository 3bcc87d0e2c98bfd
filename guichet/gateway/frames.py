"""What is shown in a conversation, as the gateway stores and sends it: frames, events, choices.

No SQL and no HTTP; `replies.py` makes frames of what the engine says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Fields that the gateway sets itself; a frame can't bring its own.
RESERVED = frozenset({"seq", "at", "author", "kind", "text"})


@dataclass(frozen=True)
class Choice:
    """An option this conversation may send back; the payload is for the engine and never leaves the gateway."""

    id: str
    label: str
    payload: str


@dataclass(frozen=True)
class Frame:
    """Something to show: `text` says it in full, `fields` are the frame's own, ready for JSON.

    `author`: who says it, where that isn't whoever the frames around it come from.
    """

    kind: str
    text: str
    fields: dict[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    author: str = ""

    @property
    def body(self) -> dict[str, Any]:
        return {"text": self.text, **{k: v for k, v in self.fields.items() if k not in RESERVED}}


@dataclass(frozen=True)
class Event:
    """A frame that was numbered and stored."""

    seq: int
    at: str
    author: str
    kind: str
    body: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The event as the public API shows it."""
        return {"seq": self.seq, "at": self.at, "author": self.author, "kind": self.kind, **self.body}
