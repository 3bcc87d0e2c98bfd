"""The blocks of a sheet as lines that read well on a phone: headings in bold, lists, tables row by row.

The counterpart of `guichet/gateway/block_html.py`, which makes a page of them. It doesn't choose them.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from guichet.frames import form_name
from guichet.gateway.channels.telegram.rendering.rich import Line, Run, dressed, joined, link, rich, run
from guichet.gateway.channels.telegram.rendering.tables import by_row
from guichet.procedure import (
    Annex,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Heading,
    Media,
    Notice,
    Office,
    Paragraph,
    Reference,
    Service,
    Table,
)
from guichet.wording import say

#: A line with nothing on it: what is before and after are apart.
BLANK: Line = ()
_INDENT = "\u00a0\u00a0\u00a0"


def read(raw: object) -> tuple[Block, ...]:
    """The blocks of a field as it came. Raises `msgspec.ValidationError`."""
    return msgspec.convert(raw or [], tuple[Block, ...])


def lines(blocks: Iterable[Block], level: int = 0) -> list[Line]:
    """The blocks, in order, a blank line between them. `level`: how many lists they are in."""
    found: list[Line] = []
    before: Block | None = None
    for block in blocks:
        shown = _block(block, level)
        if found and shown and not (level or _belongs(block, before, found[-1])):
            found.append(BLANK)
        found += shown
        before = block
    return found


def _belongs(block: Block, before: Block | None, line: Line) -> bool:
    """Whether a block goes right under what is before it: a title, or words that announce a list."""
    announced = isinstance(block, BulletList) and bool(line) and line[-1].text.rstrip().endswith(":")
    return announced or isinstance(before, Heading)


def _block(block: Block, level: int) -> list[Line]:
    if isinstance(block, Paragraph):
        return [rich(block.content)]
    if isinstance(block, Heading):
        return [(run(block.title, "b"),)]
    if isinstance(block, BulletList):
        return _list(block, level)
    if isinstance(block, Table):
        return by_row(block, lambda blocks: lines(blocks, level + 1))
    if isinstance(block, Choice):
        branches = [line for o in block.options for line in (BLANK, *_titled(o.label, o.blocks, level))]
        return [(run(block.question, "b"),), *branches] if block.question else branches[1:]
    return _holder(block, level)


def _holder(block: Callout | Chapter | Fragment | Service | Office | Media | Reference, level: int) -> list[Line]:
    if isinstance(block, Service):
        return _service(block, level)
    if isinstance(block, Reference):
        return [_pointer(link(block.target, block.title), block.provider, block.note)]
    if isinstance(block, Office):
        return [_pointer(link(block.url, block.title), block.provider), *lines(block.blocks, level)]
    if isinstance(block, Fragment):
        return lines(block.blocks, level)
    if isinstance(block, Callout):
        return _callout(block, level)
    return _titled(block.title, block.blocks, level)


def _callout(block: Callout, level: int) -> list[Line]:
    """Its words begin beside its name, as the sheets write them (« À savoir : si vous… »)."""
    name = run(f"{block.title or _level(block.level)} :", "b")
    inside = lines(block.blocks, level)
    if block.blocks and isinstance(block.blocks[0], Paragraph):
        return [(name, Run(" "), *inside[0]), *inside[1:]]
    return [(name,), *inside]


def _level(level: str) -> str:
    """What a callout is called. Raises `KeyError` for a level that nobody knows."""
    if not level.isalpha():
        raise KeyError(level)
    return say(f"callouts.{level}")


def _titled(title: str, blocks: Iterable[Block], level: int) -> list[Line]:
    return [*([(run(title, "b"),)] if title else []), *lines(blocks, level)]


def _list(block: BulletList, level: int) -> list[Line]:
    """Signs and indents go by the depth: a phone has little room beside them."""
    found: list[Line] = []
    for number, item in enumerate(block.items, 1):
        sign = f"{number}. " if block.ordered else "• " if level == 0 else "– "
        first, *others = lines(item, level + 1) or [BLANK]
        found.append((Run(_INDENT * level + sign), *first))
        found += [(Run(_INDENT * (level + 1)), *line) if _is_flat(line) else line for line in others]
    return found


def _is_flat(line: Line) -> bool:
    """Whether a line has yet to be moved under its item."""
    return bool(line) and not line[0].text.startswith(_INDENT)


def _pointer(shown: Run, *about: str) -> Line:
    beside = " · ".join(filter(None, about))
    return (shown, run(f" ({beside})")) if beside else (shown,)


def _service(service: Service, level: int) -> list[Line]:
    found = [_pointer(link(service.url, form_name(service)), service.type, service.provider)]
    found += lines(service.blocks, level)
    for form in (*service.annexes, *service.notices):
        found += _form(form, level)
    return found


def _form(form: Annex | Notice, level: int) -> list[Line]:
    found = [(Run(f"{_INDENT * level}– "), link(form.url, form_name(form)))]
    if isinstance(form, Annex):
        found += lines(form.blocks, level + 1)
        found += [line for notice in form.notices for line in _form(notice, level + 1)]
    return found


def folded(shown: Iterable[Line], tag: str) -> Line:
    """Lines as one text that is folded until somebody taps it."""
    return dressed(joined(shown), tag)
