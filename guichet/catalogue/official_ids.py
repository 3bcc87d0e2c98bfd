"""Do the official sheets that data files cite still exist? The catalogue itself is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guichet.catalogue.problem import Problem, excerpt, place


@dataclass(frozen=True)
class KnownSheets:
    """The official sheets in force (id → title), and for a retired one, its heir's id, or "" without heir."""

    titles: Mapping[str, str]
    redirects: Mapping[str, str] = field(default_factory=dict)


def check_sheet_ids(
    sheets: Any, name: str, steps: tuple[str | int, ...], known: KnownSheets | None
) -> Iterator[Problem]:
    """Doubles in a list of sheets, and with a catalogue (`known`), sheets that it doesn't hold or no longer."""
    ids = [sheet.get("id") if isinstance(sheet, dict) else sheet for sheet in _sequence(sheets)]
    for index, id_ in enumerate(ids):
        if isinstance(id_, str):
            where = place((*steps, index))
            if id_ in ids[:index]:
                yield Problem(name, where, f"en double ({excerpt(id_)})", "gardez-la une seule fois")
            if known is not None and id_ not in known.titles:
                yield _gone(id_, name, where, known)


def _gone(id_: str, name: str, where: str, known: KnownSheets) -> Problem:
    heir = known.redirects.get(id_)
    if heir is None:
        return Problem(name, where, f"{excerpt(id_)} n'est pas une fiche officielle", "vérifiez son numéro")
    cure = f"mettez « {heir} », qui la remplace" if heir else "retirez-la, ou trouvez la fiche qui la remplace"
    return Problem(name, where, f"{excerpt(id_)} a été retirée par Service-Public", cure)


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
