"""The blocks of a sheet as HTML to print: headings, lists, tables. Folding and buttons are the widget's business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guichet.frames import form_name
from guichet.gateway.markup import element, link, words
from guichet.procedure import (
    Annex,
    Block,
    BulletList,
    Callout,
    Cell,
    Chapter,
    Choice,
    Fragment,
    Heading,
    Media,
    Notice,
    Office,
    Paragraph,
    Reference,
    Row,
    Service,
    Table,
)
from guichet.wording import say


def html(blocks: Iterable[Block], level: int = 4) -> str:
    """The blocks, in order. `level`: of the headings inside."""
    return "".join(_block(block, min(level, 6)) for block in blocks)


def _block(block: Block, level: int) -> str:
    if isinstance(block, Paragraph):
        return element("p", words(block.content.text))
    if isinstance(block, Heading):
        return element(f"h{level}", words(block.title))
    if isinstance(block, BulletList):
        items = (element("li", html(item, level)) for item in block.items)
        return element("ol" if block.ordered else "ul", *items)
    if isinstance(block, Table):
        return element("table", element("caption", words(block.title)), *(_row(row, level) for row in block.rows))
    if isinstance(block, Choice):
        return element("p", words(block.question)) + "".join(_titled(o.label, o.blocks, level) for o in block.options)
    return _holder(block, level)


def _holder(block: Callout | Chapter | Fragment | Service | Office | Media | Reference, level: int) -> str:
    if isinstance(block, Service):
        return _service(block, level)
    if isinstance(block, Reference):
        return element("p", link(block.target, block.title), words(f" {block.note}" if block.note else ""))
    if isinstance(block, Office):
        return element("p", link(block.url, block.title)) + html(block.blocks, level)
    if isinstance(block, Fragment):
        return html(block.blocks, level)
    if isinstance(block, Callout):
        title = block.title or say(f"callouts.{block.level}")
        return element("div", element("p", element("strong", words(title))), html(block.blocks, level), style="callout")
    return _titled(block.title, block.blocks, level)


def _titled(title: str, blocks: Iterable[Block], level: int) -> str:
    return element(f"h{level}", words(title)) + html(blocks, level + 1)


def _row(row: Row, level: int) -> str:
    return element("tr", *(_cell(cell, "th" if row.header else "td", level) for cell in row.cells))


def _cell(cell: Cell, tag: str, level: int) -> str:
    # An empty cell keeps its place; spans come from msgspec as whole numbers.
    return f'<{tag} colspan="{cell.colspan}" rowspan="{cell.rowspan}">{html(cell.blocks, level)}</{tag}>'


def _service(service: Service, level: int) -> str:
    beside = [element("li", *_form(form)) for form in (*service.annexes, *service.notices)]
    about = " · ".join(filter(None, (service.type, service.provider)))
    first = element("p", link(service.url, form_name(service)), words(f" ({about})" if about else ""))
    return first + html(service.blocks, level) + element("ul", *beside)


def _form(form: Annex | Notice) -> Iterator[str]:
    yield link(form.url, form_name(form))
    if isinstance(form, Annex):
        yield html(form.blocks)
        yield element("ul", *(element("li", *_form(notice)) for notice in form.notices))
