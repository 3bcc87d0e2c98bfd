"""Pairs of texts that speak of the same thing: what words mean is learned from them (`guichet.evaluation.meanings`).

From the sheets: a title and what stands under it, a heading and its paragraphs, a link and its target. From editors:
a phrasing and the sheet it asks for. It counts terms; it learns nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from guichet.procedure import Block, Chapter, Choice, Heading, Paragraph, Procedure, children
from guichet.search.documents import alternative_titles, link_texts, own_text
from guichet.search.examples import Examples
from guichet.search.meaning import JOINT
from guichet.search.text import Analyzer, question_words

#: The first characters of a long text, and the first terms of any.
_CHARACTERS, _TERMS = 600, 80
#: Shorter paragraphs say too little.
_PARAGRAPH = 40
#: Two stems are a name when so many texts have them side by side, and so many times more than by chance.
_TOGETHER, _MORE_THAN_CHANCE = 4, 3.0

Terms = tuple[str, ...]


class Pair(NamedTuple):
    """Terms of two texts of one subject, and the id of the sheet they come from."""

    one: Terms
    other: Terms
    sheet: str


def pairs_of_sheets(sheets: Iterable[Procedure], analyzer: Analyzer) -> list[Pair]:
    """The pairs that the sheets hold, each once, without a side that says nothing."""
    sheets = list(sheets)
    links = link_texts(sheets)
    known: dict[str, Terms] = {}

    def terms(text: str) -> Terms:
        found = known.get(text)
        if found is None:
            found = known[text] = tuple(analyzer.terms(text)[:_TERMS])
        return found

    texts = ((one, other, sheet.id) for sheet in sheets for one, other in _said_of(sheet, links.get(sheet.id, {})))
    pairs = dict.fromkeys(Pair(terms(one), terms(other), sheet) for one, other, sheet in texts)
    return [pair for pair in pairs if pair.one and pair.other and pair.one != pair.other]


def pairs_of_examples(examples: Examples, sheets: Mapping[str, Pair], analyzer: Analyzer) -> list[Pair]:
    """Each phrasing with the title of its sheet, with its opening too, and with the next phrasing.

    `sheets`: id → the pair of a sheet's title and its opening.
    """
    pairs = []
    for name, phrasings in examples.items():
        if name not in sheets:
            continue
        title, opening, _ = sheets[name]
        asked = [terms for text in phrasings if (terms := _asked(text, analyzer))]
        for terms, following in zip(asked, asked[1:] + asked[:1], strict=True):
            pairs += [Pair(terms, title + opening, name), Pair(terms, title, name)]
            if following != terms:
                pairs.append(Pair(terms, following, name))
    return pairs


def names_of_two(sheets: Iterable[Procedure], examples: Examples, analyzer: Analyzer) -> set[str]:
    """The pairs of neighbouring stems that name something, as terms: titles, links and phrasings say them together."""
    sheets = list(sheets)
    titles = [text for s in sheets for text in (s.title, *s.names, *alternative_titles(s.body))]
    linked = [text for texts in link_texts(sheets).values() for text in texts]
    asked = [text for phrasings in examples.values() for text in phrasings]
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    texts = [*titles, *linked, *asked]
    for text in texts:
        stems = [analyzer.stem(word) for word in question_words(text)]
        alone.update(set(stems))
        together.update(set(pairwise(stems)))
    return {
        first + JOINT + second
        for (first, second), count in together.items()
        if count >= _TOGETHER
        and first != second
        and count * len(texts) > _MORE_THAN_CHANCE * alone[first] * alone[second]
    }


def opening_pair(sheet: Procedure, analyzer: Analyzer) -> Pair:
    """The title of a sheet and its opening."""
    return Pair(tuple(analyzer.terms(sheet.title)), tuple(analyzer.terms(_opening(sheet))[:_TERMS]), sheet.id)


def _asked(text: str, analyzer: Analyzer) -> Terms:
    return tuple(analyzer.with_ideas([analyzer.stem(word) for word in question_words(text)]))


def _opening(sheet: Procedure) -> str:
    return " ".join([sheet.description, *map(_text, sheet.introduction)]).strip()


def _said_of(sheet: Procedure, links: Iterable[str]) -> Iterator[tuple[str, str]]:
    opening = _opening(sheet)
    yield sheet.title, opening
    for text in (*alternative_titles(sheet.body), *links):
        yield text, f"{sheet.title} {opening}"
    for service in sheet.services:
        yield service.title, sheet.title
    yield from _under(sheet.introduction, sheet.title, "")
    yield from _under(sheet.body, sheet.title, "")


def _under(blocks: Iterable[Block], title: str, heading: str) -> Iterator[tuple[str, str]]:
    """What stands under a title, and under the heading or option in force."""
    for block in blocks:
        if isinstance(block, Choice):
            for option in block.options:
                yield f"{option.label} {title}", " ".join(map(_text, option.blocks))[:_CHARACTERS]
                yield from _under(option.blocks, title, option.label)
            continue
        inner_heading = heading
        if isinstance(block, (Chapter, Heading)) and block.title:
            inner_heading = block.title
            yield f"{block.title} {title}", _text(block)[:_CHARACTERS] or title
        elif isinstance(block, Paragraph) and len(block.content.text) > _PARAGRAPH:
            yield title, block.content.text
            yield heading, block.content.text
        for inner in children(block):
            yield from _under(inner, title, inner_heading)


def _text(block: Block) -> str:
    question = block.question if isinstance(block, Choice) else ""
    inside = [_text(inner) for blocks in children(block) for inner in blocks]
    return " ".join(part for part in (own_text(block), question, *inside) if part)
