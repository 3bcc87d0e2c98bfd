"""Every dataset of the project checked at once, against the catalogue in service where there is one."""

from __future__ import annotations

from pathlib import Path

from guichet.canned import REPLIES, check_canned
from guichet.catalogue.checker import check_editors
from guichet.catalogue.editors import read_sheets
from guichet.catalogue.official_ids import KnownSheets
from guichet.catalogue.problem import Problem
from guichet.catalogue.store import Catalogue
from guichet.catalogue.story_names import check_story_names
from guichet.danger import DANGERS
from guichet.danger_file import check_dangers
from guichet.starters import STARTERS, check_starters
from guichet.teams import TEAMS, check_teams


def check_all(root: Path, catalogue_path: Path) -> list[Problem]:
    """The problems of all YAML under `data/`; sheet ids are compared with the feed when it is loaded."""
    known, themes = None, set()
    if catalogue_path.is_file():
        sheets = {sheet.id: sheet.path for sheet in Catalogue.open(catalogue_path).official()}
        known = {id_: id_ for id_ in sheets} or None
        themes = {path[0].id for path in sheets.values() if path}
    written, folders = _written(root)
    return [
        *check_editors(root, known),
        *check_story_names(root),
        *check_dangers(root / DANGERS, KnownSheets(known) if known else None),
        *check_starters(root / STARTERS, {*written, *known} if known else None),
        *check_teams(root / TEAMS, {*written, *folders, *known, *themes} if known else None),
        *check_canned(root / REPLIES),
    ]


def _written(root: Path) -> tuple[set[str], set[str]]:
    """The ids of the editors' sheets, whether they were imported or not, and the folders that are their themes."""
    read = [(name, data) for name, data, _ in read_sheets(root) if isinstance(data, dict)]
    ids = {data["id"] for _, data in read if isinstance(data.get("id"), str)}
    return ids, {Path(name).parent.name for name, _ in read}
