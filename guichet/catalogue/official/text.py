"""The feed's inline text as `RichText` and plain strings; leaves out blocks.

Spaces follow a browser: any run of them is one, none at either end. Every Unicode space counts,
the no-break ones of French typography too, so that search and marks see one kind of space;
characters of no width go.
"""

from __future__ import annotations

import re

from lxml import etree

from guichet.procedure import Mark, RichText

WIDTHLESS = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

MARKS = {
    "MiseEnEvidence": "strong",
    "Valeur": "value",
    "Expression": "term",
    "TermeEtranger": "term",
    "Citation": "quote",
    "Exposant": "sup",
    "Indice": "sub",
}
TARGETS = {"LienExterne": "URL", "LienInterne": "LienPublication", "LienIntra": "LienID"}
#: Inline elements whose words stay and whose nature the model does not show.
BARE = frozenset({"Variable", "Date", "Tel", "MathTex", "Paragraphe", "Titre"})
#: Inline elements that are blocks in the model: the caller places them after the text.
MEDIA = frozenset({"Image", "Video", "Infographie"})

ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
IDENTIFIER = re.compile(r"[A-Z]\d+(?:-\d+)?")


def squeeze(text: str | None) -> str:
    """`text` with its spaces as a browser shows them."""
    return " ".join(WIDTHLESS.sub("", text).split()) if text else ""


def plain(element: etree._Element | None) -> str:
    """All the words in `element`, paragraphs apart; empty when there is none."""
    if element is None:
        return ""
    paragraphs = [child for child in element.iter("Paragraphe") if child is not element]
    return squeeze(" ".join("".join(part.itertext()) for part in paragraphs or [element]))


def target(raw: str | None) -> str:
    """An address a browser may follow or an id of the feed; empty for anything else (`javascript:`, `file:`)."""
    text = squeeze(raw)
    if text.startswith("www."):
        text = f"https://{text}"
    return text if ADDRESS.fullmatch(text) or IDENTIFIER.fullmatch(text) else ""


def rich_text(element: etree._Element, unknown: set[str]) -> RichText:
    """The words of `element` with marks over them; names of unknown inline elements go to `unknown`."""
    line = _Line(unknown)
    line.read(element)
    return line.finish()


class _Line:
    """A text being written: one space at most between words, marks opened and closed by position."""

    def __init__(self, unknown: set[str]) -> None:
        self.unknown = unknown
        self.parts: list[str] = []
        self.length = 0
        self.gap = False
        self.marks: list[tuple[int, int, str, str]] = []

    def read(self, element: etree._Element) -> None:
        self.write(element.text)
        for child in element:
            if child.tag not in MEDIA:
                self.read_inline(child)
            self.write(child.tail)

    def read_inline(self, element: etree._Element) -> None:
        if element.tag == "LienRessource":
            self.write(element.findtext("Titre"))
            return
        kind, address = self.nature(element)
        place, start = len(self.marks), self.length
        self.read(element)
        if kind and self.length > start:
            self.marks.insert(place, (start, self.length, kind, address))

    def nature(self, element: etree._Element) -> tuple[str, str]:
        if element.tag in TARGETS:
            address = target(element.get(TARGETS[element.tag]))
            return ("link", address) if address else ("", "")
        if element.tag not in MARKS and element.tag not in BARE:
            self.unknown.add(element.tag)
        return MARKS.get(element.tag, ""), ""

    def write(self, text: str | None) -> None:
        text = WIDTHLESS.sub("", text or "")
        if not text:
            return
        words = " ".join(text.split())
        self.gap = self.gap or text[0].isspace()
        if words:
            self.append(f" {words}" if self.gap and self.length else words)
            self.gap = text[-1].isspace()

    def append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def finish(self) -> RichText:
        text = "".join(self.parts)
        # A mark opened just before a space begins at the word that follows.
        marks = (Mark(start + (text[start] == " "), end, kind, to) for start, end, kind, to in self.marks)
        return RichText(text=text, marks=tuple(marks))
