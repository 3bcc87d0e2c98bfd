"""A counter that runs changes its model while citizens write: real processes, no message lost, none answered twice."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.bank import record
from guichet.bank.bank import Bank
from guichet.bank.contract import contract
from guichet.bank.folder import Card, open_model, write_card
from tests.bank.tiny import train_saying
from tests.bank.town import Counter, counter, crowd, say_once, until

FIRST, SECOND = "Je suis le premier modèle.", "Je suis le second modèle."
#: A rollback, from the call to the first answer by the old model.
ROLLBACK_SECONDS = 60


@dataclass(frozen=True)
class Place:
    bank: Bank
    counter: Counter
    first: Path
    second: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A counter with two trained models, the first of them in service."""
    folder = tmp_path_factory.mktemp("place")
    root, models, var = folder / "project", folder / "models", folder / "var"
    var.mkdir()
    first, second = train_saying(root, models, FIRST), train_saying(root, models, SECOND)
    bank = Bank(root, models)
    promote(bank, first)
    with counter(root, models, var) as running:
        yield Place(bank, running, first, second)


def promote(bank, path):
    bank.promote(open_model(path), Path("absent"), lambda what, done, total: None, forced="pour l'essai")


def put_broken(bank):
    """A file that is called a model and is none."""
    path = bank.folder / "guichet-ffffffffffffffff.tar.gz"
    path.write_bytes(b"not a model")
    write_card(path, Card(record.now(), contract(bank.root)))
    return path


def test_the_one_in_service_is_served_though_a_newer_one_waits(place):
    assert say_once(place.counter.url) == FIRST
    assert "Un modèle plus récent attend" in place.counter.said()


def test_no_message_is_lost_or_answered_twice_while_the_model_changes(place):
    url = place.counter.url
    with crowd(url, 6) as citizens:
        until(lambda: all(len(citizen.sent) > 3 for citizen in citizens), "everybody to have written")
        promote(place.bank, place.second)
        until(lambda: say_once(url) == SECOND, "the second model")
        place.bank.rollback()
        began = time.monotonic()
        until(lambda: say_once(url) == FIRST, "the first model again")
        assert time.monotonic() - began < ROLLBACK_SECONDS
        promote(place.bank, place.second)
        until(lambda: say_once(url) == SECOND, "the second model again")
    for citizen in citizens:
        answers = citizen.answers()
        assert len(answers) == len(citizen.sent) > 3
        assert {kind for kind, _ in answers} == {"text"}
        assert {text for _, text in answers} == {FIRST, SECOND}
        assert answers[-1][1] == SECOND


def test_a_model_that_does_not_load_leaves_the_old_one_in_service_and_is_told(place):
    before = say_once(place.counter.url)
    broken = put_broken(place.bank)
    served = record.read(place.bank.folder).model
    promote(place.bank, broken)
    until(lambda: record.read(place.bank.folder).failure(broken.name), "the failure to be recorded")
    assert record.read(place.bank.folder).model == served
    assert f"{broken.name} : ne se charge pas" in place.counter.said()
    assert say_once(place.counter.url) == before


def test_a_counter_that_starts_with_a_broken_model_serves_the_one_before(tmp_path):
    bank = Bank(tmp_path / "project", tmp_path / "models")
    promote(bank, train_saying(bank.root, bank.folder, FIRST))
    promote(bank, put_broken(bank))
    (tmp_path / "var").mkdir()
    with counter(bank.root, bank.folder, tmp_path / "var") as running:
        until(lambda: "je sers" in running.said(), "another model to be chosen")
        until(lambda: say_once(running.url) == FIRST, "the model before")
    known = record.read(bank.folder)
    assert known.model.startswith("guichet-")
    assert known.failure(known.model) is None
    assert known.failure("guichet-ffffffffffffffff.tar.gz") is not None
