"""The engine's replies made into frames: parsed once, here, and with opaque ids in place of payloads."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from guichet.gateway.engine import Button, Reply
from guichet.gateway.frames import Choice, Frame
from guichet.gateway.shapes import NOT_UNDERSTOOD, SHAPES, AnyFrame, ChoicesFrame, NotUnderstood, OfferedOption
from guichet.gateway.tokens import new_id

logger = logging.getLogger(__name__)


class Custom(msgspec.Struct, frozen=True):
    """What an action hands over: frames, each parsed on its own; `unanswered`: what no citizen is shown."""

    frames: tuple[dict[str, Any], ...]
    unanswered: dict[str, Any] | None = None


def to_frames(replies: Sequence[Reply]) -> list[Frame]:
    """The frames of all replies, in order; what can't be shown is dropped, and said in the log."""
    frames = (frame for reply in replies for frame in _of_reply(reply))
    return [frame for frame in frames if frame.text.strip() or frame.kind == NOT_UNDERSTOOD]


def _of_reply(reply: Reply) -> Iterator[Frame]:
    if reply.buttons:
        yield _menu(reply.text or "", reply.buttons)
    elif reply.text:
        yield Frame("text", reply.text)
    if reply.custom is not None:
        yield from _of_custom(reply.custom)


def _of_custom(custom: Any) -> Iterator[Frame]:
    try:
        told = msgspec.convert(custom, Custom)
    except msgspec.ValidationError as error:
        logger.warning("engine.custom.invalid", extra={"reason": str(error)})
        return
    if told.unanswered is not None:
        yield from _for_inbox(told.unanswered)
    for raw in told.frames:
        try:
            head = msgspec.convert(raw, AnyFrame)
            yield _typed(head, raw)
        except msgspec.ValidationError as error:
            logger.warning("engine.frame.invalid", extra={"reason": str(error)})
            if isinstance(raw.get("text"), str):
                yield Frame("text", raw["text"])


def _for_inbox(raw: dict[str, Any]) -> Iterator[Frame]:
    try:
        yield Frame(NOT_UNDERSTOOD, "", msgspec.to_builtins(msgspec.convert(raw, NotUnderstood)))
    except msgspec.ValidationError as error:
        logger.warning("engine.frame.invalid", extra={"reason": str(error)})


def _typed(head: AnyFrame, raw: dict[str, Any]) -> Frame:
    fields = {name: value for name, value in raw.items() if name not in ("kind", "text")}
    if head.kind == "choices":
        parsed = msgspec.convert(raw, ChoicesFrame)
        return _choices(head.text, fields | {"reason": parsed.reason}, parsed.options)
    if head.kind in SHAPES:
        msgspec.convert(raw, SHAPES[head.kind])
    return Frame(head.kind, head.text, fields)


def _menu(text: str, buttons: Sequence[Button]) -> Frame:
    options = [OfferedOption(button.title, button.payload) for button in buttons]
    # A menu without words still needs a full plain text: the labels are it.
    words = text or "\n".join(f"- {option.label}" for option in options)
    return _choices(words, {"reason": "menu"}, options)


def _choices(text: str, fields: dict[str, Any], options: Sequence[OfferedOption]) -> Frame:
    offered = tuple(Choice(new_id(), option.label, option.payload) for option in options)
    shown = [_shown(choice, option) for choice, option in zip(offered, options, strict=True)]
    return Frame("choices", text, fields | {"options": shown}, offered)


def _shown(choice: Choice, option: OfferedOption) -> dict[str, Any]:
    """The option as a citizen's client gets it: everything but the payload."""
    about = {"procedure": option.procedure, "deadline": option.deadline, "procedures": option.procedures}
    return {"choice": choice.id, "label": choice.label} | {name: value for name, value in about.items() if value}
