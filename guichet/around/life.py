"""A life event as an ordered list of steps, each with the procedures that it leads to.

It takes blocks whose choices are already resolved for the case, and alters none; which choices to ask is the guide's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guichet.language import fold
from guichet.procedure import Block, BulletList, Chapter, Choice, Fragment, Link, Paragraph, Reference, children, walk

#: A step leads to many pages; the first ones are what it is about.
_PROCEDURES = 4
#: A longer sentence is no outline.
_LONGEST = 250

#: A time limit, in folded words.
_LIMIT = re.compile(
    r"\bdans (?:les?|la|un delai d[e'])? ?(?:\d+ |un |une )?(?:heures?|jours?|semaines?|mois|ans?|annee)\b"
    r"|\bau plus tard\b|\bavant la fin\b|\b\d+ (?:jours?|semaines?|mois) (?:au moins )?avant\b|\bmois maximum\b"
)
#: What makes it the reader's own: a rule about somebody else is no deadline.
_DUTY = re.compile(r"\b(?:vous devez|vous avez|je dois|j'ai|il faut|doit etre (?:faite?|declaree?|demandee?))\b")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý0-9«])")

#: The title of a sheet by its id; empty when no such sheet is in service.
Titles = Callable[[str], str]


@dataclass(frozen=True)
class LifeStep:
    """A chapter of a life event. `deadline`: its own sentence that says when, empty when it says nothing of it."""

    title: str
    procedures: tuple[Link, ...]
    blocks: tuple[Block, ...]
    deadline: str = ""


def life_steps(blocks: tuple[Block, ...], titles: Titles) -> tuple[LifeStep, ...]:
    """The steps in the order of the sheet. Raises nothing: blocks without a chapter give no step."""
    return tuple(
        LifeStep(chapter.title, _procedures(chapter.blocks, titles), chapter.blocks, _deadline(chapter))
        for chapter in _chapters(blocks)
    )


def _chapters(blocks: tuple[Block, ...]) -> Iterator[Chapter]:
    """The outermost chapters, also those that a condition or an open choice holds; one that repeats another once."""
    seen: set[str] = set()
    for chapter in _outermost(blocks):
        if chapter.title and chapter.title not in seen and chapter.blocks:
            seen.add(chapter.title)
            yield chapter


def _outermost(blocks: tuple[Block, ...]) -> Iterator[Chapter]:
    for block in blocks:
        if isinstance(block, Chapter):
            yield block
        elif isinstance(block, (Fragment, Choice)):
            for inner in children(block):
                yield from _outermost(inner)


def _procedures(blocks: tuple[Block, ...], titles: Titles) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for identifier in _targets(blocks):
        if identifier not in found and (title := titles(identifier)):
            found[identifier] = Link(identifier, title)
        if len(found) == _PROCEDURES:
            break
    return tuple(found.values())


def _targets(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The sheets that the text links to or points at, in reading order."""
    for block in walk(blocks):
        if isinstance(block, Paragraph):
            yield from (m.target for m in block.content.marks if m.kind == "link" and _is_sheet(m.target))
        elif isinstance(block, Reference) and _is_sheet(block.target):
            yield block.target


def _is_sheet(target: str) -> bool:
    return re.fullmatch(r"F\d+", target) is not None


def _deadline(chapter: Chapter) -> str:
    """The first sentence that sets one, whatever the case; a title that does so is enough by itself."""
    if _LIMIT.search(fold(chapter.title)):
        return ""
    sentences = (sentence for text in _for_everyone(chapter.blocks) for sentence in _SENTENCE.split(text))
    return next((sentence for sentence in sentences if _sets_a_deadline(sentence)), "")


def _sets_a_deadline(sentence: str) -> bool:
    folded = fold(sentence)
    return len(sentence) <= _LONGEST and bool(_LIMIT.search(folded) and _DUTY.search(folded))


def _for_everyone(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The paragraphs that hang on no condition and no open choice."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.content.text
        elif isinstance(block, (Chapter, BulletList)):
            for inner in children(block):
                yield from _for_everyone(inner)
