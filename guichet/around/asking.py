"""What a citizen asks for around a procedure: the meaning of a word, a form by its number, a letter, a simulator.

It reads the question alone, with the expressions of `questions.yml`; it looks nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from guichet.catalogue.terms import form_numbers, own_numbers, tokens
from guichet.language import fold, normalize, strip_preamble

#: A term of the glossary has ten words at most; a longer rest of a question is no term.
_LONGEST = 10


class _Definition(msgspec.Struct, frozen=True):
    before: tuple[str, ...]
    after: tuple[str, ...]
    explains: tuple[str, ...]
    noun: str
    leading: str
    trailing: str
    not_terms: str


class _Form(msgspec.Struct, frozen=True):
    nouns: str


class _Tool(msgspec.Struct, frozen=True):
    letter: tuple[str, ...]
    simulator: tuple[str, ...]
    little: str


class _Questions(msgspec.Struct, frozen=True):
    definition: _Definition
    form: _Form
    tool: _Tool


@dataclass(frozen=True)
class FormNumber:
    """A form's number as typed: the spellings to look up, the likeliest first, and the version if one was given."""

    spellings: tuple[str, ...]
    version: str = ""


@dataclass(frozen=True)
class ToolAsked:
    """`kind`: letter or simulator; `words`: folded, what it is about."""

    kind: str
    words: tuple[str, ...]


def term_asked(text: str) -> Iterator[tuple[str, ...]]:
    """The words whose meaning is asked, folded: one try for each reading of the question, the likeliest first."""
    folded = _folded(text)
    clauses = [folded, *re.split(r"[.!?;:\n]+", folded), *re.split(r"[,.!?;:\n]+", folded)]
    for clause in dict.fromkeys(clause.strip(' ,.;:!?…"«»()') for clause in clauses):
        for found in _readings(clause):
            words = tuple(tokens(found))
            if 0 < len(words) <= _LONGEST:
                yield words


def is_a_term(words: tuple[str, ...]) -> bool:
    """Whether these words may be one to explain: « le prix » is what a sheet answers."""
    return bool(words) and not _not_terms() & set(words)


def explaining(words: Sequence[str]) -> re.Pattern[str]:
    """What a folded sentence looks like that says what a term is; brackets after the term don't matter."""
    article = r"(?:(?:le|la|les|un|une|des|ce|cet|cette) |l')?"
    term = r"\W+".join(map(re.escape, words))
    return re.compile(rf"{article}{term}(?: ?\([^)]*\))? (?:{'|'.join(_questions().definition.explains)})")


def form_asked(text: str) -> tuple[FormNumber, ...]:
    """The forms named by their numbers; a number alone may be a postcode, and is not one."""
    folded = fold(text)
    named, versioned = _numbers()
    found = {}
    for match in (*named.finditer(folded), *versioned.finditer(folded)):
        number = "".join(tokens(match.group("number")))
        spellings = form_numbers(number) if number.isdecimal() and len(number) == 5 else own_numbers(number)
        if spellings:
            version = match.group("version") or ""
            found.setdefault(spellings, FormNumber(spellings, version.zfill(2) if version else ""))
    return tuple(found.values())


def tool_asked(text: str) -> ToolAsked | None:
    """The letter or the simulator asked for; None when the question asks for neither, or does not say what about."""
    folded = _folded(text)
    for kind, asking in _tools():
        if asking.search(folded):
            words = tuple(word for word in tokens(asking.sub(" ", folded)) if word not in _little())
            return ToolAsked(kind, words) if words else None
    return None


def _folded(text: str) -> str:
    return fold(strip_preamble(normalize(text))).replace('"', " ").replace("«", " ").replace("»", " ").strip()


def _readings(clause: str) -> Iterator[str]:
    before, after, inside = _definition()
    match = before.match(clause)
    if match:
        yield inside.sub("", clause[match.end() :].strip())
    match = after.search(clause)
    if match:
        yield inside.sub("", clause[: match.start()].strip())


@lru_cache(maxsize=1)
def _questions() -> _Questions:
    path = Path(__file__).with_name("questions.yml")
    return msgspec.convert(yaml.safe_load(path.read_text("utf-8")), _Questions)


@lru_cache(maxsize=1)
def _definition() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before the term, what stands after it, and what says only that it is a term."""
    asked = _questions().definition
    gap = r"[\s,:;.?!-]*"
    before = rf"{gap}(?:{asked.leading}\b{gap})*(?:{'|'.join(asked.before)})(?:(?<=['\s])|(?!\w)){gap}"
    after = rf"(?<!\w)(?:{'|'.join(asked.after)}){gap}(?:{asked.trailing}{gap})*$"
    inside = rf"^(?:{asked.leading}\b{gap})+|^(?:{asked.noun})|{gap}(?:{asked.trailing}{gap})+$"
    return re.compile(before), re.compile(after), re.compile(inside)


@lru_cache(maxsize=1)
def _not_terms() -> frozenset[str]:
    return frozenset(_questions().definition.not_terms.split())


@lru_cache(maxsize=1)
def _numbers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number after the word that says it is a form's, and one that its version gives away."""
    version = r"(?:\s?[*#]\s?(?P<version>\d{1,2}))"
    cerfa = r"\d{2}[ .]?\d{3}(?!\d)"
    own = r"[a-z]{0,2} ?\d{3,4}(?:[- ]?(?:[a-z]|sd|nr|ca3|cpro))?(?![\w])"
    nouns = _questions().form.nouns
    named = rf"(?<!\w){nouns}(?:[ ,:]+(?:{nouns}|no?|n°|numero|num|du|de|le|la|l'|:|-|et|ou))*[ :n°o.]*"
    return (
        re.compile(rf"{named}(?P<number>{cerfa}|{own}){version}?"),
        re.compile(rf"(?<!\d)(?P<number>{cerfa}){version}"),
    )


@lru_cache(maxsize=1)
def _tools() -> tuple[tuple[str, re.Pattern[str]], ...]:
    asked = _questions().tool
    kinds = (("simulator", asked.simulator), ("letter", asked.letter))
    return tuple((kind, re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)")) for kind, said in kinds)


@lru_cache(maxsize=1)
def _little() -> frozenset[str]:
    asked = _questions().tool.little
    return frozenset(asked.split()) | frozenset("le la les l un une des du de d au aux".split())
