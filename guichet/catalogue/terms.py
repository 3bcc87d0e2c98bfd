"""How a word of the glossary and the number of a form are looked up: one spelling for all ways of writing them.

Pure: it knows no table and no citizen's question.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guichet.language import fold

#: Words that come and go inside a term: « délai de carence », « délais carence ».
LITTLE = frozenset("le la les l un une des du de d au aux a".split())

_WORD = re.compile(r"[a-z0-9]+")
_DOTTED = re.compile(r"\b[a-z](?:\.[a-z])+\b\.?")
_PIECES = re.compile(r"\s*[()]\s*|\s+:\s+")
#: What a French ear does not tell apart, in the order to apply.
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"aux$", "al"),
        (r"c(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (r"(?<=..)(?:er|e)?e?[sx]*$", ""),
        (r"qu?", "k"),
        (r"ph", "f"),
        (r"(?<!c)h", ""),
        (r"c(?!h)", "k"),
        (r"tion", "sion"),
        (r"eau|au", "o"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    )
)

_CERFA = re.compile(r"(?<!\d)(\d{5}|\d{2}-\d{4})(?:[*#]\d{1,2})?(?!\d)")
_OWN_NUMBER = re.compile(r"[a-z]{0,2}\d{3,5}")


def tokens(text: str) -> list[str]:
    """The folded words of a text; the dots of an acronym don't part its letters (« C.A.F. » → « caf »)."""
    return _WORD.findall(_DOTTED.sub(lambda match: match.group().replace(".", "") + " ", fold(text)))


def key(text: str) -> str:
    """A term without accents, capitals, articles nor punctuation: « Délai de carence » → « delai carence »."""
    return " ".join(word for word in tokens(text) if word not in LITTLE)


def sound(key: str) -> str:
    """A key as it is heard, without plural nor feminine: « creanciere », « creanciers » → « kreansi »."""
    return " ".join(_heard(word) for word in key.split())


@lru_cache(maxsize=4096)
def keys(title: str) -> tuple[str, ...]:
    """Every key that a title answers to: itself, and its acronym or its other name in brackets.

    « Union européenne (UE) » is found by both; in « Bien propre (Pacs) » the brackets only say where it applies.
    """
    main, *others = [piece for piece in _PIECES.split(title) if piece] or [""]
    names = [main, *(other.removeprefix("ou ") for other in others if _is_a_name(other, main))]
    return tuple(dict.fromkeys(filter(None, map(key, names))))


def form_numbers(text: str) -> tuple[str, ...]:
    """The numbers in a field of the feed, without versions: « 12753*03 » → 12753, « S 3704b » → s3704b and s3704."""
    cerfa = [match.group(1) for match in _CERFA.finditer(text)]
    if cerfa:
        return tuple(dict.fromkeys(cerfa))
    return own_numbers(text)


def own_numbers(text: str) -> tuple[str, ...]:
    """What an administration calls a form of its own, the longest first: « 2042-C » → 2042c, 2042."""
    whole = "".join(_WORD.findall(fold(text))).removesuffix("sd")
    start = _OWN_NUMBER.match(whole)
    return tuple(dict.fromkeys([whole, start.group()])) if start else ()


@lru_cache(maxsize=4096)
def _heard(word: str) -> str:
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def _is_a_name(other: str, main: str) -> bool:
    return other.startswith("ou ") or _is_short_for(other, main) or _is_short_for(main, other)


def _is_short_for(short: str, long: str) -> bool:
    """Whether the letters of one word begin words of `long`, from the first one on: TVA, « taxe sur la valeur… »."""
    letters, initials = "".join(tokens(short)), (word[0] for word in tokens(long))
    if " " in short or len(letters) < 2 or not long or letters[0] != tokens(long)[0][0]:
        return False
    return all(letter in initials for letter in letters)
