"""An engine follows the record: here a door that remembers, in the place of the engine's."""

import pytest

from guichet.bank import record
from guichet.bank.choosing import choose
from guichet.bank.watch import EngineDoor, ModelWatch
from guichet.errors import GuichetError


class FakeDoor:
    """An engine: the model that it holds (None: away), and why it can't load some."""

    def __init__(self, holds):
        self.holds = holds
        self.broken = {}
        self.asked = []

    def held(self):
        return self.holds

    def take(self, name):
        self.asked.append(name)
        if self.holds is None:
            return None
        if name in self.broken:
            return self.broken[name]
        self.holds = name
        return ""


class Watched:
    """A watch with its door, and all that it said and did."""

    def __init__(self, house, served):
        self.door = FakeDoor(served.name)
        self.said, self.used, self.restarts = [], [], []
        restart = lambda: self.restarts.append(1)  # noqa: E731
        self.watch = ModelWatch(house.bank, self.door, served.path, self.used.append, restart)

    def look(self):
        self.watch.look(self.said.append)


@pytest.fixture
def three(house):
    models = [house.train(letter) for letter in "abc"]
    house.promote(models[0])
    return models


def test_the_engine_takes_what_is_promoted_once(house, three):
    watched = Watched(house, three[0])
    watched.look()
    house.promote(three[1])
    watched.look()
    watched.look()
    assert watched.door.asked == [three[1].name]
    assert watched.used == [three[1].path]
    assert watched.said == [f"Le moteur répond maintenant avec {three[1].name}."]
    house.bank.rollback()
    watched.look()
    assert watched.door.holds == three[0].name


def test_an_engine_that_is_away_is_asked_again_later(house, three):
    watched = Watched(house, three[0])
    house.promote(three[1])
    watched.door.holds = None
    watched.look()
    assert (watched.used, watched.said) == ([], [])
    watched.door.holds = three[0].name
    watched.look()
    assert watched.door.holds == three[1].name


def test_a_model_that_does_not_load_is_said_noted_and_taken_back(house, three):
    watched = Watched(house, three[0])
    watched.door.broken[three[1].name] = "pas un fichier tar"
    house.promote(three[1])
    watched.look()
    watched.look()
    known = record.read(house.bank.folder)
    assert watched.door.asked == [three[1].name]
    assert (known.model, watched.door.holds, watched.used) == (three[0].name, three[0].name, [])
    assert known.failure(three[1].name).reason == "pas un fichier tar"
    assert watched.said == [
        f"{three[1].name} : ne se charge pas (pas un fichier tar) — {three[0].name} reste en service"
    ]


def test_a_model_that_does_not_load_is_tried_once_even_when_the_disk_is_full(house, three):
    watched = Watched(house, three[0])
    watched.door.broken[three[1].name] = "pas un fichier tar"
    house.promote(three[1])
    house.bank.folder.joinpath(record.LOCK).unlink()
    house.bank.folder.joinpath(record.LOCK).mkdir()
    with pytest.raises(GuichetError, match="écriture impossible"):
        watched.look()
    watched.look()
    assert watched.door.asked == [three[1].name]
    assert watched.door.holds == three[0].name


def test_a_model_trained_anew_under_the_same_name_is_tried_again(house, three):
    watched = Watched(house, three[0])
    watched.door.broken[three[1].name] = "pas un fichier tar"
    house.promote(three[1])
    watched.look()
    watched.door.broken.clear()
    house.promote(house.bank.candidate("bbbb"), forced="entraîné à nouveau")
    watched.look()
    assert watched.door.holds == three[1].name
    assert record.read(house.bank.folder).failure(three[1].name) is None


def test_an_engine_that_started_without_its_model_gets_another_and_starts_again(house, three):
    house.promote(three[1])
    watched = Watched(house, three[1])
    watched.door.holds = ""
    watched.look()
    assert (watched.used, watched.restarts) == ([three[0].path], [1])
    known = record.read(house.bank.folder)
    assert known.model == three[0].name
    assert known.failure(three[1].name) is not None


def test_without_any_other_model_it_says_so_once_and_goes_on(house, three):
    watched = Watched(house, three[0])
    watched.door.holds = ""
    watched.look()
    watched.look()
    assert watched.restarts == []
    assert len(watched.said) == 1
    assert "guichet train --force" in watched.said[0]


def test_a_model_of_other_code_waits_for_a_new_start(house, three):
    watched = Watched(house, three[0])
    house.promote(three[1])
    (house.bank.root / "domain.yml").write_text("slots: {case: {type: any}}\n", encoding="utf-8")
    watched.look()
    watched.look()
    assert watched.door.asked == []
    assert len(watched.said) == 1
    assert "relancez « guichet serve »" in watched.said[0]


def test_a_broken_record_changes_nothing_in_service(house, three):
    watched = Watched(house, three[0])
    (house.bank.folder / record.FILE).write_text("{", encoding="utf-8")
    with pytest.raises(GuichetError):
        watched.look()
    assert watched.door.asked == []


def test_nobody_behind_the_door():
    door = EngineDoor("http://127.0.0.1:9")
    assert door.held() is None
    assert door.take("guichet-aaaaaaaaaaaaaaaa.tar.gz") is None


class TestTheStart:
    def test_the_one_in_service_is_served_and_a_newer_one_is_told(self, house, three):
        present = house.bank.present()
        present.write_bytes(b"a model")
        choice = choose(house.bank)
        assert choice.model == three[0].path
        assert "guichet models promote" in choice.note
        assert present.name in choice.note

    def test_nothing_to_say_when_none_waits(self, house, three):
        assert choose(house.bank).note == ""

    def test_the_present_one_when_none_is_in_service(self, house):
        house.train("a")
        house.bank.present().write_bytes(b"a model")
        choice = choose(house.bank)
        assert choice.model == house.bank.present()
        assert choice.note.startswith("Aucun modèle n'est encore en service")

    def test_the_present_one_when_the_code_has_changed(self, house, three):
        (house.bank.root / "domain.yml").write_text("slots: {case: {type: any}}\n", encoding="utf-8")
        with pytest.raises(GuichetError, match="a été entraîné pour un autre code — lancez « guichet train »"):
            choose(house.bank)
        house.bank.present().write_bytes(b"a model")
        assert choose(house.bank).model == house.bank.present()

    def test_nothing_trained(self, house):
        with pytest.raises(GuichetError, match="pas de modèle pour ces données — lancez « guichet train »"):
            choose(house.bank)
