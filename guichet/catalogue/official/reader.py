"""Reading the children of an element into blocks, whatever they are; leaves out each element's own meaning.

Handlers are handed in, one per element name. An element nobody knows is left out of the tree and
its name noted, as the feed's publisher asks: new ones may appear at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from lxml import etree

from guichet.catalogue.official.conditions import expression
from guichet.catalogue.official.text import squeeze
from guichet.procedure import Block, Fragment, Paragraph, RichText

Handler = Callable[[etree._Element, "Reader"], Iterable[Block]]

#: Names that the element around them reads by itself, or that say nothing a citizen reads.
READ_BY_PARENT = frozenset(
    {
        *("Titre", "TitreRiche", "TitreAlternatif", "TitreChoix", "IntituleSiSelectionne", "Condition"),
        *("SiSelectionne", "Source", "Legende", "TexteDeRemplacement", "Credits", "Commentaire", "Complement"),
        *("PivotLocal", "RessourceWeb", "FranceConnect", "LienExterne", "LienInterne", "LienRessource"),
        *("NoticeLiee", "AttributionMinisterielle", "Cas", "Situation", "Question", "Choix", "Branche"),
    }
)


class Reader:
    """One sheet being read: its handlers, the ids given so far, the unknown names met."""

    def __init__(self, handlers: Mapping[str, Handler], unknown: set[str]) -> None:
        self.handlers = handlers
        self.unknown = unknown
        self._scope = ""
        self._counts: dict[str, int] = {}

    def blocks(self, parent: etree._Element | None) -> tuple[Block, ...]:
        """The children of `parent` as blocks, in order."""
        return tuple(block for child in _children(parent) for block in self.block(child))

    def some(self, parent: etree._Element | None, names: frozenset[str]) -> tuple[Block, ...]:
        """Only the children with these names; the caller answers for the others."""
        return tuple(block for child in _children(parent) if child.tag in names for block in self.block(child))

    def part(self, parent: etree._Element | None, names: frozenset[str]) -> tuple[Block, ...]:
        """Only the children with these names; a name that nobody knows among the others is noted."""
        for child in _children(parent):
            if child.tag not in self.handlers:
                self.note(child)
        return self.some(parent, names)

    def block(self, element: etree._Element) -> tuple[Block, ...]:
        """One element as blocks, inside a `Fragment` when it has a condition."""
        handler = self.handlers.get(element.tag)
        if handler is None:
            self.note(element)
            return ()
        blocks = tuple(handler(element, self))
        if not len(element):
            return blocks
        # With a `TitreAlternatif` the condition chooses between two titles, not whether to show the chapter.
        if element.find("TitreAlternatif") is not None:
            return blocks
        return self.conditioned(element, blocks)

    def conditioned(self, element: etree._Element, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """`blocks`, under the condition that `element` carries if any."""
        condition = expression(element.find("Condition"))
        return (Fragment(condition=condition, blocks=blocks),) if condition and blocks else blocks

    def text(self, element: etree._Element) -> tuple[Block, ...]:
        """The words directly inside an element that should hold paragraphs."""
        return paragraph(RichText(text=squeeze(element.text)))

    def note(self, element: etree._Element) -> None:
        """Remember the name of an element that has no handler."""
        if element.tag not in READ_BY_PARENT:
            self.unknown.add(element.tag)

    def next_id(self, prefix: str = "c") -> str:
        """An id for the next choice: `c1`, or `c1.2.1` for the first choice inside option `c1.2`."""
        key = f"{self._scope}." if self._scope else prefix
        self._counts[key] = self._counts.get(key, 0) + 1
        return f"{key}{self._counts[key]}"

    @contextmanager
    def inside(self, option: str) -> Iterator[None]:
        """Choices met meanwhile are numbered inside this option."""
        outer, self._scope = self._scope, option
        try:
            yield
        finally:
            self._scope = outer


def _children(parent: etree._Element | None) -> Iterable[etree._Element]:
    return () if parent is None else parent


def paragraph(text: RichText) -> tuple[Block, ...]:
    """A paragraph, or nothing for an empty text."""
    return (Paragraph(content=text),) if text.text else ()
