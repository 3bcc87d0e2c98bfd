"""The words that a message may mean, those of sheets, phrasings and politeness, and how unlikely each is.

A cost is a logarithm of odds: of a word, the rarer the dearer; of an error, by its kind. It chooses nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from guichet.language import sounds
from guichet.search.index import SearchIndex
from guichet.search.text import STOP_WORDS, Analyzer

#: Shorter words are too near each other.
SHORTEST = 3
#: Costs of errors: of one letter, by kind; in the first letter besides; two of them; the same sounds written otherwise;
#: a space forgotten; an elision forgotten (« lassurance ») with the letters that elide.
_SWAP, _DOUBLE, _SINGLE, _DROP, _BESIDE, _OTHER, _ADDED = 3.0, 2.5, 2.0, 3.0, 3.5, 5.0, 4.5
_FIRST, _TWO, _SOUNDS, _GAP = 2.0, 7.0, 2.5, 3.0
_ELIDED, _ELISION = 2.0, "ldjmnst"
#: Costs of a word that says nothing of the subject, and of a letter alone.
_STOP, _LETTER = 3.0, 4.0
#: No part of glued words is longer.
_PART = 20
#: How many mentions in sheets a procedure that citizens ask for with a word is worth.
_ASKED = 20


class KnownWords:
    """The words to mend towards. Safe to share between threads."""

    def __init__(self, index: SearchIndex, analyzer: Analyzer) -> None:
        self._costs = _costs(index, analyzer)
        self._lengths: dict[int, list[str]] = {}
        for word in self._costs:
            self._lengths.setdefault(len(word), []).append(word)
        self._without = _without_a_letter(self._costs)
        self._sounding = _by_sound(self._costs)

    def cost(self, word: str, unknown: float = math.inf) -> float:
        """What it costs to mean this word."""
        return self._costs.get(word, unknown)

    def alike(self, word: str) -> Iterator[tuple[str, float]]:
        """The word itself, those one error away, those that sound the same, with what each costs in all."""
        if word in self._costs:
            yield word, self._costs[word]
        for near in self._near(word):
            yield near, self._costs[near] + _error(word, near)
        for near in self._sounding.get(sounds(word), ()):
            if near != word:
                yield near, self._costs[near] + _SOUNDS

    def _near(self, word: str) -> Iterator[str]:
        """The words one error away."""
        seen = {word}
        for key in (word, *_shorter(word)):
            for near in (key, *self._without.get(key, ())):
                if near not in seen and near in self._costs:
                    seen.add(near)
                    if OSA.distance(word, near) == 1:
                        yield near

    def without_elision(self, word: str) -> Iterator[tuple[str, float]]:
        """The same for « lassurance », typed without its apostrophe."""
        if len(word) > 4 and word[0] in _ELISION and (word[0] == "j" or word[1] in "aeiouyh"):
            for near, cost in self.alike(word[1:]):
                yield near, cost + _ELIDED

    def far(self, word: str) -> Iterator[tuple[str, float]]:
        """The words two errors away, with what each costs in all."""
        lengths = range(len(word) - 2, len(word) + 3)
        near = [known for length in lengths for known in self._lengths.get(length, ())]
        for match, _, _ in process.extract(word, near, scorer=OSA.distance, score_cutoff=2, limit=8):
            yield match, self._costs[match] + _TWO + _FIRST * (match[0] != word[0])

    def unglued(self, word: str) -> tuple[tuple[str, ...], float]:
        """The likeliest words that make this one when no space is between, and their cost; none, at no price."""
        best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())] + [(math.inf, ())] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _PART), end):
                cost, before = best[start]
                part = word[start:end]
                cost += _GAP + (self.cost(part) if end - start > 1 else _LETTER if part in _LETTERS else math.inf)
                if cost < best[end][0]:
                    best[end] = (cost, (*before, part))
        cost, parts = best[-1]
        return (parts, cost - _GAP) if len(parts) > 1 else ((), math.inf)


def _costs(index: SearchIndex, analyzer: Analyzer) -> dict[str, float]:
    """Every word to mend towards: the rarer in sheets and phrasings, the dearer."""
    total = math.log(max(sum(index.spelling.values()), 1))
    asked = np.diff(index.asked_words.indptr) if index.asked_words.shape[0] else np.zeros(len(index.vocabulary))
    in_sheets = np.diff(index.sheets.indptr)
    costs = {}
    for word, count in index.spelling.items():
        row = index.vocabulary.get(analyzer.stem(word))
        said = float(asked[row]) if row is not None and in_sheets[row] else 0.0
        costs[word] = total - math.log(count + _ASKED * said)
    return costs | dict.fromkeys((word for word in STOP_WORDS if len(word) > 1), _STOP)


def _without_a_letter(words: dict[str, float]) -> dict[str, tuple[str, ...]]:
    """Each word less a letter → the words it may come from."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= SHORTEST:
            for shorter in _shorter(word):
                found[shorter] = (*found.get(shorter, ()), word)
    return found


def _by_sound(words: dict[str, float]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) > SHORTEST:
            key = sounds(word)
            found[key] = (*found.get(key, ()), word)
    return found


def _shorter(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _error(typed: str, meant: str) -> float:
    """What one error costs, by its kind."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    first = _FIRST if start == 0 else 0.0
    if len(typed) > len(meant):
        doubled = start > 0 and typed[start] == typed[start - 1]
        return first + (_DOUBLE if doubled else _ADDED)
    if len(typed) < len(meant):
        return first + (_SINGLE if start > 0 and meant[start] == meant[start - 1] else _DROP)
    if typed[start] == meant[start + 1 : start + 2] and typed[start + 1 : start + 2] == meant[start]:
        return first + _SWAP
    return first + (_BESIDE if meant[start] in _KEYS.get(typed[start], "") else _OTHER)


#: Letters that stand alone in front of a word: « àchanger », « jhabite ».
_LETTERS = "adjlmnst"
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_KEYS = {
    letter: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
