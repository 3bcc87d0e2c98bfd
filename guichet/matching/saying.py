"""A button's own words, typed: « internet », « je le fais par internet », « une moto ».

It leaves out what the words mean: only a message that says a whole label, and nothing besides, counts here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from guichet.matching.sentences import prepare

_WORD = re.compile(r"[a-z0-9€%²³]+")
_ASIDE = re.compile(r"\([^)]*\)")
#: What a label starts with and its reader leaves out.
_LEAD = frozenset("le la les l du au aux a en par sur dans pour via".split())
#: Words around a label that add nothing to it, nor take anything back.
_AROUND = frozenset(
    """le la les l un une c est ce ca sera s agit d je j fais ferai faire passe prends choisis dirais pense crois
    il elle on en par sur via dans au aux a plutot alors bon ben bah euh donc oui ok moi svp stp merci voila""".split()
)


def said_entirely(text: str, labels: Sequence[str]) -> int | None:
    """The index of the only label that the text is, or says from end to end; None when none or several are."""
    said = _words(text)
    if not said:
        return None
    exact = [index for index, label in enumerate(labels) if _words(label) == said]
    if exact:
        return exact[0] if len(exact) == 1 else None
    cores = [_core(label) for label in labels]
    found = [index for index, core in enumerate(cores) if core and _says(said, core)]
    longest = [i for i in found if all(i == j or (cores[j] != cores[i] and _within(cores[j], cores[i])) for j in found)]
    return longest[0] if len(longest) == 1 else None


@lru_cache(maxsize=16384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(prepare(text)))


@lru_cache(maxsize=16384)
def _core(label: str) -> tuple[str, ...]:
    """The words of a label without its article and what it says in brackets."""
    words = _words(_ASIDE.sub(" ", label))
    lead = next((place for place, word in enumerate(words) if word not in _LEAD), len(words))
    return words[lead:]


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _says(said: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Whether the core stands in what is said, with nothing but fillers around it."""
    for start in range(len(said) - len(core) + 1):
        end = start + len(core)
        if said[start:end] == core and _AROUND.issuperset(said[:start] + said[end:]):
            return True
    return False
