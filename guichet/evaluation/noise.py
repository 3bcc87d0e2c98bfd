"""Typing as it happens: the same message without accents, with typing errors, as a text message… always the same way.

The spellings are rules of their own: measuring with the table that `guichet.language` undoes would measure nothing.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from guichet.evaluation.question_set import Question
from guichet.language import fold

#: The keys beside each letter of a French keyboard.
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
#: Words shorter than that are rarely mistyped, and then rarely matter.
_LONG_ENOUGH = 4
#: One gap in so many is forgotten in a hurry.
_GLUED = 0.2

#: What thumbs make of French, applied in order to lower case.
_SMS: tuple[tuple[str, str], ...] = (
    (r"\bbonjour\b", "bjr"),
    (r"\bs'il vous pla[iî]t\b", "svp"),
    (r"\bc'est\b", "c"),
    (r"\bj'ai\b", "g"),
    (r"\bj[e'] ?", "j"),
    (r"\bpour\b", "pr"),
    (r"\bdans\b", "ds"),
    (r"\bavec\b", "ac"),
    (r"\btemps\b", "tps"),
    (r"\bcombien\b", "cb"),
    (r"\bsuis\b", "sui"),
    (r"\bmême\b", "mm"),
    (r"qu'?", "k"),
    (r"eau(?=x?\b)", "o"),
    (r"ph", "f"),
    (r"(?<=\w)ai[st]?\b", "é"),
    (r"(?<=\w\w)(?:er|ez)\b", "é"),
    (r"(?<=\w)([cdflmnprst])\1(?=\w)", r"\1"),
    (r"(?<=\w\w\w)s\b", ""),
    (r"'", ""),
    (r"[?!.,;:]+", ""),
)


def without_accents(text: str, _: random.Random) -> str:
    """« Où déclarer un décès » → « Ou declarer un deces »."""
    spread = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in spread if not unicodedata.combining(c)))


def without_apostrophes(text: str, _: random.Random) -> str:
    """« carte d'identité » → « carte didentité »."""
    return re.sub(r"['’ʼ`´]", "", text)


def in_capitals(text: str, _: random.Random) -> str:
    """« carte d'identité » → « CARTE D'IDENTITÉ »."""
    return text.upper()


def with_typos(text: str, chance: random.Random) -> str:
    """One error in every word of four letters or more: swapped, dropped, doubled, or the key beside."""
    return re.sub(rf"[^\W\d_]{{{_LONG_ENOUGH},}}", lambda match: _mistyped(match.group(), chance), text)


def as_text_message(text: str, _: random.Random) -> str:
    """« C'est combien pour un passeport ? » → « c cb pr un paseport »."""
    text = text.lower().replace("’", "'")
    for pattern, typed in _SMS:
        text = re.sub(pattern, typed, text)
    return " ".join(text.split())


def with_merged_words(text: str, chance: random.Random) -> str:
    """Some spaces forgotten, one at least: « perdu mon passeport » → « perdu monpasseport »."""
    words = text.split()
    if len(words) < 2:
        return text
    forgotten = {place for place in range(1, len(words)) if chance.random() < _GLUED}
    forgotten = forgotten or {chance.randrange(1, len(words))}
    return "".join(word if place in forgotten else f" {word}" for place, word in enumerate(words)).strip()


#: Every kind of noise, by the name its figures go by.
KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "accents": without_accents,
    "apostrophes": without_apostrophes,
    "capitals": in_capitals,
    "typos": with_typos,
    "sms": as_text_message,
    "merged": with_merged_words,
}


def noisy(text: str, kind: str) -> str:
    """The text with one kind of noise, drawn from the text itself: the same one every time."""
    return KINDS[kind](text, random.Random(f"{kind} {text}"))


def kind_of(text: str) -> str:
    """The kind of noise that this text gets in the mixture."""
    return random.Random(text).choice(list(KINDS))


def noisy_question(question: Question, kind: str) -> Question:
    """The same question, typed so."""
    return Question(noisy(question.text, kind), question.kind, question.expected, question.procedure, question.theme)


def _mistyped(word: str, chance: random.Random) -> str:
    """The first letter stays: it is the one people get right."""
    place = chance.randrange(1, len(word) - 1)
    kept, letter, rest = word[:place], word[place], word[place + 1 :]
    error = chance.choice(("swap", "drop", "double", "neighbour"))
    if error == "swap" and rest[0] != letter:
        return kept + rest[0] + letter + rest[1:]
    if error == "double":
        return kept + letter * 2 + rest
    beside = _beside(letter) if error == "neighbour" else ""
    return kept + (chance.choice(beside) if beside else "") + rest


def _beside(letter: str) -> str:
    """The keys to the left and to the right."""
    row = next((row for row in _ROWS if fold(letter) in row), "")
    place = row.find(fold(letter))
    return row[max(0, place - 1) : place] + row[place + 1 : place + 2]
