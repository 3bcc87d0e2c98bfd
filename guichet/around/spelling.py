"""Whether two terms are one typing mistake apart in each word; it knows no dictionary."""

from __future__ import annotations

#: A mistake in a shorter word makes another word.
_SHORTEST = 5


def near(typed: str, meant: str) -> bool:
    """Whether each word of `typed` is that of `meant`, or a letter away from it (missing, added, wrong, swapped)."""
    words, others = typed.split(), meant.split()
    if len(words) != len(others):
        return False
    return all(word == other or _a_letter_away(word, other) for word, other in zip(words, others, strict=True))


def _a_letter_away(word: str, other: str) -> bool:
    if min(len(word), len(other)) < _SHORTEST or abs(len(word) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if len(word) != len(other):
        longer, shorter = (word, other) if len(word) > len(other) else (other, word)
        return longer[start + 1 :] == shorter[start:]
    wrong = word[start + 1 :] == other[start + 1 :]
    swapped = word[start : start + 2] == other[start : start + 2][::-1] and word[start + 2 :] == other[start + 2 :]
    return wrong or swapped
