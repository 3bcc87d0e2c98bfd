"""The number of a request decides what a message is about."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.nlu.training_data.message import Message

from guichet.nlu.reference_finder import ReferenceFinder

POSTCODE = {"entity": "postcode", "value": "35000", "start": 0, "end": 5}


def read(text, intent="describe_situation", confidence=0.9, *entities):
    message = Message.build(text)
    message.set("intent", {"name": intent, "confidence": confidence}, add_to_output=True)
    message.set("entities", list(entities), add_to_output=True)
    ReferenceFinder().process([message])
    return message.as_dict(only_output_properties=True)


def matched(text, start, end):
    return {"entity": "reference", "value": text[start:end], "start": start, "end": end, "extractor": "pattern"}


@pytest.mark.parametrize(
    "text",
    [
        "Où en est ma demande DEM-7F3K-Q2 ?",
        "dem 7f3k q2",
        "7f3k-q2",
        "j'ai un numéro de suivi DEM7F3KQ2",
        "annuler ma demande DEM–7F3K–Q2",
        "bonjour, DEM-7F3K-Q3 puis DEM-7F3K-Q2",
    ],
)
@pytest.mark.parametrize("intent", ["describe_situation", "cancel", "greet", "nlu_fallback", "ask_status"])
def test_a_number_is_about_its_request_whatever_was_heard(text, intent):
    found = read(text, intent)
    assert found["intent"]["name"] == "ask_status"
    assert [e["value"] for e in found["entities"]] == ["DEM-7F3K-Q2"]


@pytest.mark.parametrize("text", ["DEM-7F3K-Q3", "où en est dem 7f3k q"])
def test_a_wrong_number_too_but_it_is_no_entity(text):
    found = read(text, "greet", 0.9, matched(text, 0, len(text)))
    assert (found["intent"]["name"], found["entities"]) == ("ask_status", [])


@pytest.mark.parametrize("text", ["ils me demandent un papier", "je viens demain14h", "", "🙂", "DEM", "le 35000"])
def test_other_words_are_left_alone(text):
    found = read(text, "greet", 0.5, POSTCODE)
    assert (found["intent"], found["entities"]) == ({"name": "greet", "confidence": 0.5}, [POSTCODE])


def test_who_surely_asks_for_a_person_gets_one():
    text = "je veux parler à quelqu'un de ma demande DEM-7F3K-Q2"
    assert read(text, "human_handoff", 0.9)["intent"]["name"] == "human_handoff"
    assert read(text, "human_handoff", 0.5)["intent"]["name"] == "ask_status"


def test_it_stands_where_the_pattern_found_it_and_is_written_officially():
    text = "35000, dem 7f3k q2 svp"
    found = read(text, "inform", 0.9, POSTCODE, matched(text, 7, 18))
    assert found["entities"] == [POSTCODE, matched(text, 7, 18) | {"value": "DEM-7F3K-Q2"}]


def test_a_button_is_not_read():
    message = Message({"text": '/choose{"x": "DEM-7F3K-Q2"}', "intent": {"name": "choose", "confidence": 1.0}})
    ReferenceFinder().process([message])
    assert message.get("intent")["name"] == "choose"
    assert message.get("entities") is None
