"""`guichet check`: every problem of every data file at once; shape and content of one file are its reader's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from guichet.catalogue.editor_content import check_content
from guichet.catalogue.editor_structure import check_structure
from guichet.catalogue.editors import read_sheets
from guichet.catalogue.example_files import phrasings, read_example_files
from guichet.catalogue.official_ids import KnownSheets, check_sheet_ids
from guichet.catalogue.problem import Problem, excerpt, place
from guichet.catalogue.question_files import check_questions, check_targets
from guichet.catalogue.rasa_files import check_other_files, check_response_names, read_examples, read_rasa_files
from guichet.catalogue.register import Register


def check_editors(
    root: Path,
    known_sheets: Mapping[str, str] | None = None,
    *,
    redirects: Mapping[str, str] | None = None,
    today: date | None = None,
) -> list[Problem]:
    """Every problem of the data files of the project in `root`, file by file.

    `known_sheets`: the official sheets in force, id → title; None when there is no catalogue.
    `redirects`: retired sheet → the one that replaces it, or "".
    """
    questions, ids, examples = Register(), Register(), Register()
    official = KnownSheets(known_sheets, redirects or {}) if known_sheets is not None else None
    return [
        *check_questions(root, questions, official),
        *_check_procedures(root, questions, ids, examples, official, today or date.today()),
        *_check_sheet_examples(root, questions, examples, official),
        *check_targets(root, ids),
        *_check_rasa(root, questions),
        *check_other_files(root),
    ]


def _check_procedures(
    root: Path, questions: Register, ids: Register, examples: Register, known_sheets: KnownSheets | None, today: date
) -> Iterator[Problem]:
    names, themes = Register(), {}
    for name, data, found in read_sheets(root):
        yield from found
        if data is not None:
            yield from check_structure(data, name)
        if isinstance(data, dict):
            yield from check_content(data, name, today)
            yield from _check_place(data, name, ids)
            yield from _check_theme(data, name, themes)
            yield from check_sheet_ids(data.get("sheets"), name, ("sheets",), known_sheets)
            yield from _check_unique(data.get("names"), name, "names", names)
            yield from _check_examples(data.get("examples"), name, "examples", examples, questions)


def _check_sheet_examples(
    root: Path, questions: Register, examples: Register, known_sheets: KnownSheets | None
) -> Iterator[Problem]:
    """Phrasings of official sheets that no editor rewrote."""
    for name, data, found in read_example_files(root):
        yield from found
        if data is not None:
            yield from check_structure(data, name, "example_file")
        for sheet, texts in data.items() if isinstance(data, dict) else ():
            yield from (replace(p, where=sheet) for p in check_sheet_ids([sheet], name, (), known_sheets))
            yield from _check_examples(texts, name, sheet, examples, questions)


def _check_place(data: Mapping[str, Any], name: str, ids: Register) -> Iterator[Problem]:
    path, id_ = Path(name), data.get("id")
    if path.suffix != ".yml" or len(path.parts) != 4:
        yield Problem(name, "", "mal rangé", "une fiche se range dans data/procedures/<dossier>/<id>.yml")
    if not isinstance(id_, str):
        return
    if id_ != path.stem:
        cure = f"écrivez « {path.stem} », ou renommez le fichier"
        yield Problem(name, "id", f"{excerpt(id_)} n'est pas le nom du fichier", cure)
    if other := ids.claim(id_, name):
        yield Problem(name, "id", f"déjà pris par {other}", "donnez un autre id et un autre nom de fichier")


def _check_theme(data: Mapping[str, Any], name: str, themes: dict[str, tuple[str, str]]) -> Iterator[Problem]:
    theme = data.get("theme")
    if isinstance(theme, str):
        known, other = themes.setdefault(Path(name).parent.name, (theme, name))
        if known != theme:
            what = f"{excerpt(theme)} n'est pas celui de {other} ({excerpt(known)})"
            yield Problem(name, "theme", what, "donnez le même thème à toutes les fiches d'un dossier")


def _check_examples(data: Any, name: str, key: str, examples: Register, questions: Register) -> Iterator[Problem]:
    yield from _check_unique(data, name, key, examples)
    for index, text in phrasings(data):
        yield from _check_leak(text, name, place((key, index)), questions)


def _check_unique(data: Any, name: str, key: str, register: Register) -> Iterator[Problem]:
    """A name or an example that two sheets share points to neither."""
    for index, text in phrasings(data):
        if other := register.claim(text, name):
            where = "plus haut" if other == name else f"dans {other}"
            yield Problem(name, place((key, index)), f"{excerpt(text)} est déjà {where}", "gardez-en un seul des deux")


def _check_leak(text: str, name: str, where: str, questions: Register) -> Iterator[Problem]:
    if held := questions.owner(text):
        what = f"{excerpt(text)} est aussi une question gardée pour la mesure ({held})"
        yield Problem(name, where, what, "changez l'une des deux : on ne mesure pas avec ce qu'on a appris")


def _check_rasa(root: Path, questions: Register) -> Iterator[Problem]:
    files, intents = [], Register()
    for name, data, found in read_rasa_files(root):
        yield from found
        files.append((name, data))
        for example in read_examples(data, name):
            other = intents.claim(example.text, example.intent)
            if other and other != example.intent:
                what = f"{excerpt(example.text)} est déjà un exemple de « {other} »"
                yield Problem(name, f"{example.where} ({example.intent})", what, "gardez-le pour une seule intention")
            yield from _check_leak(example.text, name, example.where, questions)
    yield from check_response_names(files)
