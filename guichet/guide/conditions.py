"""The feed's conditions: whether what is known of a citizen makes one true; leaves out where they stand in a sheet.

The grammar is that of `guichet.catalogue.official.conditions`. Truth has three values: true, false, not known (None).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Union

#: What is known: a variable of the feed (`T10576`) → whether it holds.
Facts = Mapping[str, bool]

_TOKEN = re.compile(r"[()&|!?]|[^()&|!?\s]+")

#: Beyond so many words a condition is not read: the feed's longest has 43, and reading goes as deep as the brackets.
_LONGEST = 150

#: An expression read: a variable's name, or an operator with what it bears on.
_Read = Union[str, tuple]


def evaluate(condition: str, facts: Facts) -> bool | None:
    """Whether a condition holds; None when the facts don't tell. An empty or unreadable one is not known."""
    read = _read(condition)
    return None if read is None else _value(read, facts)


def asserted(condition: str) -> dict[str, bool]:
    """What must hold for a condition to be true, where it says so plainly: the variables that it joins by « et »."""
    read = _read(condition)
    return {} if read is None else _literals(read)


def variables(condition: str) -> frozenset[str]:
    """The variables that a condition looks at."""
    return frozenset(token for token in _TOKEN.findall(condition) if token not in "()&|!?")


@lru_cache(maxsize=4096)
def _read(condition: str) -> _Read | None:
    tokens = _TOKEN.findall(condition)
    if len(tokens) > _LONGEST:
        return None
    try:
        read, rest = _any(tokens)
    except IndexError:
        return None
    return None if rest else read


def _any(tokens: list[str]) -> tuple[_Read, list[str]]:
    return _joined(tokens, "|", _all)


def _all(tokens: list[str]) -> tuple[_Read, list[str]]:
    return _joined(tokens, "&", _one)


def _joined(tokens: list[str], operator: str, part) -> tuple[_Read, list[str]]:
    first, tokens = part(tokens)
    parts = [first]
    while tokens and tokens[0] == operator:
        read, tokens = part(tokens[1:])
        parts.append(read)
    return (parts[0], tokens) if len(parts) == 1 else ((operator, *parts), tokens)


def _one(tokens: list[str]) -> tuple[_Read, list[str]]:
    first, tokens = tokens[0], tokens[1:]
    if first == "!":
        read, tokens = _one(tokens)
        return ("!", read), tokens
    if first == "(":
        read, tokens = _any(tokens)
        if tokens[0] != ")":
            raise IndexError(tokens[0])
        return read, tokens[1:]
    if first in ")&|?":
        raise IndexError(first)
    return (("?", first), tokens[1:]) if tokens and tokens[0] == "?" else (first, tokens)


def _value(read: _Read, facts: Facts) -> bool | None:
    if isinstance(read, str):
        return facts.get(read)
    operator, *parts = read
    if operator == "?":
        return parts[0] not in facts
    values = [_value(part, facts) for part in parts]
    if operator == "!":
        return None if values[0] is None else not values[0]
    decisive = operator == "|"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _literals(read: _Read) -> dict[str, bool]:
    if isinstance(read, str):
        return {read: True}
    operator, *parts = read
    if operator == "!" and isinstance(parts[0], str):
        return {parts[0]: False}
    if operator != "&":
        return {}
    return {name: value for part in parts for name, value in _literals(part).items()}
