"""Cutting a text into messages that Telegram takes: between paragraphs if that can be, else lines, sentences, words.

Formats that a cut goes through are closed before it and opened again after it. It knows no buttons.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, takewhile
from unicodedata import category

from guichet.gateway.channels.telegram.rendering.rich import ENTITIES, LIMIT, Run, Runs, cost, html, shared, visible

#: What a message rather ends with, best first.
_ENDS = (("\n\n",), ("\n",), (". ", "! ", "? ", "… ", ".\u00a0"), ("; ", ", ", " : "), (" ", "\u00a0"))
#: Spaces that Telegram takes off both ends of a message.
_SPACES = " \n"
_JOINER = "\u200d"
#: Signs that belong to the one before them: variation selectors, skin tones, tags of flags.
_FOLLOWERS = ((0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F))
_FLAGS = (0x1F1E6, 0x1F1FF)
#: How far back a cut goes to spare a sign made of several.
_LONGEST_SIGN = 40
_ESCAPED = {"&": 5, "<": 4, ">": 4}


def split(runs: Runs) -> list[str]:
    """The text as the HTML of one or more messages, in order; none where there is nothing to see."""
    text = "".join(one.text for one in runs)
    return [html(piece) for piece in _pieces(runs, text) if visible("".join(one.text for one in piece))]


def _pieces(runs: Runs, text: str) -> Iterator[list[Run]]:
    start = _after_spaces(text, 0)
    while start < len(text):
        reach = _reach(runs, start)
        end = reach if reach >= len(text) else _cut(text, start, reach)
        yield _between(runs, start, start + len(text[start:end].rstrip(_SPACES)))
        start = _after_spaces(text, end)


def _after_spaces(text: str, start: int) -> int:
    while start < len(text) and text[start] in _SPACES:
        start += 1
    return start


def _between(runs: Runs, start: int, end: int) -> list[Run]:
    """The runs from one character to another."""
    found, at = [], 0
    for one in runs:
        inner = one.text[max(0, start - at) : max(0, end - at)]
        found += [Run(inner, one.style)] if inner else []
        at += len(one.text)
    return found


def _reach(runs: Runs, start: int) -> int:
    """How far a message that begins at `start` can go at most."""
    room, tags, at = LIMIT, 0, start
    open_: tuple[str, ...] = ()
    for one in _from(runs, start):
        new = one.style[shared(open_, one.style) :]
        room, tags, open_ = room - cost(new), tags + len(new), one.style
        units = list(accumulate(map(_unit, one.text[: max(0, room) + 1])))
        taken = sum(used <= room for used in units) if tags <= ENTITIES else 0
        at += taken
        if taken < len(one.text):
            break
        room -= units[-1]
    return at


def _from(runs: Runs, start: int) -> Iterator[Run]:
    """The runs from a character on, the first one without what is before it."""
    at = 0
    for one in runs:
        at += len(one.text)
        if one.text and at > start:
            yield Run(one.text[max(0, start - at + len(one.text)) :], one.style)


def _unit(sign: str) -> int:
    """UTF-16 units of a character in HTML."""
    return _ESCAPED.get(sign) or (2 if sign > "\uffff" else 1)


def _cut(text: str, start: int, reach: int) -> int:
    """The best place to end a message: as late as can be, but rather a good one in its second half."""
    for first in (start + (reach - start) // 2, start + 1):
        for ends in _ENDS:
            # What ends it may stand right after the last character that fits: spaces there are dropped.
            found = max(_last(text, end, first, reach) for end in ends)
            if first < found <= reach:
                return found
    return _whole(text, start, reach)


def _last(text: str, end: str, first: int, reach: int) -> int:
    """The place after the last such end; -1 for none."""
    kept = len(end.rstrip())
    found = text.rfind(end, first, reach + len(end) - kept)
    return found + kept if found >= 0 else -1


def _whole(text: str, start: int, cut: int) -> int:
    """A cut in the middle of a word, moved back to where no sign made of several is parted."""
    for place in range(cut, max(start, cut - _LONGEST_SIGN), -1):
        if not _parts_a_sign(text, place):
            return place
    return cut


def _parts_a_sign(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _JOINER in (before, after) or category(after)[0] == "M" or any(_within(after, *span) for span in _FOLLOWERS):
        return True
    return _within(after, *_FLAGS) and _letters_of_flags(text[:place]) % 2 == 1


def _letters_of_flags(text: str) -> int:
    """How many a text ends with: two of them are one flag."""
    return sum(1 for _ in takewhile(lambda sign: _within(sign, *_FLAGS), reversed(text)))


def _within(sign: str, first: int, last: int) -> bool:
    return first <= ord(sign) <= last
