"""Text in styles, and the HTML that Telegram reads. It cuts nothing: `splitting.py` does.

A style is the opening tags around a run, outermost first. Telegram's rules: `code` holds nothing else, quotes don't
nest; https://core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from string import Formatter
from unicodedata import category

from guichet.gateway.markup import located
from guichet.gateway.typography import SPACE, french
from guichet.procedure import RichText

#: UTF-16 units of HTML in a message, and tags: Telegram's own limits are 4,096 after parsing, and 100.
LIMIT, ENTITIES = 4_095, 90

#: The tag of what is folded until somebody taps it.
FOLDED = "blockquote expandable"
#: Tags that may hold others, outermost first.
_ORDER = (FOLDED, "i", "b", "a")
_MARKS = {"strong": "b", "value": "b", "term": "b", "quote": "i"}

#: A site by its bare name: no user, no port, nothing that Telegram would refuse on a button.
_SITE = re.compile(r"https://(?:[\w-]+\.)+[A-Za-z][A-Za-z0-9-]+(?:[/?#][!-~]*)?", re.ASCII)
#: A space before what may not begin a line, where a field ends right before.
_HANGING = re.compile(r"^ (?=[:;?!»])")
#: Addresses longer than this are not worth the place.
_LONGEST_ADDRESS = 1_000

#: What Telegram removes or turns into a space; with it, what turns a line around.
_CLEAN: dict[int, str | None] = dict.fromkeys([*range(10), 11, 12, *range(14, 32), *range(0x7F, 0xA0)], " ")
_CLEAN |= {13: None, 0x2028: "\n", 0x2029: "\n", **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])}
_CLEAN |= dict.fromkeys((0x30A, 0x333, 0x33F))
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")


@dataclass(frozen=True)
class Run:
    """Characters in one style."""

    text: str
    style: tuple[str, ...] = ()


Line = tuple[Run, ...]
Runs = Sequence[Run]


def clean(text: str) -> str:
    """A text without what Telegram would take out of it; its line breaks are those of one kind."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN)
    return text.encode("utf-8", "replace").decode("utf-8")


def run(text: str, *style: str) -> Run:
    """A text in French spacing."""
    return Run(french(clean(text)), _ordered(style))


def dressed(runs: Iterable[Run], *style: str) -> Line:
    """The runs in one more style."""
    return tuple(Run(one.text, _ordered((*one.style, *style))) for one in runs)


def _ordered(style: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, outermost first; of two links the first."""
    by_name = {_name(tag): tag for tag in reversed(tuple(style))}
    if "code" in by_name:
        return ("code",)
    return tuple(by_name[_name(tag)] for tag in _ORDER if _name(tag) in by_name)


def _name(tag: str) -> str:
    return tag.partition(" ")[0]


def address(target: str) -> str:
    """The https address of a target (an address, or the id of a page such as `F1344`); empty when it is not safe."""
    whole = located(target)
    return whole if len(escape(whole)) <= _LONGEST_ADDRESS and _SITE.fullmatch(whole) else ""


def link(target: str, label: str, *style: str) -> Run:
    """A link, or the bare words when the address is not safe."""
    return run(label, *_anchor(target), *style)


def _anchor(target: str) -> tuple[str, ...]:
    found = address(target)
    return (f'a href="{escape(found)}"',) if found else ()


def rich(content: RichText) -> Line:
    """A text with marks over it: strong words, quotes, links."""
    # Typeset as a whole: a mark may part a number from its sign.
    typeset = french(clean(content.text))
    if not content.marks:
        return (Run(typeset),)
    places = _places(content.text, typeset)
    spans = [(*_moved(places, mark.start, mark.end), mark) for mark in content.marks]
    cuts = sorted({0, len(typeset), *(cut for start, end, _ in spans for cut in (start, end))})
    runs = []
    for start, end in pairwise(cuts):
        over = [mark for first, last, mark in spans if first <= start and end <= last]
        tags = [tag for mark in over for tag in _tags(mark.kind, mark.target)]
        runs.append(Run(typeset[start:end], _ordered(tags)))
    return tuple(runs)


def _places(raw: str, typeset: str) -> list[tuple[int, int]]:
    """For each character of `raw`, where it went, and whether it is there: a space is nowhere."""
    left = (place for place, sign in enumerate(typeset) if not sign.isspace())
    # What is cleaned becomes a space or nothing.
    kept = (not sign.isspace() and ord(sign) not in _CLEAN for sign in raw)
    return [(next(left, len(typeset)), True) if is_kept else (0, False) for is_kept in kept]


def _moved(places: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The stretch of the typeset text that a mark is over; (0, 0) for none."""
    inside = [place for place, is_kept in places[max(0, start) : max(0, end)] if is_kept]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _tags(kind: str, target: str) -> tuple[str, ...]:
    if kind == "link":
        return _anchor(target)
    return (_MARKS[kind],) if kind in _MARKS else ()


def filled(template: str, style: Sequence[str], **values: Runs) -> Line:
    """A sentence of the locale file, with runs in place of its fields. `style`: of all of it."""
    found: list[Run] = []
    for words, field, _, _ in Formatter().parse(template):
        found += [run(_HANGING.sub(SPACE, words))] if words else []
        found += values[field] if field else []
    return dressed(found, *style)


def joined(lines: Iterable[Line]) -> Line:
    """Lines as one text; of several empty ones in a row, one stays."""
    found: list[Run] = []
    gap = ""
    for line in lines:
        if not "".join(one.text for one in line).strip():
            gap = "\n\n" if found else ""
            continue
        found += [Run(gap or "\n")] if found else []
        found += line
        gap = ""
    return tuple(found)


def html(runs: Iterable[Run]) -> str:
    """The runs as HTML for Telegram."""
    out: list[str] = []
    open_: tuple[str, ...] = ()
    for one in runs:
        same = shared(open_, one.style)
        out += [f"</{_name(tag)}>" for tag in reversed(open_[same:])]
        out += [f"<{tag}>" for tag in one.style[same:]]
        out.append(escape(one.text, quote=False))
        open_ = one.style
    return "".join([*out, *(f"</{_name(tag)}>" for tag in reversed(open_))])


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tags two styles begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def cost(tags: Iterable[str]) -> int:
    """UTF-16 units that tags take, opened and closed."""
    return sum(length(tag) + len(_name(tag)) + 5 for tag in tags)


def length(text: str) -> int:
    """Its UTF-16 units, as Telegram counts."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def entities(marked: str) -> int:
    """How many tags an HTML text has."""
    return marked.count("</")


def visible(text: str) -> bool:
    """Whether there is anything to see: Telegram refuses a message that has nothing."""
    return any(category(sign) not in _UNSEEN and sign not in _BLANK for sign in text)
