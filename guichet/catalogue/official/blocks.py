"""Text, lists, tables, callouts, chapters and media of the feed; leaves out choices, services and offices."""

from __future__ import annotations

from lxml import etree

from guichet.catalogue.official.reader import Reader, paragraph
from guichet.catalogue.official.text import MEDIA, plain, rich_text, squeeze, target
from guichet.procedure import Block, BulletList, Callout, Cell, Chapter, Heading, Media, RichText, Row, Table

LEVELS = {
    "ASavoir": "info",
    "ANoter": "note",
    "Consigne": "note",
    "Attention": "warning",
    "Rappel": "reminder",
    "Exemple": "example",
    "Aide": "help",
    "Definition": "help",
    "Complement": "more",
    "Avertissement": "notice",
}


def read_inside(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """An element that only groups: its blocks, without it."""
    return reader.text(element) + reader.blocks(element)


def read_paragraph(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A paragraph, then the images that stood in it."""
    return paragraph(rich_text(element, reader.unknown)) + reader.some(element, MEDIA)


def read_heading(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A floating title."""
    return (Heading(title=plain(element)),) if plain(element) else ()


def read_list(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A list; an item under a condition is a fragment."""
    items = [reader.conditioned(item, reader.blocks(item)) for item in element.iterchildren("Item")]
    return (BulletList(items=tuple(items), ordered=element.get("type") == "numero"),)


def read_table(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A table; `TitreRiche` is what schema 3.5 calls its title."""
    title = element.find("Titre") if element.find("Titre") is not None else element.find("TitreRiche")
    rows = tuple(_row(row, reader) for row in element.iterchildren("Rangée"))
    return (Table(rows=rows, title=plain(title), summary=plain(element.find("Resume"))),)


def _row(element: etree._Element, reader: Reader) -> Row:
    cells = tuple(_cell(cell, reader) for cell in element.iterchildren("Cellule"))
    return Row(cells=cells, header=element.get("type") == "header")


def _cell(element: etree._Element, reader: Reader) -> Cell:
    return Cell(
        blocks=read_inside(element, reader),
        colspan=_span(element.get("fusionHorizontale")),
        rowspan=_span(element.get("fusionVerticale")),
    )


def _span(text: str | None) -> int:
    return max(1, int(text)) if text and text.isdecimal() else 1


def read_callout(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A callout of any level, with its title when the feed gives one."""
    callout = Callout(
        level=LEVELS[element.tag], blocks=read_inside(element, reader), title=plain(element.find("Titre"))
    )
    return (callout,) if callout.blocks or callout.title else ()


def read_chapter(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A chapter or a sub-chapter."""
    chapter = Chapter(
        title=plain(element.find("Titre")),
        blocks=reader.blocks(element),
        level=1 if element.tag == "Chapitre" else 2,
        numbered=element.get("numerote") == "true",
        alternative_title=plain(element.find("TitreAlternatif")),
    )
    return (chapter,)


def read_conclusion(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """The end of a sheet (schema 3.5): a chapter when it has a title."""
    title = plain(element.find("Titre"))
    blocks = reader.blocks(element)
    return (Chapter(title=title, blocks=blocks),) if title else blocks


def read_introduction(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """An introduction without chapters, under its title when it has one."""
    title = element.find("Titre")
    return (() if title is None else read_heading(title, reader)) + read_inside(element, reader)


def read_media(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """The words around an image or a video, each said once; an image without words is decoration."""
    labels = [squeeze(element.findtext(name)) for name in ("Titre", "Legende", "TexteDeRemplacement")]
    title, *others = dict.fromkeys(filter(None, labels)) or ("",)
    words: tuple[Block, ...] = ()
    for text in others:
        words += paragraph(RichText(text=text))
    for name in ("IntroductionSimple", "Description", "Credits", "Source"):
        child = element.find(name)
        words += read_inside(child, reader) if child is not None else ()
    url = target(element.get("URL"))
    if not (title or words or url):
        return ()
    return (Media(title=title, url=url, type=element.get("type", ""), blocks=words),)
