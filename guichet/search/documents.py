"""What of a procedure is searched: fields of different weight, and passages that may answer on their own.

It reads the tree of a `Procedure` and gives bags of terms; it scores nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from guichet.procedure import (
    Block,
    Chapter,
    Choice,
    Heading,
    Office,
    Paragraph,
    Procedure,
    Reference,
    Service,
    children,
)
from guichet.search.text import Analyzer, words

#: Fields of a document, by the weight that BM25F gives each.
FIELDS = {
    "title": 6.0,
    "names": 5.0,
    "short": 3.0,
    "path": 1.5,
    "links": 2.0,
    "description": 2.0,
    "headings": 2.0,
    "options": 1.0,
    "services": 1.5,
    "body": 0.6,
}


@dataclass
class Document:
    """One searchable procedure: term counts by field and by passage; terms are rows of the builder's vocabulary.

    `labels`: the distinct terms of each phrase that names it, with how often; `called`: the stems and ideas of its
    title and names, in order; `pairs`: stems that follow each other. `kind`: that of the procedure; `dossier`: what the
    official site files it under.
    """

    id: str
    title: str
    sheets: tuple[str, ...]
    kind: str
    dossier: str
    fields: dict[str, Counter[int]]
    passages: list[Counter[int]]
    labels: Counter[tuple[int, ...]]
    called: tuple[str, ...]
    pairs: set[tuple[int, int]]


@dataclass
class _Parts:
    """What a walk through a sheet gathers on its way: terms of headings, option labels, services; and the passages."""

    headings: list[int] = field(default_factory=list)
    options: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)
    passages: list[list[int]] = field(default_factory=list)


class DocumentBuilder:
    """Builds documents from procedures; `links` are the words other sheets use to point at each one, with how often.

    `vocabulary` gathers the terms of all documents built so far, each with its row; `word_counts` their folded words,
    those of a text that a sheet repeats once.
    """

    def __init__(self, analyzer: Analyzer, links: Mapping[str, Counter[str]]) -> None:
        self._analyzer = analyzer
        self._links = links
        self.word_counts: Counter[str] = Counter()
        self.vocabulary: dict[str, int] = {}
        self._known: dict[str, tuple[list[int], int]] = {}
        self._pairs: set[tuple[int, int]] = set()

    def build(self, procedure: Procedure) -> Document:
        """The document of one procedure, official or an editor's."""
        parts = _Parts()
        self._pairs = set()
        self._known.clear()
        opening = self._read(procedure.description) + self._blocks(procedure.introduction, parts)
        body = opening + self._blocks(procedure.body, parts)
        fields = {
            "title": self._read(procedure.title, *alternative_titles(procedure.body)),
            "names": self._read(*procedure.names),
            "short": self._read(procedure.short_title),
            "path": self._read(*(link.title for link in procedure.path)),
            "links": self._read(*self._links.get(procedure.id, ())),
            "description": self._read(procedure.description),
            "headings": parts.headings,
            "options": parts.options,
            "services": parts.services + self._read(*(s.title for s in procedure.services)),
            "body": body,
        }
        passages = [opening, *parts.passages]
        counted = {name: Counter(terms) for name, terms in fields.items()}
        return Document(
            id=procedure.id,
            title=procedure.title,
            sheets=procedure.sheets,
            kind=procedure.type,
            dossier=" > ".join(link.title for link in procedure.path),
            fields=counted,
            # Branches of a sheet often say the same: one passage is enough.
            passages=[Counter(passage) for passage in dict.fromkeys(map(tuple, passages)) if passage],
            labels=self._labels(procedure),
            called=tuple(t for text in (procedure.title, *procedure.names) for t in self._analyzer.terms(text)),
            pairs=self._pairs,
        )

    def _labels(self, procedure: Procedure) -> Counter[tuple[int, ...]]:
        """The terms of every phrase that names the procedure on its own, with how often sheets use it."""
        texts = [procedure.title, *alternative_titles(procedure.body), *procedure.names]
        if procedure.short_title and procedure.path:
            texts.append(f"{procedure.path[-1].title} {procedure.short_title}")
        counts = Counter(texts) + self._links.get(procedure.id, Counter())
        labels: Counter[tuple[int, ...]] = Counter()
        for text, count in counts.items():
            labels[tuple(sorted(set(self._read(text))))] += count
        labels.pop((), None)
        return labels

    def _blocks(self, blocks: tuple[Block, ...], parts: _Parts) -> list[int]:
        return [term for block in blocks for term in self._block(block, parts)]

    def _block(self, block: Block, parts: _Parts) -> list[int]:
        """The terms of a block with all it holds; chapters and options also become passages."""
        if isinstance(block, Choice):
            return self._choice(block, parts)
        own = self._read(own_text(block))
        if isinstance(block, (Chapter, Heading)):
            parts.headings += own
        elif isinstance(block, (Service, Office)):
            parts.services += own
        for inner in children(block):
            own = own + self._blocks(inner, parts)
        if isinstance(block, Chapter):
            parts.passages.append(own)
        return own

    def _choice(self, choice: Choice, parts: _Parts) -> list[int]:
        total = self._read(choice.question)
        for option in choice.options:
            label = self._read(option.label)
            parts.options += label
            passage = label + self._blocks(option.blocks, parts)
            parts.passages.append(passage)
            total = total + passage
        return total

    def _read(self, *texts: str) -> list[int]:
        return [term for text in texts if text for term in self._terms(text)]

    def _terms(self, text: str) -> list[int]:
        """The terms of one text; a sheet repeats itself from branch to branch, so what it said is kept."""
        known = self._known.get(text)
        if known is None:
            found = words(text)
            self.word_counts.update(found)
            stems = [self._analyzer.stem(word) for word in found]
            rows = [self.vocabulary.setdefault(t, len(self.vocabulary)) for t in self._analyzer.with_ideas(stems)]
            known = self._known[text] = (rows, len(stems))
        terms, stems = known
        self._pairs.update(pairwise(terms[:stems]))
        return terms


def link_texts(procedures: Iterable[Procedure]) -> dict[str, Counter[str]]:
    """The words that sheets use for each other: sheet id → texts of the links that lead to it, with how often."""
    texts: dict[str, Counter[str]] = {}
    for procedure in procedures:
        for target, text in _links(procedure):
            texts.setdefault(target, Counter())[text] += 1
    return texts


def _links(procedure: Procedure) -> Iterable[tuple[str, str]]:
    for link in (*procedure.questions, *procedure.related):
        yield link.id, link.title
    yield from _links_in((*procedure.introduction, *procedure.body))


def _links_in(blocks: tuple[Block, ...]) -> Iterable[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for mark in block.content.marks:
                if mark.kind == "link" and mark.target.startswith("F"):
                    yield mark.target, block.content.text[mark.start : mark.end]
        elif isinstance(block, Reference) and block.target.startswith("F"):
            yield block.target, block.title
        for inner in children(block):
            yield from _links_in(inner)


def alternative_titles(blocks: tuple[Block, ...]) -> list[str]:
    """The questions under which chapters of a sheet are also known."""
    return [b.alternative_title for b in blocks if isinstance(b, Chapter) and b.alternative_title]


def own_text(block: Block) -> str:
    """The words of a block itself, without those of the blocks inside it."""
    if isinstance(block, Paragraph):
        return block.content.text
    return getattr(block, "title", "")
