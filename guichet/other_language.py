"""Whether a message is in another language than French; leaves out which one, and what to say then.

Other writing systems speak for themselves; languages in Latin letters are known by small words (`other_language.yml`).
Doubt is settled for French: citizens misspell it, shorten it, and have names from everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec

from guichet.language import fold

#: Different small words of one language that a message must have, and their share of its words.
_LEAST, _SHARE = 2, 0.4


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: folded words of French, and of each other language."""

    french: frozenset[str]
    languages: dict[str, frozenset[str]]


def is_other_language(text: str) -> bool:
    """Whether these words are in another language; False for a single word in Latin letters."""
    return _is_other_writing(text) or _has_other_words(text)


def _is_other_writing(text: str) -> bool:
    """Most letters, and two at least, are not Latin ones."""
    letters = [character for character in text if character.isalpha()]
    others = sum(not unicodedata.name(letter, "").startswith(("LATIN", "MICRO", "FEMININE")) for letter in letters)
    return others >= _LEAST and others * 2 > len(letters)


def _has_other_words(text: str) -> bool:
    typed = re.findall(r"[^\W\d_]+", fold(text))
    if len(typed) < _LEAST:
        return False
    known, distinct = words(), set(typed)
    hits = max((len(distinct & own), sum(word in own for word in typed)) for own in known.languages.values())
    french = len(distinct & known.french)
    return hits[0] >= _LEAST and hits[0] > french and hits[1] >= _SHARE * len(typed)


@lru_cache(maxsize=1)
def words() -> _Words:
    """The file beside this module."""
    return msgspec.yaml.decode(Path(__file__).with_suffix(".yml").read_bytes(), type=_Words)
