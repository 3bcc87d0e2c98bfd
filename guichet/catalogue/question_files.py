"""Citizens' questions kept apart in `data/questions`, to measure with: read, and checked.

Nothing here trains, ranks or scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.catalogue.editor_content import rasa_keys
from guichet.catalogue.editor_structure import check_structure
from guichet.catalogue.official_ids import KnownSheets, check_sheet_ids
from guichet.catalogue.problem import Problem, excerpt, place
from guichet.catalogue.register import Register
from guichet.catalogue.yaml_file import read_yaml
from guichet.errors import GuichetError

QUESTIONS = Path("data", "questions")


@dataclass(frozen=True)
class HeldOutQuestion:
    """One question and its right answers; `expected` is empty for an out-of-scope message."""

    text: str
    kind: str
    expected: tuple[str, ...] = ()
    procedure: str = ""
    aspect: str = ""


def load_questions(root: Path) -> tuple[HeldOutQuestion, ...]:
    """All the questions of the project in `root`. Raises `GuichetError` with the first problem."""
    questions: list[HeldOutQuestion] = []
    for name, data, found in _read(root):
        for problem in found or check_structure(data, name, "question_file"):
            raise GuichetError(str(problem))
        questions.extend(_question(data, item) for item in data["questions"])
    return tuple(questions)


def _question(data: Mapping[str, Any], item: Mapping[str, Any]) -> HeldOutQuestion:
    return HeldOutQuestion(
        text=item["text"],
        kind=data["kind"],
        expected=tuple(item.get("expected", ())),
        procedure=item.get("procedure", data.get("procedure", "")),
        aspect=item.get("aspect", ""),
    )


def check_questions(root: Path, register: Register, known_sheets: KnownSheets | None) -> Iterator[Problem]:
    """The problems of the question files; every question goes into `register`, under its file's name."""
    for name, data, found in _read(root):
        yield from found
        if data is None:
            continue
        yield from check_structure(data, name, "question_file")
        yield from rasa_keys(data, name)
        for index, item in _items(data):
            yield from _check_unique(item, name, index, register)
            yield from _check_expected(data.get("kind"), item, name, index)
            steps = ("questions", index, "expected")
            yield from check_sheet_ids(item.get("expected"), name, steps, known_sheets)


def check_targets(root: Path, ids: Register) -> Iterator[Problem]:
    """Question files for a sheet that doesn't exist; `ids` holds the ids of all sheets."""
    for name, data, _ in _read(root):
        procedure = data.get("procedure") if isinstance(data, dict) else None
        if isinstance(procedure, str) and not ids.owner(procedure):
            what = f"{excerpt(procedure)} n'est pas une fiche de data/procedures"
            yield Problem(name, "procedure", what, "reprenez l'id d'une fiche existante")


def _check_unique(item: Mapping[str, Any], name: str, index: int, register: Register) -> Iterator[Problem]:
    text = item.get("text")
    other = register.claim(text, name) if isinstance(text, str) else None
    if other:
        what = f"{excerpt(text)} est déjà dans {other}"
        yield Problem(name, place(("questions", index, "text")), what, "gardez-la une seule fois")


def _check_expected(kind: Any, item: Mapping[str, Any], name: str, index: int) -> Iterator[Problem]:
    where = place(("questions", index, "expected"))
    if kind == "question" and "expected" not in item:
        yield Problem(name, where, "absent", "donnez les fiches dont chacune serait une bonne réponse ([F1344])")
    if kind == "out_of_scope" and "expected" in item:
        yield Problem(name, where, "en trop", "un message hors sujet n'a pas de bonne fiche : retirez la clé")


def _read(root: Path) -> Iterator[tuple[str, Any, list[Problem]]]:
    for path in sorted((root / QUESTIONS).rglob("*.y*ml")):
        name = path.relative_to(root).as_posix()
        yield name, *read_yaml(path, name)


def _items(data: Any) -> list[tuple[int, Mapping[str, Any]]]:
    questions = data.get("questions") if isinstance(data, dict) else None
    items = questions if isinstance(questions, list) else []
    return [(index, item) for index, item in enumerate(items) if isinstance(item, dict)]
