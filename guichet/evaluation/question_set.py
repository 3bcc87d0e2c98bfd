"""The questions that the linker is asked: the project's own, or a file's; and a sample that stays the same.

It asks nothing and scores nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec

from guichet.catalogue.question_files import load_questions
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError

OUT_OF_SCOPE = "out_of_scope"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Question:
    """One message and the sheets of which any is a right answer: none when it is out of scope.

    `procedure`, `theme` and `authorship` (`citizen`, `search_query`…) are empty where they are not known.
    """

    text: str
    kind: str = "question"
    expected: tuple[str, ...] = ()
    procedure: str = ""
    theme: str = ""
    authorship: str = ""

    @property
    def outside(self) -> bool:
        """Whether no sheet answers it."""
        return self.kind == OUT_OF_SCOPE


class _Row(msgspec.Struct):
    text: str
    kind: str = "question"
    expected: tuple[str, ...] | None = None
    procedure: str | None = None
    theme: str | None = None
    authorship: str | None = None


def own_questions(root: Path, catalogue_path: Path) -> list[Question]:
    """The held-out questions of the project, each with the theme of its first right sheet. Raises `GuichetError`."""
    asked = load_questions(root)
    themes = _themes(catalogue_path, {name for q in asked for name in (*q.expected[:1], q.procedure)})
    return [
        Question(q.text, q.kind, q.expected, q.procedure, _first_theme((*q.expected[:1], q.procedure), themes))
        for q in asked
    ]


def _themes(catalogue_path: Path, names: Iterable[str]) -> dict[str, str]:
    catalogue = Catalogue.open(catalogue_path)
    found = {name: sheet.theme for name in sorted(names) if (sheet := catalogue.procedure(name))}
    catalogue.close()
    return found


def _first_theme(names: Iterable[str], themes: Mapping[str, str]) -> str:
    return next((themes[name] for name in names if themes.get(name)), "")


def read_jsonl(path: Path) -> list[Question]:
    """Questions from a file of one JSON object a line: `text`, and the fields of `Question`. Raises `GuichetError`."""
    found = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Row)
        except msgspec.DecodeError as error:
            cure = 'écrivez {"text": "…", "expected": ["F…"]}'
            raise GuichetError(f"{path}, ligne {number} : question illisible ({error}) — {cure}") from None
        extra = (row.procedure or "", row.theme or "", row.authorship or "")
        found.append(Question(row.text, row.kind, row.expected or (), *extra))
    return found


def sampled(items: Iterable[Item], count: int | None, text_of: Callable[[Item], str]) -> list[Item]:
    """At most `count` items in their order, chosen by a hash of their text: the same ones whatever is added around."""
    every = list(items)
    if count is None or len(every) <= count:
        return every
    chosen = set(sorted(range(len(every)), key=lambda place: _digest(text_of(every[place])))[:count])
    return [item for place, item in enumerate(every) if place in chosen]


def sample_questions(questions: Sequence[Question], count: int | None) -> list[Question]:
    """At most `count` questions that sheets answer, and as many out of scope."""
    inside = sampled((q for q in questions if not q.outside), count, lambda q: q.text)
    return inside + sampled((q for q in questions if q.outside), count, lambda q: q.text)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GuichetError(f"{path} : {error} — donnez un fichier JSONL en UTF-8") from error
