"""The sheets worth offering once a sheet has answered; it offers none that the catalogue does not have."""

from __future__ import annotations

from typing import Protocol

from guichet.procedure import Link, Procedure

_MOST = 4


class Catalogue(Protocol):
    """What it takes to know whether a neighbour is in service."""

    def procedure(self, identifier: str) -> Procedure | None: ...


def related(procedure: Procedure, catalogue: Catalogue) -> tuple[Link, ...]:
    """Four sheets at most, questions first, then neighbours; never the sheet itself, under its own or another id."""
    found: dict[str, Link] = {}
    for link in (*procedure.questions, *procedure.related):
        sheet = catalogue.procedure(link.id)
        if sheet and sheet.id not in (procedure.id, *procedure.sheets):
            found.setdefault(sheet.id, Link(sheet.id, sheet.title))
        if len(found) == _MOST:
            break
    return tuple(found.values())
