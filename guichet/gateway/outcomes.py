"""What citizens got for a message, in one word, for counting; it reads kinds of frames, never words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from guichet.gateway.frames import Frame
from guichet.gateway.shapes import NOT_UNDERSTOOD

#: All there are: of a reply, the first of these that holds.
OUTCOMES: Final = (
    *("danger", "failed", "off", "handoff", "not_understood", "answer", "offices", "choose", "declined"),
    *("question", "talk"),
)

#: What says no to a question that no sheet is about.
_DECLINED = "out_of_scope"

#: Kinds of frames that are an answer, and fields that a plain text has when it is one: of the glossary, a form, a tool.
_ANSWERS, _ANSWERING = frozenset({"answer", "checklist", "request_status"}), frozenset({"source", "tools", "steps"})


def outcome(frames: Sequence[Frame], intent: str = "") -> str:
    """The outcome of a reply; `intent`: what the engine heard, empty where it did not say."""
    kinds = {frame.kind for frame in frames}
    reasons = {frame.fields.get("reason") for frame in frames if frame.kind == "choices"}
    levels = {frame.fields.get("level", "") for frame in frames if frame.kind == "notice"}
    holds = {
        "danger": "danger" in levels,
        "failed": any("retry" in frame.fields for frame in frames),
        "off": "" in levels,
        "handoff": "handoff" in kinds,
        "not_understood": NOT_UNDERSTOOD in kinds,
        "choose": "procedure" in reasons,
        "answer": any(_answers(frame) for frame in frames),
        "question": "case" in reasons,
        "offices": "offices" in kinds,
        "declined": intent == _DECLINED,
    }
    return next((name for name in OUTCOMES if holds.get(name)), "talk")


def _answers(frame: Frame) -> bool:
    return frame.kind in _ANSWERS or (frame.kind == "text" and not _ANSWERING.isdisjoint(frame.fields))
