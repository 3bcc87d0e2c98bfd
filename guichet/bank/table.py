"""The models as a table for a terminal: what each is worth, and which one is in service. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from guichet.bank import folder as shelf
from guichet.bank import record
from guichet.bank.bank import Bank
from guichet.bank.folder import Model
from guichet.bank.record import Record

#: Titles of columns → the figure under each.
FIGURES = {
    "1re": "linker.first",
    "parmi 4": "linker.four",
    "sûre et juste": "linker.answered_right",
    "hors sujet": "scope.declined",
    "intentions": "intents.right",
}
EMPTY = "Aucun modèle — « guichet train » en entraîne un, puis « guichet models promote » le met en service."
LEGEND = (
    "1re : bonne fiche en premier ; parmi 4 : parmi les quatre montrées ; sûre et juste : réponses données d'emblée "
    "qui sont bonnes ; hors sujet : questions hors sujet refusées ; — : pas encore mesuré."
)


def lines(bank: Bank) -> list[str]:
    """The table, the last trained first. Raises `GuichetError` when the record is broken."""
    known, current = shelf.models(bank.folder), record.read(bank.folder)
    if not known:
        return [EMPTY]
    rows = [_row(model, bank, current) for model in known]
    found = [*_aligned([["modèle", "entraîné", "taille", *FIGURES, "état"], *rows]), LEGEND]
    if current.model and current.model not in {model.name for model in known}:
        found.append(f"{current.model}, en service, n'est plus dans models/ — « guichet models promote »")
    return [*found, *_last_change(current)]


def _row(model: Model, bank: Bank, current: Record) -> list[str]:
    figures = model.report.figures if model.report else {}
    shares = [f"{100 * figures[n].value:.1f} %".replace(".", ",") if n in figures else "—" for n in FIGURES.values()]
    size = f"{model.size / 1e6:.1f} Mo".replace(".", ",")
    short = model.name.removeprefix("guichet-").removesuffix(".tar.gz")
    return [short, moment(model.card.trained_at), size, *shares, _state(model, bank, current)]


def _state(model: Model, bank: Bank, current: Record) -> str:
    """In words, never by a sign alone."""
    said, since = [], current.since()
    if model.name == current.model and since is not None:
        said.append(f"en service depuis le {moment(since.at)}, par {since.by}")
    elif current.before()[:1] == (model.name,):
        said.append("celui d'avant")
    if (failure := current.failure(model.name)) is not None:
        said.append(f"ne s'est pas chargé le {moment(failure.at)} ({failure.reason})")
    if not bank.fits(model):
        said.append("entraîné pour un autre code")
    if model.path == bank.present():
        said.append("données présentes")
    return " ; ".join(said)


def _last_change(current: Record) -> list[str]:
    if (since := current.since()) is None:
        return ["Aucun n'est en service — « guichet models promote » mesure celui des données présentes et le met."]
    return [f"Dernier changement : {since.why}."]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (zip(row, widths, strict=True) for row in rows)
    return ["  ".join(cell.ljust(width) for cell, width in row).rstrip() for row in padded]


def moment(at: str) -> str:
    """An ISO 8601 moment, in the time of this machine: `22/11/2026 14:05`."""
    return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M")
