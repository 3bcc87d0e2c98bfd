"""The folder of models: `guichet-<fingerprint>.tar.gz`, and beside each its card and its figures.

It says nothing of which one is in service: `record` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.evaluation import figures
from guichet.evaluation.figures import Report
from guichet.whole_file import replace_file

#: A name that a model can have; nothing else is ever loaded.
MODEL_NAME = re.compile(r"guichet-[0-9a-f]{16}\.tar\.gz")
_SUFFIX = ".tar.gz"


class Card(msgspec.Struct, frozen=True):
    """What is known of a model from its birth.

    `trained_at`: ISO 8601, UTC; `seconds`: how long it took; `contract`: the code that can serve it; `judged`: a digest
    of all that its figures were measured on, empty before.
    """

    trained_at: str
    contract: str
    seconds: float = 0.0
    judged: str = ""


@dataclass(frozen=True)
class Model:
    """A trained model that is in the folder; `report` is None until it is measured. `size` in bytes."""

    path: Path
    card: Card
    report: Report | None
    size: int

    @property
    def name(self) -> str:
        return self.path.name


def models(folder: Path) -> list[Model]:
    """Every model, the last trained first."""
    paths = [path for path in folder.glob(f"guichet-*{_SUFFIX}") if MODEL_NAME.fullmatch(path.name)]
    found = [open_model(path) for path in sorted(paths)]
    return sorted(found, key=lambda model: model.card.trained_at, reverse=True)


def open_model(path: Path) -> Model:
    """The model of a file. Raises `GuichetError` when it is not there."""
    try:
        stat = path.stat()
    except OSError as error:
        raise GuichetError(f"{path} : modèle absent — « guichet models list » montre ceux qui restent") from error
    # Trained before there were cards: nobody knows by which code it can be served.
    born = datetime.fromtimestamp(stat.st_mtime, timezone.utc).isoformat(timespec="seconds")
    return Model(path, _card(path) or Card(born, ""), _report(path), stat.st_size)


def find(folder: Path, name: str) -> Model:
    """The model that a person means: a name, or the beginning of one, with or without « guichet- ».

    Raises `GuichetError` when none or several answer to it.
    """
    begin = Path(name).name.removeprefix("guichet-").removesuffix(_SUFFIX)
    found = [model for model in models(folder) if begin and model.name.removeprefix("guichet-").startswith(begin)]
    if len(found) == 1:
        return found[0]
    problem = "plusieurs modèles commencent ainsi" if found else "aucun modèle ne s'appelle ainsi"
    raise GuichetError(f"{name} : {problem} — « guichet models list » montre leurs noms")


def write_card(path: Path, card: Card) -> None:
    """Put a card beside a model, in place of the one before."""
    replace_file(card_path(path), msgspec.json.format(msgspec.json.encode(card)))


def write_report(path: Path, report: Report, judged: str) -> Model:
    """Put figures beside a model, and on its card what they were measured on."""
    figures.write(report, report_path(path))
    write_card(path, msgspec.structs.replace(open_model(path).card, judged=judged))
    return open_model(path)


def remove(path: Path) -> None:
    """Take a model away, with what is beside it."""
    for part in (path, report_path(path), card_path(path)):
        part.unlink(missing_ok=True)


def report_path(path: Path) -> Path:
    """Where the figures of a model are."""
    return path.with_name(path.name.removesuffix(_SUFFIX) + ".json")


def card_path(path: Path) -> Path:
    """Where the card of a model is."""
    return path.with_name(path.name.removesuffix(_SUFFIX) + ".card.json")


def _card(path: Path) -> Card | None:
    try:
        return msgspec.json.decode(card_path(path).read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError):
        return None


def _report(path: Path) -> Report | None:
    try:
        return figures.read(report_path(path))
    except GuichetError:
        return None
