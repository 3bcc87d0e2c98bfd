"""The action that asks for a person, with Rasa's own tracker: what it reads of the past, and that it never fails."""

import asyncio
import json

import pytest
import yaml

pytest.importorskip("rasa_sdk", reason="rasa-sdk is only in the engine's environment (.venv-engine)")

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.human import ActionRequestHuman
from actions.memory import remembered, to_slots
from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.dialogue.turn import Memory, Offer
from guichet.settings import ROOT

SLOTS = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]
CARD = "carte_identite_perte_vol"
IN_A_WALK = Memory(CARD, CARD, "cost", pending=(Offer("Oui", {"option": "cas.x"}),), question="ma carte", asked="case")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    import_editors(load_editors(ROOT), folder / "catalogue.db")
    return folder


@pytest.fixture
def var(catalogue, monkeypatch):
    monkeypatch.setenv("GUICHET_VAR", str(catalogue))
    return catalogue


def typed(text, intent="describe_situation", confidence=0.7):
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent, "confidence": confidence}}}


def answered(title, kind="answer"):
    return {
        "event": "bot",
        "text": None,
        "data": {"custom": {"frames": [{"kind": kind, "procedure": {"title": title}}]}},
    }


ASKED = typed("je veux parler à quelqu'un", "human_handoff", 0.98)


def ask(*events, memory=None, intent="human_handoff", **entities):
    """The frame after these events, the last of which is the present message; and the memory after it."""
    slots = dict.fromkeys(SLOTS) | {e["name"]: e["value"] for e in to_slots(memory or Memory())}
    found = [{"entity": name, "value": value} for name, value in entities.items()]
    message = {"text": "x", "intent": {"name": intent, "confidence": 0.9}, "entities": found}
    dispatcher = CollectingDispatcher()
    tracker = Tracker("c", slots, message, list(events), False, None, {}, "action_listen")
    done = asyncio.run(ActionRequestHuman().run(dispatcher, tracker, {}))
    after = slots | {event["name"]: event["value"] for event in done}
    (said,) = json.loads(json.dumps(dispatcher.messages))
    (frame,) = said["custom"]["frames"]
    return frame, remembered(Tracker("c", after, {}, [], False, None, {}, ""))


def test_the_file_and_the_thread_that_is_kept(var):
    frame, memory = ask(typed("ma carte", confidence=0.4), ASKED, memory=IN_A_WALK)
    request = frame["request"]
    assert (frame["kind"], frame["owner"], request["reason"]) == ("handoff", "waiting", "asked")
    assert (request["procedure"]["id"], request["aspect"], request["question"]) == (CARD, "cost", "ma carte")
    assert (request["last"], request["confidence"]) == ("ma carte", 0.4)
    assert memory == IN_A_WALK


def test_the_button_tells_the_reason(var):
    pressed = typed('/human_handoff{"reason": "trouble"}', "human_handoff", 1.0)
    request = ask(typed("mon permis", confidence=0.2), pressed, reason="trouble")[0]["request"]
    assert (request["reason"], request["last"], request["confidence"]) == ("trouble", "mon permis", 0.2)


def test_buttons_are_no_words(var):
    pressed = typed('/choose{"procedure": "F1"}', "choose", 1.0)
    assert ask(typed("mon permis"), pressed, ASKED)[0]["request"]["last"] == "mon permis"


def test_who_asks_first_of_all_has_said_only_that(var):
    assert ask(ASKED)[0]["request"]["last"] == ASKED["text"]


def test_a_conversation_of_buttons_alone_has_no_words(var):
    pressed = typed('/human_handoff{"reason": "lost"}', "human_handoff", 1.0)
    request = ask(pressed, reason="lost")[0]["request"]
    assert (request["last"], request["confidence"]) == ("", None)


def test_the_last_three_answers_shown_each_once_the_last_one_last(var):
    titles = ["Permis", "Carte grise", "Passeport", "Passeport", "Carte d'identité", "Passeport"]
    events = [answered(title, "checklist" if title == "Permis" else "answer") for title in titles]
    shown = ask(*events, {"event": "bot", "text": "Bonjour", "data": {}}, ASKED)[0]["request"]["shown"]
    assert shown == ["Carte grise", "Carte d'identité", "Passeport"]


def test_what_was_forgotten_is_not_told(var):
    request = ask(typed("mon permis"), answered("Permis"), {"event": "restart"}, ASKED)[0]["request"]
    assert (request["shown"], request["last"]) == ([], ASKED["text"])


def test_without_a_catalogue_a_person_is_asked_for_all_the_same(tmp_path, monkeypatch, caplog):
    (tmp_path / "catalogue.db").write_bytes(b"pas une base" * 1000)
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    frame, memory = ask(typed("ma carte"), ASKED, memory=IN_A_WALK)
    assert (frame["kind"], frame["request"]["procedure"], frame["request"]["question"]) == ("handoff", None, "ma carte")
    assert memory == IN_A_WALK
    assert "the file goes without its procedure" in caplog.text


@pytest.mark.parametrize("event", [{}, {"event": "user"}, {"event": "user", "text": None, "parse_data": None}])
def test_incomplete_events_lose_nothing(var, event):
    assert ask(event, ASKED)[0]["request"]["last"] == ASKED["text"]
    assert ask(event)[0]["kind"] == "handoff"


def test_no_event_at_all(var):
    assert ask()[0]["request"]["last"] == ""
