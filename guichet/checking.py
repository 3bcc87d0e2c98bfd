"""Every dataset of the project checked at once, against the catalogue in service where there is one."""

from __future__ import annotations

from pathlib import Path

from guichet.catalogue.checker import check_editors
from guichet.catalogue.official_ids import KnownSheets
from guichet.catalogue.problem import Problem
from guichet.catalogue.store import Catalogue
from guichet.danger import DANGERS
from guichet.danger_file import check_dangers


def check_all(root: Path, catalogue_path: Path) -> list[Problem]:
    """The problems of all YAML under `data/`; sheet ids are compared with the feed when it is loaded."""
    known = None
    if catalogue_path.is_file():
        catalogue = Catalogue.open(catalogue_path)
        known = {sheet.id: sheet.id for sheet in catalogue.official()} or None
    return [*check_editors(root, known), *check_dangers(root / DANGERS, KnownSheets(known) if known else None)]
