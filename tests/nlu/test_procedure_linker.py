"""The procedure linker: what it leaves in a message, and how it follows the catalogue."""

import json
from dataclasses import dataclass

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guichet.errors import GuichetError
from guichet.nlu.procedure_linker import FreshEngine, ProcedureLinker
from guichet.search.examples import IN_MODEL, from_json, load_examples, to_json
from guichet.settings import ROOT
from tests.search.conftest import build

NOTHING = {"decision": "none", "procedures": []}


@dataclass(frozen=True)
class FakeResult:
    title: str

    def to_dict(self):
        return {"decision": "answer", "procedures": [{"id": "x", "sheets": [], "title": self.title, "score": 1.0}]}


class FakeEngine:
    """Finds one procedure, named after what the catalogue's file held when it was opened."""

    def __init__(self, path):
        self.title = path.read_text(encoding="utf-8")
        if self.title == "cassé":
            raise GuichetError("catalogue illisible")

    def search(self, text):
        if text == "panne":
            raise RuntimeError("the search broke")
        return FakeResult(self.title)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(tmp_path, clock):
    return FreshEngine(tmp_path / "catalogue.db", FakeEngine, clock)


def write(tmp_path, content):
    fresh = tmp_path / "new"
    fresh.write_text(content, encoding="utf-8")
    fresh.replace(tmp_path / "catalogue.db")


def title(found):
    return found["procedures"][0]["title"]


def link(engine, text):
    message = Message.build(text)
    ProcedureLinker(engine).process([message])
    return message


def test_a_model_keeps_the_phrasings_it_was_trained_with(tmp_path):
    storage, resource = LocalModelStorage(tmp_path), Resource("linker")
    trained = ProcedureLinker.create({}, storage, resource, None).train(TrainingData())
    with storage.read_from(trained) as folder:
        kept = from_json((folder / IN_MODEL).read_bytes())
    assert kept == load_examples(ROOT)


def test_a_loaded_model_searches_with_its_own_phrasings(tmp_path, monkeypatch, lexicon):
    var = tmp_path / "var"
    var.mkdir()
    build(var, lexicon)
    monkeypatch.setenv("GUICHET_VAR", str(var))
    storage, resource = LocalModelStorage(tmp_path), Resource("linker")
    with storage.write_to(resource) as folder:
        (folder / IN_MODEL).write_bytes(to_json({"F601": ("mon coq de combat",)}))
    linker = ProcedureLinker.load({}, storage, resource, None)
    (message,) = linker.process([Message.build("mon coq de combat")])
    assert message.get("procedures")["procedures"][0]["id"] == "F601"


def test_a_linker_that_is_being_trained_finds_nothing(tmp_path):
    linker = ProcedureLinker.create({}, LocalModelStorage(tmp_path), Resource("linker"), None)
    (message,) = linker.process([Message.build("passeport")])
    assert message.get("procedures") == NOTHING


def test_without_a_catalogue_nothing_is_found(engine):
    assert engine.search("passeport") == NOTHING


def test_a_catalogue_that_appears_is_seen_within_a_second(engine, clock, tmp_path):
    engine.search("passeport")
    write(tmp_path, "premier")
    assert engine.search("passeport") == NOTHING
    clock.now += 1.0
    assert title(engine.search("passeport")) == "premier"


def test_an_import_is_followed_without_a_restart(engine, clock, tmp_path):
    write(tmp_path, "ancien")
    assert title(engine.search("passeport")) == "ancien"
    write(tmp_path, "nouveau")
    clock.now += 1.0
    assert title(engine.search("passeport")) == "nouveau"


def test_an_unchanged_catalogue_is_opened_once(tmp_path, clock):
    opened = []
    write(tmp_path, "premier")
    engine = FreshEngine(tmp_path / "catalogue.db", lambda path: opened.append(path) or FakeEngine(path), clock)
    for _ in range(5):
        engine.search("passeport")
        clock.now += 1.0
    assert len(opened) == 1


@pytest.mark.parametrize("accident", ["cassé", "disparu"])
def test_an_accident_leaves_the_old_catalogue_in_service(accident, engine, clock, tmp_path):
    write(tmp_path, "premier")
    engine.search("passeport")
    if accident == "cassé":
        write(tmp_path, "cassé")
    else:
        (tmp_path / "catalogue.db").unlink()
    clock.now += 1.0
    assert title(engine.search("passeport")) == "premier"


def test_a_search_that_fails_is_not_a_silence(engine, tmp_path):
    write(tmp_path, "premier")
    assert link(engine, "panne").get("procedures") == NOTHING


def test_what_buttons_send_is_not_searched(engine, tmp_path):
    write(tmp_path, "premier")
    assert link(engine, '/choose{"procedure": "F1344"}').get("procedures") is None


def test_the_result_reaches_the_action_server_in_latest_message(engine, tmp_path):
    """The way Rasa goes: output properties → UserUttered → the tracker that is sent to the action server."""
    write(tmp_path, "premier")
    parsed = link(engine, "passeport").as_dict(only_output_properties=True)
    tracker = DialogueStateTracker.from_events("c", [UserUttered("passeport", parse_data=parsed)])
    sent = json.loads(json.dumps(tracker.current_state()))
    assert sent["latest_message"]["procedures"] == FakeResult("premier").to_dict()
    restored = DialogueStateTracker.from_dict("c", [e.as_dict() for e in tracker.events], Domain.empty().slots)
    assert restored.current_state()["latest_message"]["procedures"] == FakeResult("premier").to_dict()
