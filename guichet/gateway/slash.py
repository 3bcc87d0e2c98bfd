"""Text from the public made harmless for Rasa, where `/name{...}` fires an intent with confidence 1.0.

Only what goes to the engine changes: the citizen's own words are stored as they were written.
"""

from __future__ import annotations

import unicodedata

#: Characters that are or look like a slash; NFKC turns the full-width one into `/`.
_SLASHES = frozenset("/／⁄∕⧸╱⟋𝈺᜵\\")

#: Letters by category that show nothing (Hangul fillers, Braille blank).
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")

#: What is sent in place of a message that was nothing but slashes: it has to be some text.
_NOTHING = "?"


def neutralise(text: str) -> str:
    """The text without what leads up to a slash before its first letter or digit.

    Invisible characters, combining marks and punctuation count as leading up to it: a step of the
    pipeline that drops them must not lay a command bare.
    """
    head = _head(text)
    last = max((i for i in range(head) if text[i] in _SLASHES), default=-1)
    return text[last + 1 :].strip() or _NOTHING


def _head(text: str) -> int:
    """Where the first letter or digit stands."""
    visible = (i for i, character in enumerate(text) if _is_word(character))
    return next(visible, len(text))


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and character not in _BLANKS
