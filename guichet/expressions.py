"""Expressions that people write to recognise what others say: a small pattern language over folded French.

It knows neither danger nor procedures, and reads no file. `docs/detresse.md` tells how to write one:
`mon mari … (frappe|bat)`: words in order, `…` for up to five words between them, `(a|b)` for one of several, `(a|b)?`
for perhaps none, `frapp*` for the beginning of a word, `<enfant>` for a named list, `^` and `$` for both ends of the
sentence. A doubled letter counts once, and an apostrophe may be missing, in expressions and in what is typed:
« frappée », « frapée » and « frape » read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from guichet.language import fold, normalize

#: `…`: up to five words; « l'école » makes two.
_GAP = r"(?: \w+){0,5}?"

#: How deep lists may hold lists: deeper is a circle.
_DEPTH = 5

_DOUBLED = re.compile(r"([a-z])\1+")
_END = re.compile(r"[.!?;:…]+|\s[-–—]\s")
_WORD = re.compile(r"[a-z0-9]+")
_TOKEN = re.compile(r"\s*(…|\.\.\.|<\w+>\??|[(|^$]|\)\??|[a-z0-9'][a-z0-9']*\*?|\S)")
_TYPED = re.compile(r"([a-z0-9']*[a-z0-9][a-z0-9']*)(\*?)")

Lists = Mapping[str, Sequence[str]]


class ExpressionError(ValueError):
    """An expression that can't be read; the message says why, in French."""


def sentences(text: str, spellings: Mapping[str, str] | None = None) -> list[str]:
    """The text as expressions see it: each sentence as ` word word `, without accents, elisions spread out.

    `spellings`: a word as it is typed → as it is meant, both in the form that `plain` gives.
    """
    meant = spellings or {}
    parts = (_WORD.findall(part) for part in _END.split(plain(normalize(text))))
    return [f" {' '.join(meant.get(word, word) for word in words)} " for words in parts if words]


def plain(text: str) -> str:
    """The text without case, accents nor doubled letters."""
    return _DOUBLED.sub(r"\1", fold(text))


@dataclass(frozen=True)
class Expressions:
    """Several expressions as one; none of them when `pattern` is None."""

    pattern: re.Pattern[str] | None = None

    @classmethod
    def read(cls, expressions: Iterable[str], lists: Lists | None = None) -> Expressions:
        """The expressions, read together. Raises `ExpressionError`."""
        branches = "|".join(translate(expression, lists or {}) for expression in expressions)
        return cls(re.compile(f"(?:{branches})(?= )") if branches else None)

    def found(self, sentence: str) -> bool:
        """Whether a sentence, as `sentences` gives it, says one of them."""
        return self.pattern is not None and self.pattern.search(sentence) is not None

    def hide(self, sentence: str) -> str:
        """The sentence with a wall in place of each stretch that says one of them: no expression goes through it."""
        return self.pattern.sub(" #", sentence) if self.pattern is not None else sentence


NOTHING = Expressions()


def translate(expression: str, lists: Lists, depth: int = 0) -> str:
    """The expression as a regular expression, each word led by its space. Raises `ExpressionError`."""
    tokens = _tokens(expression)
    if not any(_TYPED.fullmatch(token) or token.startswith("<") for token in tokens):
        raise ExpressionError("aucun mot à reconnaître")
    _check_parentheses(tokens)
    return "".join(_part(token, lists, depth) for token in tokens)


def _tokens(expression: str) -> list[str]:
    """Its words and signs, folded like what is typed; the names of lists stay as they are."""
    parts = re.split(r"(<\w+>\??)", fold(expression).replace("-", " "))
    return [token for part in parts for token in ([part] if part[:1] == "<" else _TOKEN.findall(plain(part)))]


def _part(token: str, lists: Lists, depth: int) -> str:
    fixed = {"…": _GAP, "...": _GAP, "(": "(?:", "|": "|", ")": ")", ")?": ")?", "^": "^", "$": "(?= $)"}
    if token in fixed:
        return fixed[token]
    if token.startswith("<"):
        return _listed(token.strip("<>?"), lists, depth) + "?" * token.endswith("?")
    typed = _TYPED.fullmatch(token)
    if not typed:
        raise ExpressionError(f"signe inattendu « {token} »")
    word, star = typed.groups()
    # « m'a » may be typed « ma »: the apostrophe is a space in what `sentences` gives, or nothing.
    return " " + word.strip("'").replace("'", " ?") + r"\w*" * bool(star)


def _listed(name: str, lists: Lists, depth: int) -> str:
    if name not in lists:
        raise ExpressionError(f"liste inconnue <{name}>")
    if depth >= _DEPTH:
        raise ExpressionError(f"la liste <{name}> tourne en rond")
    return f"(?:{'|'.join(translate(entry, lists, depth + 1) for entry in lists[name])})"


def _check_parentheses(tokens: Sequence[str]) -> None:
    opened = 0
    for token, following in _pairs(tokens):
        opened += (token == "(") - token.startswith(")")
        if opened < 0:
            raise ExpressionError("parenthèse fermée de trop")
        if token == "|" and not opened:
            raise ExpressionError("« | » hors des parenthèses")
        if token in ("(", "|") and following[:1] in ("|", ")"):
            raise ExpressionError("choix vide entre parenthèses : pour « peut-être », écrivez (mot)?")
    if opened:
        raise ExpressionError("parenthèse jamais fermée")


def _pairs(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from zip(tokens, [*tokens[1:], ""], strict=True)
