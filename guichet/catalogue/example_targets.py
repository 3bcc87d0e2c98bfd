"""Where an example goes: the file of an editor's procedure, an official sheet or an intent. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.catalogue.editors import read_sheets
from guichet.catalogue.example_files import EXAMPLES
from guichet.catalogue.problem import excerpt
from guichet.catalogue.rasa_files import read_examples, read_rasa_files
from guichet.errors import GuichetError

PROCEDURE, SHEET, INTENT = "procedure", "sheet", "intent"

#: The file of the phrasings that came from citizens; the other files of its folder are written by hand.
INBOX = EXAMPLES / "inbox.yml"

_SHEET_ID = re.compile(r"F[1-9]\d{0,5}")


@dataclass(frozen=True)
class Target:
    """What an example teaches: its kind, its id, its file from the project's folder, and the list it is in."""

    kind: str
    id: str
    path: Path
    key: str


def find_target(root: Path, named: str, sheets: frozenset[str] | None) -> Target:
    """The procedure, official sheet or intent of that name. Raises `GuichetError` where there is none, or several.

    `sheets`: the official sheets in force; None when there is no catalogue to compare with.
    """
    read = [(Path(name), data) for name, data, _ in read_sheets(root) if isinstance(data, dict)]
    for path, data in read:
        if data.get("id") == named:
            return Target(PROCEDURE, named, path, "examples")
    if _SHEET_ID.fullmatch(named):
        return _sheet(named, read, sheets)
    for name, intent in _intents(root):
        if intent == named:
            return Target(INTENT, named, Path(name), named)
    cure = "donnez l'id d'une démarche (rsa), d'une fiche officielle (F1234) ou d'une intention (ask_cost)"
    raise GuichetError(f"{excerpt(named)} : inconnu de data/ — {cure}")


def intents(root: Path) -> dict[str, str]:
    """Each intent and the first of its examples, by which people recognise it."""
    found: dict[str, str] = {}
    for name, data, _ in read_rasa_files(root):
        for example in read_examples(data, name):
            found.setdefault(example.intent, example.text)
    return dict(sorted(found.items()))


def _sheet(named: str, read: list[tuple[Path, Any]], sheets: frozenset[str] | None) -> Target:
    """The editor's procedure that stands for an official sheet, else the file for sheets that none rewrote."""
    covering = [(path, data) for path, data in read if named in _covered(data) and "example" not in data]
    if len(covering) > 1:
        ids = ", ".join(str(data.get("id")) for _, data in covering)
        raise GuichetError(f"{named} : plusieurs démarches la reprennent ({ids}) — choisissez l'une d'elles")
    if covering:
        path, data = covering[0]
        return Target(PROCEDURE, str(data.get("id")), path, "examples")
    if sheets is not None and named not in sheets:
        raise GuichetError(f"{named} : pas une fiche officielle en vigueur — vérifiez son numéro")
    return Target(SHEET, named, INBOX, named)


def _covered(data: Any) -> list[Any]:
    listed = data.get("sheets")
    return [s.get("id") if isinstance(s, dict) else s for s in (listed if isinstance(listed, list) else ())]


def _intents(root: Path) -> Iterator[tuple[str, str]]:
    """Each intent with its file: the one of its own name first."""
    found = {
        (example.path, example.intent)
        for name, data, _ in read_rasa_files(root)
        for example in read_examples(data, name)
    }
    yield from sorted(found, key=lambda pair: (Path(pair[0]).stem != pair[1], pair))
