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
    walk,
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
    """One searchable procedure: term counts by field and by passage.

    `labels`: the distinct terms of each phrase that names it, with how often; `pairs`: stems that follow each other.
    """

    id: str
    title: str
    sheets: tuple[str, ...]
    from_editor: bool
    fields: dict[str, Counter[str]]
    passages: list[Counter[str]]
    labels: Counter[tuple[str, ...]]
    pairs: set[tuple[str, str]]


@dataclass
class _Parts:
    """What a walk through a sheet gathers on its way: terms of headings, option labels, services; and the passages."""

    headings: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    passages: list[list[str]] = field(default_factory=list)


class DocumentBuilder:
    """Builds documents from procedures; `links` are the words other sheets use to point at each one, with how often.

    `word_counts` gathers the folded words of all documents built so far, those of a repeated text once.
    """

    def __init__(self, analyzer: Analyzer, links: Mapping[str, Counter[str]]) -> None:
        self._analyzer = analyzer
        self._links = links
        self.word_counts: Counter[str] = Counter()
        self._known: dict[str, tuple[list[str], tuple[tuple[str, str], ...]]] = {}
        self._pairs: set[tuple[str, str]] = set()

    def build(self, procedure: Procedure) -> Document:
        """The document of one procedure, official or an editor's."""
        parts = _Parts()
        self._pairs = set()
        opening = self._read(procedure.description) + self._blocks(procedure.introduction, parts)
        body = opening + self._blocks(procedure.body, parts)
        fields = {
            "title": self._read(procedure.title, *_alternative_titles(procedure.body)),
            "names": self._read(*procedure.names, *procedure.examples),
            "short": self._read(procedure.short_title),
            "path": self._read(*(link.title for link in procedure.path)),
            "links": self._read(*self._links.get(procedure.id, ())),
            "description": self._read(procedure.description),
            "headings": parts.headings,
            "options": parts.options,
            "services": parts.services + self._read(*(s.title for s in procedure.services)),
            "body": body,
        }
        passages = [opening, *parts.passages, *(self._read(example) for example in procedure.examples)]
        counted = {name: Counter(terms) for name, terms in fields.items()}
        return Document(
            id=procedure.id,
            title=procedure.title,
            sheets=procedure.sheets,
            from_editor=procedure.type == "editor",
            fields=counted,
            passages=[Counter(passage) for passage in passages],
            labels=self._labels(procedure),
            pairs=self._pairs,
        )

    def _labels(self, procedure: Procedure) -> Counter[tuple[str, ...]]:
        """The terms of every phrase that names the procedure on its own, with how often sheets use it."""
        texts = [procedure.title, *_alternative_titles(procedure.body), *procedure.names, *procedure.examples]
        if procedure.short_title and procedure.path:
            texts.append(f"{procedure.path[-1].title} {procedure.short_title}")
        counts = Counter(texts) + self._links.get(procedure.id, Counter())
        labels: Counter[tuple[str, ...]] = Counter()
        for text, count in counts.items():
            labels[tuple(sorted(set(self._read(text))))] += count
        labels.pop((), None)
        return labels

    def _blocks(self, blocks: tuple[Block, ...], parts: _Parts) -> list[str]:
        return [term for block in blocks for term in self._block(block, parts)]

    def _block(self, block: Block, parts: _Parts) -> list[str]:
        """The terms of a block with all it holds; chapters and options also become passages."""
        if isinstance(block, Choice):
            return self._choice(block, parts)
        own = self._read(_own_text(block))
        if isinstance(block, (Chapter, Heading)):
            parts.headings += own
        elif isinstance(block, (Service, Office)):
            parts.services += own
        for inner in children(block):
            own = own + self._blocks(inner, parts)
        if isinstance(block, Chapter):
            parts.passages.append(own)
        return own

    def _choice(self, choice: Choice, parts: _Parts) -> list[str]:
        total = self._read(choice.question)
        for option in choice.options:
            label = self._read(option.label)
            parts.options += label
            passage = label + self._blocks(option.blocks, parts)
            parts.passages.append(passage)
            total = total + passage
        return total

    def _read(self, *texts: str) -> list[str]:
        return [term for text in texts if text for term in self._terms(text)]

    def _terms(self, text: str) -> list[str]:
        """The terms of one text; sheets repeat themselves from branch to branch, so what was read is kept."""
        known = self._known.get(text)
        if known is None:
            found = words(text)
            self.word_counts.update(found)
            stems = [self._analyzer.stem(word) for word in found]
            known = self._known[text] = (self._analyzer.with_ideas(stems), tuple(pairwise(stems)))
        self._pairs.update(known[1])
        return known[0]


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


def all_text(procedure: Procedure) -> str:
    """Everything a sheet says below its title, as one text."""
    blocks = walk((*procedure.introduction, *procedure.body, *procedure.services))
    labels = (o.label for b in walk(procedure.body) if isinstance(b, Choice) for o in b.options)
    return " ".join([procedure.description, *map(_own_text, blocks), *labels])


def _alternative_titles(blocks: tuple[Block, ...]) -> list[str]:
    return [b.alternative_title for b in blocks if isinstance(b, Chapter) and b.alternative_title]


def _own_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.content.text
    return getattr(block, "title", "")
