"""An official sheet as a list of short facts, each with what it is about, so that two versions can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guichet.catalogue.plain import texts
from guichet.guide.analysis import Analysis
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Heading,
    Office,
    Procedure,
    Service,
    Table,
)

Aspects = frozenset[Aspect]


@dataclass(frozen=True)
class Fact:
    """One line of a sheet. `form`: title, service, office or words; `under`: the nearest title above it."""

    text: str
    form: str
    under: str
    aspects: Aspects = frozenset()


def facts(sheet: Procedure) -> tuple[Fact, ...]:
    """What a sheet says, in reading order: a paragraph, an item of a list, a row of a table, a title, a service."""
    analysis = Analysis(sheet).aspects
    found = [Fact(sheet.title, "title", "")]
    for blocks in (sheet.notices, sheet.introduction, sheet.body, sheet.services, sheet.offices):
        found.extend(_facts(blocks, analysis, "", frozenset()))
    return tuple(fact for fact in found if fact.text)


def _facts(blocks: tuple[Block, ...], known: dict[int, Aspects], under: str, around: Aspects) -> Iterator[Fact]:
    for block in blocks:
        aspects = known.get(id(block), around)
        if isinstance(block, (Heading, Chapter)):
            yield Fact(_plain((block.title,)), "title", under, aspects)
            under = block.title if isinstance(block, Heading) else under
        yield from _inside(block, known, under, aspects)


def _inside(block: Block, known: dict[int, Aspects], under: str, aspects: Aspects) -> Iterator[Fact]:
    if isinstance(block, BulletList):
        yield from (Fact(_plain(texts(item)), "words", under, aspects) for item in block.items)
    elif isinstance(block, Table):
        for row in block.rows:
            yield Fact(_plain((_plain(texts(cell.blocks)) for cell in row.cells), " | "), "words", under, aspects)
    elif isinstance(block, Choice):
        for option in block.options:
            yield Fact(_plain((option.label,)), "title", under)
            yield from _facts(option.blocks, known, option.label, frozenset())
    elif isinstance(block, Chapter):
        yield from _facts(block.blocks, known, block.title, aspects)
    elif isinstance(block, (Callout, Fragment)):
        yield from _facts(block.blocks, known, under, aspects)
    elif isinstance(block, Service):
        yield Fact(_plain((block.title, block.cerfa, block.url)), "service", under, aspects)
    elif not isinstance(block, Heading):
        yield Fact(_plain(texts((block,))), "office" if isinstance(block, Office) else "words", under, aspects)


def _plain(parts, between: str = " ") -> str:
    """Texts on one line, with ordinary spaces: a space that does not break is no news."""
    return between.join(filter(None, (" ".join(part.split()) for part in parts)))
