"""Which model a server starts with: the one in service, or that of the present content when no other can be served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guichet.bank import folder as shelf
from guichet.bank import record
from guichet.bank.bank import Bank
from guichet.errors import GuichetError


@dataclass(frozen=True)
class Choice:
    """The model to serve, and what to say of it, empty when all is as it should be."""

    model: Path
    note: str = ""


def choose(bank: Bank) -> Choice:
    """The model to start with. Raises `GuichetError` when none can be served."""
    present, wanted = bank.present(), record.read(bank.folder).model
    if wanted and not (problem := _problem(bank, wanted)):
        waits = present.is_file() and present.name != wanted
        return Choice(bank.folder / wanted, f"{WAITING} ({present.name})" if waits else "")
    if not present.is_file():
        reason = f"{wanted} {problem}" if wanted else "pas de modèle pour ces données"
        raise GuichetError(f"models/ : {reason} — lancez « guichet train »")
    if wanted:
        return Choice(present, f"{wanted} {problem} : je sers {present.name}, {UNPROMOTED}")
    return Choice(present, f"Aucun modèle n'est encore en service : je sers {present.name}, {UNPROMOTED}")


#: After the names of models, in what is said at the start.
WAITING = "Un modèle plus récent attend — « guichet models promote » le mesure et le met en service"
UNPROMOTED = "pas encore promu — « guichet models promote » le mesure et le met en service"


def fallback(bank: Bank, broken: str) -> Path | None:
    """What to serve instead of a model that does not load: the last that was in service, or that of now."""
    current = record.read(bank.folder)
    names = [current.model, *current.before(), bank.present().name]
    fine = (name for name in names if name and name != broken and current.failure(name) is None)
    return next((bank.folder / name for name in fine if not _problem(bank, name)), None)


def _problem(bank: Bank, name: str) -> str:
    path = bank.folder / name
    if not shelf.MODEL_NAME.fullmatch(name) or not path.is_file():
        return "n'est plus là"
    return "" if bank.fits(shelf.open_model(path)) else "a été entraîné pour un autre code"
