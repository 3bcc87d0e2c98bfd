"""A question with its options as buttons; what a button can't say is said in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from guichet.gateway.channels.telegram.rendering.keyboards import MOST, WIDE, button, rows, short, told_apart
from guichet.gateway.channels.telegram.rendering.messages import Button, Message
from guichet.gateway.channels.telegram.rendering.rich import Line, joined, run, visible
from guichet.gateway.channels.telegram.rendering.splitting import split
from guichet.gateway.channels.telegram.wording import RenderingWording
from guichet.gateway.shapes import Shape


class Procedure(Shape, frozen=True):
    title: str = ""


class Offered(Shape, frozen=True):
    """An option. `procedure`, `procedures`, `deadline`: what stands behind it, and by when."""

    choice: str
    label: str
    procedure: Procedure | None = None
    deadline: str = ""
    procedures: tuple[Procedure, ...] = ()


class Question(Shape, frozen=True):
    text: str
    options: tuple[Offered, ...]
    prompt: str = ""


def question(body: dict[str, Any], wording: RenderingWording) -> list[Message]:
    """A question, and more messages where it has more options than one can hold."""
    asked = msgspec.convert(body, Question)
    groups = [asked.options[i : i + MOST] for i in range(0, len(asked.options), MOST)] or [()]
    is_listed = any(len(option.label) > WIDE or list(_about(option, wording)) for option in asked.options)
    found: list[Message] = []
    for i, group in enumerate(groups):
        heading = (asked.prompt or asked.text) if i == 0 else wording.choose
        found += _asked(heading, group, i * MOST, is_listed, wording)
    return found


def _asked(
    heading: str, options: Sequence[Offered], before: int, is_listed: bool, wording: RenderingWording
) -> list[Message]:
    """`before`: how many options were in the messages before this one."""
    lines: list[Line] = [(run(heading if visible(heading) else wording.choose),)]
    if is_listed:
        lines += [line for n, option in enumerate(options, before + 1) for line in ((), *_listed(n, option, wording))]
    apart = told_apart(option.label for option in options)
    labels = (_label(n, label, is_listed, wording) for n, label in enumerate(apart, before + 1))
    pressed = (button(label, f"c:{option.choice}") for label, option in zip(labels, options, strict=True))
    keyboard = rows([one for one in pressed if one])
    return with_rows(split(joined(lines)), keyboard, asks=bool(keyboard))


def _label(number: int, label: str, is_listed: bool, wording: RenderingWording) -> str:
    if is_listed or not visible(label):
        return short(wording.numbered.format(number=number, label=label))
    return short(label)


def _listed(number: int, option: Offered, wording: RenderingWording) -> Iterator[Line]:
    numbered = wording.numbered.format(number=number, label=option.label)
    yield (run(numbered, "b"),)
    for line in _about(option, wording):
        yield (run(line),)


def _about(option: Offered, wording: RenderingWording) -> Iterator[str]:
    """What stands behind an option, where its label does not say it."""
    if option.procedure and option.procedure.title not in ("", option.label):
        yield option.procedure.title
    if option.deadline:
        yield wording.when.format(deadline=option.deadline)
    yield from (f"• {procedure.title}" for procedure in option.procedures if procedure.title)


def with_rows(texts: Sequence[str], keyboard: tuple[tuple[Button, ...], ...], asks: bool = False) -> list[Message]:
    """Messages of which the last one has the buttons."""
    return [Message(text) for text in texts[:-1]] + [Message(texts[-1], keyboard, asks=asks)] if texts else []
