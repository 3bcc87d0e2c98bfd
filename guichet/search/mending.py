"""Misspelt words of a message, and the words that were meant: those that sheets, phrasings and politeness use.

Each unknown or rare word has candidates (one error, the same sounds, words glued together, two errors in a long word),
each with a cost. What stands beside them, and what the message speaks of, settles which of the likely ones it is.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from guichet.search.index import SearchIndex, pair_key
from guichet.search.known_words import SHORTEST, KnownWords
from guichet.search.lexicon import Lexicon
from guichet.search.meaning import Meanings, unit
from guichet.search.text import STOP_WORDS, Analyzer

#: Longer ones are no words; and from how many letters on two errors are looked for.
_LONGEST, _LONG = 40, 7
#: No message that a channel lets in has more words.
_MOST = 500
#: What it costs to leave a word as it is typed: one that the French use, or, by its length, one that nobody does.
_FRENCH, _UNKNOWN, _UNKNOWN_LETTER = 12.0, 10.0, 1.3
#: From which cost on a word of the sheets may itself be another one misspelt.
_RARE = 9.5
#: How many candidates a word has at most.
_KEPT = 4
#: What a pair of neighbours that the sheets also have is worth, and a word that means the same as the others.
_PAIR, _CONTEXT = 2.5, 8.0


@dataclass(frozen=True)
class _Candidate:
    words: tuple[str, ...]
    cost: float


#: A way through the words read so far: its cost, its last word that says something, what was chosen.
_Path = tuple[float, str, tuple[_Candidate, ...]]


class Mender:
    """Mends the words of messages towards those of one index. Safe to share between threads."""

    def __init__(self, index: SearchIndex, lexicon: Lexicon, analyzer: Analyzer, meanings: Meanings) -> None:
        self._index, self._lexicon, self._analyzer, self._meanings = index, lexicon, analyzer, meanings
        self._known = KnownWords(index, analyzer)
        self._candidates = lru_cache(maxsize=4096)(self._candidates_of)

    def mend(self, words: list[str]) -> list[str]:
        """The words meant by those of a message, without those that say nothing of its subject."""
        choices = [self._choices(part) for word in words[:_MOST] for part in self._parts(word) if len(part) > 1]
        meant = [word for candidate in self._settle(self._in_context(choices)) for word in candidate.words]
        return [word for word in meant if word not in STOP_WORDS and len(word) > 1]

    def _parts(self, word: str) -> list[str]:
        """« 18ans » → 18, ans; but « b3 » where the sheets say so."""
        if word.isalpha() or word.isdigit() or self._analyzer.stem(word) in self._index.vocabulary:
            return [word]
        return re.findall(r"[a-z]+|[0-9]+", word)

    def _choices(self, word: str) -> tuple[_Candidate, ...]:
        """What a word may stand for; itself alone when it is a usual one, or said of what is out of scope."""
        usual = not word.isalpha() or self._known.cost(word) < _RARE
        if usual or not SHORTEST <= len(word) <= _LONGEST or self._index.scope.get(self._analyzer.stem(word), 0.0) > 0:
            return (_Candidate((word,), 0.0),)
        return self._candidates(word)

    def _candidates_of(self, word: str) -> tuple[_Candidate, ...]:
        """What an unknown or rare word may stand for, the likeliest first, itself included."""
        known, french = self._known, word in self._lexicon
        left = known.cost(word, _FRENCH if french else _UNKNOWN + _UNKNOWN_LETTER * len(word))
        found: dict[tuple[str, ...], float] = {(word,): left}
        for near, cost in (*known.alike(word), *known.without_elision(word)):
            found[near,] = min(found.get((near,), math.inf), cost)
        if known.cost(word) == math.inf:
            parts, cost = known.unglued(word)
            found |= {parts: cost} if parts else {}
            if not french and len(word) >= _LONG and min(found.values()) == left:
                found |= {(far,): cost for far, cost in known.far(word)}
        candidates = [_Candidate(words, cost) for words, cost in found.items()]
        return tuple(sorted(candidates, key=lambda candidate: candidate.cost)[:_KEPT])

    def _in_context(self, choices: list[tuple[_Candidate, ...]]) -> list[tuple[_Candidate, ...]]:
        """The same candidates, those that mean something near the other words of the message costing less."""
        if all(len(candidates) == 1 for candidates in choices):
            return choices
        likely = [self._meaning(candidates[0]) for candidates in choices]
        whole = np.sum(likely, axis=0)
        return [
            candidates if len(candidates) == 1 else self._drawn(candidates, unit(whole - own))
            for candidates, own in zip(choices, likely, strict=True)
        ]

    def _drawn(self, candidates: tuple[_Candidate, ...], others: np.ndarray) -> tuple[_Candidate, ...]:
        return tuple(
            _Candidate(candidate.words, candidate.cost - _CONTEXT * float(self._meaning(candidate) @ others))
            for candidate in candidates
        )

    def _meaning(self, candidate: _Candidate) -> np.ndarray:
        return self._meanings.of(self._analyzer.stem(word) for word in candidate.words if word not in STOP_WORDS)

    def _settle(self, choices: list[tuple[_Candidate, ...]]) -> list[_Candidate]:
        """One candidate for each word: the cheapest run, where pairs that the sheets have cost less."""
        paths: list[_Path] = [(0.0, "", ())]
        for candidates in choices:
            doubtful, longer = len(candidates) * len(paths) > 1, {}
            for candidate in candidates:
                path = min((self._longer(path, candidate, doubtful) for path in paths), key=_cost)
                if path[1] not in longer or path[0] < longer[path[1]][0]:
                    longer[path[1]] = path
            paths = list(longer.values())
        return list(min(paths, key=_cost)[2])

    def _longer(self, path: _Path, candidate: _Candidate, doubtful: bool) -> _Path:
        cost, last, run = path
        told = [word for word in candidate.words if word not in STOP_WORDS and len(word) > 1]
        helped = doubtful and last and told and self._follows(last, told[0])
        end = told[-1] if told else last
        return cost + candidate.cost - _PAIR * bool(helped), end, (*run, candidate)

    def _follows(self, first: str, second: str) -> bool:
        rows = self._index.vocabulary
        one, two = rows.get(self._analyzer.stem(first)), rows.get(self._analyzer.stem(second))
        if one is None or two is None:
            return False
        known, key = self._index.phrase_keys, pair_key(one, two, len(rows))
        place = int(np.searchsorted(known, key))
        return place < len(known) and known[place] == key


def _cost(path: _Path) -> float:
    return path[0]
