"""Letters to fill in and simulators, by what they are about; only when the citizen asks for one."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from guichet.around.asking import tool_asked
from guichet.catalogue.indexes import LETTER, SIMULATOR
from guichet.catalogue.terms import key, tokens
from guichet.procedure import Definition, Paragraph, Resource, Source

TYPES = {"letter": LETTER, "simulator": SIMULATOR}
_MOST = 4
#: How many letters or simulators there are, roughly: what makes a word that few have weigh more.
_ABOUT = 400
#: The share of the question's weight that a tool must answer; below, it would be a guess.
_ENOUGH = 0.6
#: What a word is worth when no title of the tool has it, only those of the sheets that use it: of one, and of all.
_BESIDE, _BESIDE_ALL = 0.4, 0.9
#: What it is worth to be a tool of a sheet that the question leads to.
_OF_SHEET = 0.35
#: What it is worth to have in its title the words that the question's acronym stands for: enough to come first.
_SPELLED = 0.2
#: Shorter words are their own family.
_SHORT = 5
#: How far behind the best another tool may be.
_BEHIND = 0.2


class Catalogue(Protocol):
    """What tools need of the catalogue."""

    def resource(self, identifier: str) -> Resource | None: ...
    def definition(self, identifier: str) -> Definition | None: ...
    def meanings(self, key: str) -> tuple[str, ...]: ...
    def tools(self, type: str, words: Sequence[str]) -> tuple[tuple[str, str, str], ...]: ...


@dataclass(frozen=True)
class Tool:
    """A letter or a simulator (`kind`); `url` is its page on the official site when it has no address of its own."""

    id: str
    kind: str
    title: str
    url: str
    source: Source


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A tool that has a word of the question: the words of its title, and those of each sheet that uses it."""

    id: str
    title: list[str]
    beside: list[list[str]]


class Tools:
    """Finds letters and simulators."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def find(self, text: str, sheets: Collection[str] = ()) -> tuple[Tool, ...]:
        """The tools that a question asks for, the best first, four at most; none when unsure.

        `sheets`: where the question leads; their own tools need fewer of its words.
        """
        asked = tool_asked(text)
        if asked is None:
            return ()
        rows = self._catalogue.tools(TYPES[asked.kind], tuple(map(_beginning, asked.words)))
        candidates = [
            _Candidate(id, tokens(title), list(map(tokens, beside.split("\n")))) for id, title, beside in rows
        ]
        weights = _weights(asked.words, candidates)
        spelled = tuple(word for acronym in asked.words for word in self._spelled_out(acronym))
        scores = {
            candidate: _score(candidate, weights, spelled) + _OF_SHEET * self._serves(candidate.id, sheets)
            for candidate in candidates
        }
        enough = max(_ENOUGH, max(scores.values(), default=0) - _BEHIND)
        # Of two that answer as well, the one whose title says less besides.
        kept = sorted((-round(score, 2), len(c.title), c.id) for c, score in scores.items() if score >= enough)
        found = (self._tool(asked.kind, id) for _, _, id in kept[:_MOST])
        return tuple(tool for tool in found if tool)

    def _serves(self, identifier: str, sheets: Collection[str]) -> bool:
        resource = self._catalogue.resource(identifier) if sheets else None
        return resource is not None and any(link.id in sheets for link in resource.related)

    def _spelled_out(self, word: str) -> tuple[str, ...]:
        """What an acronym stands for: titles say « logement » where citizens say « APL »."""
        found = map(self._catalogue.definition, self._catalogue.meanings(word))
        acronym = next((definition for definition in found if definition and definition.abbreviation), None)
        first = acronym.blocks[0] if acronym and acronym.blocks else None
        return tuple(key(first.content.text).split()) if isinstance(first, Paragraph) else ()

    def _tool(self, kind: str, identifier: str) -> Tool | None:
        resource = self._catalogue.resource(identifier)
        if resource is None:
            return None
        return Tool(identifier, kind, resource.title, resource.url or resource.source.url, resource.source)


def _beginning(word: str) -> str:
    """What the words of a family begin with, to look them up."""
    return word if len(word) <= _SHORT else word[: max(_SHORT, len(word) * 6 // 10)]


def _score(tool: _Candidate, weights: dict[str, float], spelled: Sequence[str]) -> float:
    """The share of the question that the tool answers, and a little more for the words an acronym stands for."""
    said = sum(weight * _worth(word, tool) for word, weight in weights.items()) / sum(weights.values())
    return said + _SPELLED * sum(_has(word, tool.title) for word in spelled) / (len(spelled) or 1)


def _weights(words: Sequence[str], tools: Sequence[_Candidate]) -> dict[str, float]:
    """A word that few tools have tells more of what is asked; one that none has tells most."""
    held = {word: sum(_worth(word, tool) > 0 for tool in tools) for word in words}
    return {word: math.log(1 + _ABOUT / (1 + count)) for word, count in held.items()}


def _worth(word: str, tool: _Candidate) -> float:
    """A tool of thirty sheets has every word beside its title: what counts is how many of its sheets have it."""
    if _has(word, tool.title):
        return 1.0
    share = sum(_has(word, sheet) for sheet in tool.beside) / len(tool.beside)
    return _BESIDE + share * (_BESIDE_ALL - _BESIDE) if share else 0.0


def _has(word: str, words: Sequence[str]) -> bool:
    return any(_akin(word, other) for other in words)


def _akin(word: str, other: str) -> bool:
    """Whether both are of one family: « résilier », « résiliation », but not « procuration », « procureur »."""
    if word == other or word.rstrip("sx") == other.rstrip("sx"):
        return True
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))
    return sum(1 for _ in alike) >= max(_SHORT, 0.7 * min(len(word), len(other)))
