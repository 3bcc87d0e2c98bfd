"""Every dataset of the project checked at once, against the catalogue in service where there is one."""

from __future__ import annotations

from pathlib import Path

from guichet.catalogue.checker import check_editors
from guichet.catalogue.editors import read_sheets
from guichet.catalogue.official_ids import KnownSheets
from guichet.catalogue.problem import Problem
from guichet.catalogue.store import Catalogue
from guichet.danger import DANGERS
from guichet.danger_file import check_dangers
from guichet.starters import STARTERS, check_starters


def check_all(root: Path, catalogue_path: Path) -> list[Problem]:
    """The problems of all YAML under `data/`; sheet ids are compared with the feed when it is loaded."""
    known = None
    if catalogue_path.is_file():
        catalogue = Catalogue.open(catalogue_path)
        known = {sheet.id: sheet.id for sheet in catalogue.official()} or None
    return [
        *check_editors(root, known),
        *check_dangers(root / DANGERS, KnownSheets(known) if known else None),
        *check_starters(root / STARTERS, {*_written(root), *known} if known else None),
    ]


def _written(root: Path) -> set[str]:
    """The ids of the editors' sheets, whether they were imported or not."""
    return {
        data["id"] for _, data, _ in read_sheets(root) if isinstance(data, dict) and isinstance(data.get("id"), str)
    }
