"""What a citizen reads of a tree, as plain strings in reading order; leaves out layout and ranking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from guichet.procedure import (
    Annex,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Definition,
    Fragment,
    Heading,
    Media,
    Notice,
    Office,
    Paragraph,
    Procedure,
    Reference,
    Resource,
    Service,
    Table,
    Topic,
)


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every non-empty text of the blocks: words, titles, labels, providers and notes; no id, no address."""
    for block in blocks:
        for text in block_texts(block):
            if text:
                yield text


def sheet_texts(sheet: Procedure) -> Iterator[str]:
    """The words of a sheet itself, for search: without its glossary, legal texts and neighbours."""
    yield from filter(None, (sheet.description, sheet.short_title))
    for blocks in (sheet.notices, sheet.introduction, sheet.body, sheet.services, sheet.offices):
        yield from texts(blocks)


def all_texts(value: Procedure | Resource | Topic) -> Iterator[str]:
    """Every word a page of the value may show."""
    if isinstance(value, Procedure):
        yield from sheet_texts(value)
        yield from texts(value.references)
        links, definitions = (*value.questions, *value.related, *value.path), value.definitions
    elif isinstance(value, Resource):
        yield from filter(None, (value.cerfa, value.other_number))
        yield from texts((*value.blocks, *value.offices))
        yield from _notices(value.notices)
        links, definitions = value.related, value.definitions
    else:
        yield from texts(value.blocks)
        links, definitions = value.children, ()
    yield value.title
    yield from (link.title for link in links)
    yield from _definitions(definitions)


def _definitions(definitions: Iterable[Definition]) -> Iterator[str]:
    for definition in definitions:
        yield definition.title
        yield from texts(definition.blocks)


@singledispatch
def block_texts(block: Block) -> Iterator[str]:
    """The texts of one block and of those inside it."""
    raise TypeError(f"not a block: {type(block).__name__}")


@block_texts.register
def _(block: Paragraph) -> Iterator[str]:
    yield block.content.text


@block_texts.register
def _(block: Heading) -> Iterator[str]:
    yield block.title


@block_texts.register
def _(block: BulletList) -> Iterator[str]:
    for item in block.items:
        yield from texts(item)


@block_texts.register
def _(block: Table) -> Iterator[str]:
    yield from (block.title, block.summary)
    for row in block.rows:
        for cell in row.cells:
            yield from texts(cell.blocks)


@block_texts.register(Callout)
@block_texts.register(Media)
def _(block: Callout | Media) -> Iterator[str]:
    yield block.title
    yield from texts(block.blocks)


@block_texts.register
def _(block: Fragment) -> Iterator[str]:
    yield from texts(block.blocks)


@block_texts.register
def _(block: Chapter) -> Iterator[str]:
    yield from (block.title, block.alternative_title)
    yield from texts(block.blocks)


@block_texts.register
def _(block: Choice) -> Iterator[str]:
    yield block.question
    for option in block.options:
        yield option.label
        yield from texts(option.blocks)


@block_texts.register
def _(block: Service) -> Iterator[str]:
    yield from (block.title, block.cerfa, block.provider)
    yield from texts(block.blocks)
    for annex in block.annexes:
        yield from _annex(annex)
    yield from _notices(block.notices)


@block_texts.register
def _(block: Office) -> Iterator[str]:
    yield from (block.title, block.provider)
    yield from texts(block.blocks)


@block_texts.register
def _(block: Reference) -> Iterator[str]:
    yield from (block.title, block.provider, block.note)


def _annex(annex: Annex) -> Iterator[str]:
    yield from (annex.title, annex.cerfa)
    yield from texts(annex.blocks)
    yield from _notices(annex.notices)


def _notices(notices: Iterable[Notice]) -> Iterator[str]:
    for notice in notices:
        yield from (notice.title, notice.cerfa)
