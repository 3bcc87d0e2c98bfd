"""The number that follows a request, `DEM-7F3K-Q2`: made, and found in a citizen's words; leaves out who has which.

Six characters of 29 that nobody takes for one another, the last one a check: it tells every wrong character and every
two that changed places. The first four mix digits and letters, so that no French word (« demandent ») looks like one.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence

#: Without B (8), I, L (1), O (0) and U (V); 29 is prime, which the check needs.
ALPHABET = "23456789ACDEFGHJKMNPQRSTVWXYZ"
PREFIX = "DEM"

_RANDOM = 5
#: What people put between the characters, or a telephone instead of them: spaces, dots, dashes of any kind.
_GAP = r"[\W_]{0,3}"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_CHARACTER = f"[{ALPHABET}]"

#: A lookahead: a false start must not swallow the true one that follows (« DEM : DEM-7F3K-Q2 »).
_NUMBERED = re.compile(rf"{_START}(?={_GAP.join(PREFIX)}((?:{_GAP}{_CHARACTER}){{6}}){_END})")
#: A message that is nothing but the number, its first letters forgotten.
_ALONE = re.compile(rf"[\W_]*({_CHARACTER}{{4}}[\W_]{{1,3}}{_CHARACTER}{{2}})[\W_]*")

#: At least a letter and a digit within the first four.
_MIXED = r"(?=[0-9]{0,3}[A-Z])(?=[A-Z]{0,3}[0-9])"
_TIME = r"[0-9]{1,2}H[0-9]{0,2}"
#: The number with a character too many, missing, or of those that are not used; glued to its first letters only if
#: its characters are right, since « demain14h » is none.
_SHAPED = re.compile(
    rf"{_START}{PREFIX}(?:[\W_]{{1,3}}(?!{_TIME}{_END}){_MIXED}[A-Z0-9]{{3,5}}[\W_]{{0,3}}[A-Z0-9]{{1,3}}"
    rf"|{_MIXED}{_CHARACTER}{{4}}[\W_]{{0,3}}{_CHARACTER}{{2}}){_END}"
)


def new_reference(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A reference that says nothing of the request; `choose` picks a character. One in 15 million: keep it unique."""
    while True:
        body = "".join(choose(ALPHABET) for _ in range(_RANDOM))
        if _is_mixed(body):
            return _written(body + _check_character(body))


def find_reference(text: str) -> str | None:
    """The first valid reference in the text, as it is written officially; case, dashes and spaces don't count."""
    typed = _plain(text)
    alone = _ALONE.fullmatch(typed)
    found = [alone[1]] if alone else [match[1] for match in _NUMBERED.finditer(typed)]
    characters = ("".join(c for c in candidate if c in ALPHABET) for candidate in found)
    return next((_written(six) for six in characters if _is_valid(six)), None)


def looks_like_reference(text: str) -> bool:
    """Whether the text holds what was meant as a reference and is not a valid one: a character must be wrong."""
    return find_reference(text) is None and _SHAPED.search(_plain(text)) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


def _written(six: str) -> str:
    return f"{PREFIX}-{six[:4]}-{six[4:]}"


def _is_valid(six: str) -> bool:
    return _is_mixed(six) and _weigh(six) == 0


def _is_mixed(characters: str) -> bool:
    group = characters[:4]
    return not group.isdigit() and not group.isalpha()


def _check_character(body: str) -> str:
    return ALPHABET[-2 * _weigh(body) % len(ALPHABET)]


def _weigh(characters: str) -> int:
    """The weighted sum modulo 29: weights are the powers of 2, all different, so that a swap shows too."""
    total = 0
    for character in characters:
        total = (2 * total + ALPHABET.index(character)) % len(ALPHABET)
    return total
