"""The French words that tell an aspect, read from `aspect_words.yml`; leaves out what to make of them."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from guichet.procedure import Aspect

Patterns = tuple[tuple[Aspect, re.Pattern[str]], ...]

#: `{bodies}`, and not the `{0,90}` of an expression.
_PART = re.compile(r"\{([a-z_]+)\}")


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: alternatives of regular expressions, for text in lower case and without accents."""

    parts: dict[str, tuple[str, ...]]
    titles: dict[Aspect, tuple[str, ...]]
    sentences: dict[Aspect, tuple[str, ...]]
    cases: tuple[str, ...]
    penalties: tuple[str, ...]
    papers: tuple[str, ...]


@lru_cache(maxsize=1)
def title_patterns() -> Patterns:
    """What announces each aspect in a title or a label."""
    return tuple((aspect, _compiled(words)) for aspect, words in _words().titles.items())


@lru_cache(maxsize=1)
def sentence_patterns() -> Patterns:
    """What tells each aspect in a sentence, whatever the title above it."""
    return tuple((aspect, _compiled(words)) for aspect, words in _words().sentences.items())


@lru_cache(maxsize=1)
def case_pattern() -> re.Pattern[str]:
    """What tells that a label says a case, and announces nothing."""
    return _compiled(_words().cases)


@lru_cache(maxsize=1)
def penalty_pattern() -> re.Pattern[str]:
    """What tells a penalty in a sentence."""
    return _compiled(_words().penalties)


@lru_cache(maxsize=1)
def paper_pattern() -> re.Pattern[str]:
    """What begins the name of a document, at the start of a list's item."""
    return _compiled(_words().papers)


@lru_cache(maxsize=1)
def _words() -> _Words:
    return msgspec.yaml.decode(Path(__file__).with_name("aspect_words.yml").read_bytes(), type=_Words)


def _compiled(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(_whole, alternatives))})")


def _whole(expression: str) -> str:
    """The expression with each part it names put in."""
    parts = _words().parts
    return _PART.sub(lambda found: f"(?:{'|'.join(map(_whole, parts[found[1]]))})", expression)
