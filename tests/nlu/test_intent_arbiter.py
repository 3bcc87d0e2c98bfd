"""When a doubtful courtesy gives way to a procedure."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.nlu.training_data.message import Message

from guichet.nlu.intent_arbiter import IntentArbiter


def settled(intent, confidence, decision):
    message = Message.build("j'ai perdu ma carte, je fais quoi ?")
    message.set("intent", {"name": intent, "confidence": confidence}, add_to_output=True)
    message.set("procedures", {"decision": decision, "procedures": []}, add_to_output=True)
    IntentArbiter().process([message])
    return message.as_dict(only_output_properties=True)["intent"]["name"]


def test_a_doubtful_courtesy_gives_way_to_a_sure_procedure():
    assert settled("help", 0.5, "answer") == "describe_situation"


@pytest.mark.parametrize(
    ("intent", "confidence", "decision"),
    [("help", 0.9, "answer"), ("help", 0.5, "choose"), ("help", 0.5, "none"), ("ask_cost", 0.65, "answer")],
)
def test_otherwise_the_intent_stays(intent, confidence, decision):
    assert settled(intent, confidence, decision) == intent


def test_a_button_has_nothing_to_settle():
    message = Message({"intent": {"name": "choose", "confidence": 1.0}})
    IntentArbiter().process([message])
    assert message.get("intent") == {"name": "choose", "confidence": 1.0}
