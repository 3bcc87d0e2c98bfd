"""Which names have all the words that somebody is typing, the last one perhaps unfinished.

Pure and in memory. It compares names, not questions: what a whole sentence is about is for `guichet.search`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from guichet.language import fold, strip_preamble

_WORD = re.compile(r"[a-z0-9]+")
#: Words that don't tell names apart: « carte d'identité » and « carte identité » are the same.
_SMALL = frozenset(
    "a au aux avec c ce cet cette comment d dans de des dois du en est et faire j je l la le les leur m ma mes mon "
    "n notre nous ou par pour qu que s sa se ses son sur t ta tes ton un une veux votre voudrais vous y".split()
)
#: A mistake in the beginning of a shorter word makes the beginning of another.
_SHORTEST = 4
#: More words than any name has: what comes after them is not read.
_MOST_WORDS = 12


@dataclass(frozen=True)
class Name:
    """Something with a title and other names; of two that fit as well, the one of lower `rank` comes first."""

    id: str
    title: str
    others: tuple[str, ...] = ()
    rank: int = 0


class NameIndex:
    """Names ready to be looked up; the feed's 2,900 take a millisecond a call."""

    def __init__(self, names: Iterable[Name]) -> None:
        # « | carte grise | immatriculation »: a beginning of a name, or of a word, is one search in a string.
        self._texts = [(_text(name), name) for name in names]
        self._words = sorted({word for text, _ in self._texts for word in text.split() if word != "|"})

    def find(self, typed: str, limit: int) -> list[str]:
        """Ids, best first: names that begin so, then by rank, then the shorter title.

        A name lacks some of the words only where none has them all, and never more than half of them.
        """
        words = _words(strip_preamble(typed))[:_MOST_WORDS]
        if not words:
            return []
        needles = [tuple(f" {meant}" for meant in self._meant(word)) for word in words]
        best = self._all(needles) or self._most(needles)
        return [name.id for _, name in nsmallest(limit, best, key=_order(words))]

    def _all(self, needles: Sequence[tuple[str, ...]]) -> list[tuple[str, Name]]:
        left = self._texts
        for each in needles:
            # One search a name for the usual case: this runs at every keystroke.
            only = each[0] if len(each) == 1 else None
            left = [n for n in left if (only in n[0] if only else any(needle in n[0] for needle in each))]
        return left

    def _most(self, needles: Sequence[tuple[str, ...]]) -> list[tuple[str, Name]]:
        known = [each for each in needles if each]
        counts = [
            (sum(any(needle in text for needle in each) for each in known), text, name) for text, name in self._texts
        ]
        most = max((count for count, _, _ in counts), default=0)
        return [(text, name) for count, text, name in counts if count == most and 0 < len(needles) <= 2 * count]

    def _meant(self, word: str) -> list[str]:
        """The word itself when a name has a word that begins so; else without its elision; else a mistake away."""
        if self._begins(word):
            return [word]
        if word[0] in "dl" and self._begins(word[1:]) and len(word) > _SHORTEST:
            return [word[1:]]
        if len(word) < _SHORTEST:
            return []
        start = bisect_left(self._words, word[0])
        end = bisect_left(self._words, word[0] + "~")
        return [meant for meant in self._words[start:end] if _mistaken(word, meant)]

    def _begins(self, word: str) -> bool:
        place = bisect_left(self._words, word)
        return bool(word) and place < len(self._words) and self._words[place].startswith(word)


def _order(words: Sequence[str]) -> Callable[[tuple[str, Name]], tuple]:
    beginning = f"| {' '.join(words)}"

    def order(found: tuple[str, Name]) -> tuple:
        text, name = found
        return beginning not in text, name.rank, len(name.title), name.title

    return order


def _text(name: Name) -> str:
    return " ".join(f"| {' '.join(_words(label))}" for label in dict.fromkeys((name.title, *name.others)))


def _words(text: str) -> list[str]:
    """The folded words that count; all of them when none does."""
    found = _WORD.findall(fold(text))
    return [_singular(word) for word in found if word not in _SMALL] or found


def _singular(word: str) -> str:
    """Without the mark of a plural; names are read in the same way, so « permis » loses nothing."""
    return word[:-1] if word[-1] in "sx" and len(word) > _SHORTEST else word


def _mistaken(typed: str, meant: str) -> bool:
    """Whether `meant` begins with `typed`, but for one letter missing, added, wrong or swapped with the next."""
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), len(meant))
    rest, other = typed[start:], meant[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return other.startswith((rest[1:], swapped)) or other[1:].startswith((rest, rest[1:]))
