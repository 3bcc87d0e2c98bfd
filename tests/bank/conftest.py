"""Models that are only names and figures: what the bank decides needs no Rasa, only its version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from guichet.bank.bank import Bank
from guichet.bank.contract import contract
from guichet.bank.folder import Card, Model, open_model, write_card
from guichet.catalogue.importer import import_editors
from guichet.evaluation.figures import GATES, Figure, Report

BIRTH = datetime(2026, 11, 1, 8, 0, tzinfo=timezone.utc)


def silent(what: str, done: int, total: int) -> None:
    """Nobody listens."""


@dataclass
class Scores:
    """Measures models as told: `right` cases of 100 by model; `asked` is who was measured, in order."""

    right: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def measure(self, root: Path, model: Path, catalogue: Path, progress) -> Report:
        self.asked.append(model.name)
        share = self.right.get(model.name, 90) / 100
        return Report(model.name, "2026-11-22T10:00:00+00:00", 3, {gate: Figure(share, 100, 0, 1) for gate in GATES})


@dataclass
class House:
    """A project, its models and its catalogue."""

    bank: Bank
    scores: Scores
    catalogue: Path

    def train(self, letter: str) -> Model:
        """A model as `guichet train` leaves it, each later than the one before."""
        self.bank.folder.mkdir(exist_ok=True)
        path = self.bank.folder / f"guichet-{letter * 16}.tar.gz"
        path.write_bytes(b"a model")
        count = len(list(self.bank.folder.glob("*.tar.gz")))
        born = (BIRTH + timedelta(hours=count)).isoformat()
        write_card(path, Card(born, contract(self.bank.root)))
        return open_model(path)

    def promote(self, model: Model, **options):
        """Put it in service as the command does."""
        return self.bank.promote(model, self.catalogue, silent, **options)


@pytest.fixture
def house(tmp_path):
    """An empty house whose catalogue has no sheet: nothing is measured but by `scores`."""
    pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")
    root = tmp_path / "project"
    root.mkdir()
    (root / "domain.yml").write_text("slots: {}\n", encoding="utf-8")
    catalogue = tmp_path / "var" / "catalogue.db"
    import_editors([], catalogue)
    scores = Scores()
    return House(Bank(root, tmp_path / "models", scores.measure), scores, catalogue)
