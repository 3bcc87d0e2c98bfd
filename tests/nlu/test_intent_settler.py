"""When a courtesy gives way to a procedure."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.nlu.training_data.message import Message

from guichet.nlu.intent_settler import IntentSettler


def settled(intent, confidence, decision, *others):
    ranking = [{"name": name, "confidence": score} for name, score in [(intent, confidence), *others]]
    message = Message.build("j'ai perdu ma carte, je fais quoi ?")
    message.set("intent", ranking[0], add_to_output=True)
    message.set("intent_ranking", ranking, add_to_output=True)
    message.set("procedures", {"decision": decision, "procedures": []}, add_to_output=True)
    IntentSettler(IntentSettler.get_default_config()).process([message])
    return message.as_dict(only_output_properties=True)["intent"]["name"]


def test_a_doubtful_courtesy_gives_way_to_the_likeliest_question():
    assert settled("help", 0.5, "answer", ("thank", 0.2), ("ask_steps", 0.1)) == "ask_steps"


def test_without_any_question_in_the_ranking_it_is_a_situation():
    assert settled("help", 0.5, "answer", ("thank", 0.2)) == "describe_situation"


@pytest.mark.parametrize(
    ("intent", "confidence", "decision"),
    [
        ("help", 0.9, "answer"),
        ("help", 0.5, "choose"),
        ("help", 0.5, "none"),
        ("human_handoff", 0.5, "answer"),
        ("insult", 0.5, "answer"),
        ("choose", 0.5, "answer"),
        ("ask_cost", 0.5, "answer"),
        ("nlu_fallback", 0.3, "answer"),
    ],
)
def test_otherwise_the_intent_stays(intent, confidence, decision):
    assert settled(intent, confidence, decision, ("describe_situation", 0.1)) == intent


def test_a_button_carries_no_ranking_nor_procedures():
    message = Message({"intent": {"name": "choose", "confidence": 1.0}})
    IntentSettler({"sure": 0.75}).process([message])
    assert message.get("intent")["name"] == "choose"
