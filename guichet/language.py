"""French as citizens type it: missing accents and apostrophes, text-message spellings, words around the question.

Pure and of the standard library alone. It knows no procedure, no synonym and no stem: search does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from guichet.spellings import CLOSINGS, ELIDED, OPENINGS, PHRASES, SOUNDS, SPELLINGS, WHOLE

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "œ": "oe", "æ": "ae", "\u00a0": " "})
_GAP = r"[\s,;:.!?…\-–—()]*"


def normalize(text: str, *, strip_accents: bool = False) -> str:
    """The text in lower case, with apostrophes restored and text-message spellings spelled out.

    Words, digits and punctuation stay in order; accents that were typed stay unless `strip_accents`.
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_APOSTROPHES)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"([^\W\d])\1{2,}", r"\1", text)
    for pattern, replacement in _phrases():
        text = pattern.sub(replacement, text)
    text = re.sub(r"(?<![\w'])[^\W_]+(?![\w'])", _spell_out, text)
    return fold(text) if strip_accents else text


def fold(text: str) -> str:
    """The text in lower case and without accents: « Été à l'Œuvre » → « ete a l'oeuvre »."""
    text = text.lower().translate(_plain_letters())
    if text.isascii():
        return text
    text = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str]:
    """Every accented Latin letter → its plain one: a table folds five times faster than Unicode's decomposition."""
    letters = {i: unicodedata.normalize("NFD", chr(i))[0] for i in range(0xC0, 0x250)}
    return letters | dict(_APOSTROPHES)


def sounds(word: str) -> str:
    """How a folded word sounds, roughly: « passeports » and « paseport » are alike. Only equality means something."""
    for pattern, heard in _sounds():
        word = pattern.sub(heard, word)
    return word


def strip_preamble(text: str) -> str:
    """The text without what people say before and after asking, or the whole text when nothing else is left.

    « Bonjour, je voudrais savoir si je peux voter. Merci d'avance ! » → « je peux voter ».
    The rest keeps its case, accents and spelling.
    """
    opening, closing = _preamble()
    folded = _fold_aligned(text)
    start = opening.match(folded).end()
    end = closing.search(folded, start).start()
    return text[start:end].strip().rstrip(" ,;:–—-") or text.strip()


def _spell_out(match: re.Match[str]) -> str:
    word = match.group()
    return _words().get(word) or _elisions().get(fold(word)) or word


def _fold_aligned(text: str) -> str:
    """`text` without case nor accents and of the same length, so that positions hold for both."""
    folded = (unicodedata.normalize("NFD", c.translate(_APOSTROPHES)[0])[0].lower()[:1] or " " for c in text)
    return "".join(folded)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in PHRASES)


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), heard) for pattern, heard in SOUNDS)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {word: meant for meant, typed in SPELLINGS.items() for word in typed.split()}


@lru_cache(maxsize=1)
def _elisions() -> dict[str, str]:
    """Every glued spelling without accents → the same with its apostrophe: "didentite" → "d'identité"."""
    return {
        fold(prefix + word): f"{prefix}'{word}"
        for letters, words in ELIDED.items()
        for prefix in ([letters] if letters == "qu" else letters)
        for word in words.split()
        if fold(prefix + word) not in WHOLE
    }


@lru_cache(maxsize=1)
def _preamble() -> tuple[re.Pattern[str], re.Pattern[str]]:
    opening = re.compile(rf"{_GAP}(?:(?:{'|'.join(OPENINGS)})(?![\w']){_GAP})*")
    closing = re.compile(rf"(?:(?<!\w)(?:{'|'.join(CLOSINGS)})(?!\w){_GAP})+$|$")
    return opening, closing
