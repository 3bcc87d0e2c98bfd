"""The buttons under a message: rows that fit a phone, what Telegram wants of them, the ticks of a checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from guichet.gateway.channels.telegram.rendering.messages import Button, Message
from guichet.gateway.channels.telegram.rendering.rich import clean, length, visible
from guichet.gateway.channels.telegram.wording import load

#: Buttons of a message (Telegram takes 100, of 10 kB together), and characters of a label that a phone shows on a line.
MOST, WIDE = 45, 35
#: How many buttons a row holds, by their longest label.
_COLUMNS = ((8, 3), (15, 2))
#: UTF-8 bytes of what a button sends back.
_LONGEST_DATA = 63
OPEN, DONE = "☐ ", "☑ "
_TICK = "t:"
#: Characters that a number and a box take of a label.
_NUMBER = 6
#: Little words that a label doesn't end with: « Justificatif de domicile de… ».
_WEAK = re.compile(r"(?: [a-zà-ÿ]{1,3}['’]?)+$")


def short(label: str, width: int = WIDE) -> str:
    """A label on one line, cut at a word where it is too long for a button."""
    line = " ".join(clean(label).split())
    if length(line) <= width:
        return line
    # An emoji is as wide as two letters.
    width = width if length(line) == len(line) else width // 2
    begun = line[: width - 1]
    at_word = begun.rsplit(" ", 1)[0] if line[width - 1] != " " else begun
    kept = _WEAK.sub("", at_word if len(at_word) > width // 2 else begun)
    return kept.rstrip(" ,;:.(«–-") + "…"


def told_apart(labels: Iterable[str]) -> list[str]:
    """The labels; where a button would show only what others begin with too, without that (« … en cas de vol »)."""
    whole = [" ".join(label.split()) for label in labels]
    begun = [short(label, WIDE - _NUMBER) for label in whole]
    alike = {start: [label for label, other in zip(whole, begun, strict=True) if other == start] for start in begun}
    return [_end(label, alike[start]) for label, start in zip(whole, begun, strict=True)]


def _end(label: str, alike: Sequence[str]) -> str:
    """What follows the words that all of them begin with."""
    shared = sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*map(str.split, alike), strict=False)))
    rest = label.split()[shared:]
    return " ".join(["…", *rest]) if shared and rest else label


def button(label: str, data: str) -> Button | None:
    """A button that sends back `data`; None where Telegram would refuse it."""
    fits = len(data.encode("utf-8", "replace")) <= _LONGEST_DATA
    return Button(label, data) if fits and visible(label) else None


def rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """The buttons in equal rows; the last one has a row of its own where it is longer (« Je ne sais pas »)."""
    if not buttons:
        return ()
    columns = _columns(buttons)
    if columns == 1 and len(buttons) > 2:
        columns = _columns(buttons[:-1])
        if columns > 1:
            return (*_by(columns, buttons[:-1]), (buttons[-1],))
    return _by(columns, buttons)


def _columns(buttons: Iterable[Button]) -> int:
    longest = max(len(button.label) for button in buttons)
    return next((columns for width, columns in _COLUMNS if longest <= width), 1)


def _by(columns: int, buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))


def ticks(names: Iterable[str], before: int = 0) -> tuple[tuple[Button, ...], ...]:
    """A numbered box for each name, in a row of its own. `before`: how many there were in other messages."""
    labels = (f"{number}. {name}" for number, name in enumerate(told_apart(names), before + 1))
    boxes = (Button(OPEN + short(label, WIDE - len(OPEN)), f"{_TICK}{label.partition('.')[0]}") for label in labels)
    return tuple((box,) for box in boxes)


def toggled(keyboard: list[list[dict[str, Any]]], data: str) -> tuple[list[list[dict[str, Any]]], int, int]:
    """The keyboard with one of its boxes ticked or unticked, how many are ticked, and of how many.

    `keyboard`: as it came with the button that was pressed; whatever is no box stays as it is.
    """
    after = [[_toggled(one) if one.get("callback_data") == data else one for one in row] for row in keyboard]
    boxes = [one for row in after for one in row if _is_box(one)]
    return after, sum(one["text"].startswith(DONE) for one in boxes), len(boxes)


def _toggled(one: dict[str, Any]) -> dict[str, Any]:
    if not _is_box(one):
        return one
    sign, other = (OPEN, DONE) if one["text"].startswith(OPEN) else (DONE, OPEN)
    return {**one, "text": other + one["text"].removeprefix(sign)}


def _is_box(one: dict[str, Any]) -> bool:
    text, data = one.get("text", ""), one.get("callback_data", "")
    return isinstance(text, str) and str(data).startswith(_TICK) and text.startswith((OPEN, DONE))


def markup(message: Message) -> dict[str, Any] | None:
    """The `reply_markup` of a message; None for one without buttons."""
    if message.rows:
        return {"inline_keyboard": [[_inline(one) for one in row] for row in message.rows]}
    if message.under == "contact":
        asked = {"text": load().rendering.contact, "request_contact": True}
        return {"keyboard": [[asked]], "resize_keyboard": True, "one_time_keyboard": True}
    return {"remove_keyboard": True} if message.under == "remove" else None


def _inline(one: Button) -> dict[str, str]:
    return {"text": one.label, "url": one.url} if one.url else {"text": one.label, "callback_data": one.data}
