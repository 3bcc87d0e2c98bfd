"""The last component of the pipeline: a person in danger is heard, whatever the others understood."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.nlu.training_data.message import Message

from guichet.danger import DANGERS
from guichet.danger_file import load_dangers
from guichet.nlu.danger_detector import DangerDetector
from guichet.settings import ROOT


@pytest.fixture(scope="module")
def detector():
    return DangerDetector(load_dangers(ROOT / DANGERS))


def heard(detector, text, intent):
    message = Message.build(text)
    message.set("intent", {"name": intent, "confidence": 0.99}, add_to_output=True)
    detector.process([message])
    return message.as_dict(only_output_properties=True)


@pytest.mark.parametrize("intent", ["ask_cost", "greet", "nlu_fallback", "choose"])
def test_a_person_in_danger_is_heard_whatever_the_others_understood(detector, intent):
    output = heard(detector, "mon mari me frappe", intent)
    assert output["intent"] == {"name": "danger", "confidence": 1.0}
    assert output["danger"] == "violences_conjugales"


@pytest.mark.parametrize("text", ["combien coûte un passeport", "", '/choose{"option": "je veux mourir"}'])
def test_the_rest_is_left_alone(detector, text):
    output = heard(detector, text, "ask_cost")
    assert output["intent"] == {"name": "ask_cost", "confidence": 0.99}
    assert "danger" not in output


def test_only_the_reviewed_file_decides_that_someone_is_in_danger(detector):
    message = Message.build("un feu de joie")
    ranking = [{"name": "danger", "confidence": 0.6}, {"name": "ask_where", "confidence": 0.2}]
    message.set("intent", ranking[0], add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    assert detector.process([message])[0].get("intent") == ranking[1]
    message.set("intent_ranking", ranking[:1], add_to_output=True)
    message.set("intent", ranking[0], add_to_output=True)
    assert detector.process([message])[0].get("intent")["name"] == "nlu_fallback"


def test_a_message_without_text_nor_intent_passes(detector):
    message = Message({})
    assert detector.process([message]) == [message]
    assert message.get("danger") is None
