"""A small project with one editor's sheet, for the tests of the loader and of the checks."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import yaml

from guichet.catalogue.checker import check_editors

TODAY = date(2026, 11, 21)
SHEET = "data/procedures/loisirs/carte_piscine.yml"

EXAMPLES = [
    f"je voudrais une carte numéro {word}" for word in "un deux trois quatre cinq six sept huit neuf dix".split()
]

VALID = {
    "id": "carte_piscine",
    "title": "Carte de la piscine",
    "theme": "Loisirs",
    "names": ["carte piscine", "abonnement piscine"],
    "examples": EXAMPLES,
    "summary": "La carte se demande à l'accueil de la piscine.",
    "sources": [
        {"key": "tarifs", "title": "Tarifs", "url": "https://www.ville.example/tarifs", "verified_on": "2026-01-05"},
        {"key": "delais", "title": "Délais", "url": "https://www.ville.example/delais", "verified_on": "2026-03-01"},
    ],
    "documents": {"items": ["Une photo", "Une pièce d'identité"]},
}


def project(tmp_path: Path, *changes: dict, text: str | None = None, name: str = SHEET) -> Path:
    """A project with one sheet: the valid one, with changes at its top level, or any text."""
    data = copy.deepcopy(VALID)
    for change in changes:
        data.update(change)
    return write(
        tmp_path, name, text if text is not None else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    )


def write(root: Path, name: str, text: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def lines(root: Path, known: dict[str, str] | None = None, redirects: dict[str, str] | None = None) -> list[str]:
    return [str(problem) for problem in check_editors(root, known, redirects=redirects, today=TODAY)]
