"""Another language than French is noticed whatever the others understood, and courtesies are taken as they are."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.nlu.training_data.message import Message

from guichet.nlu.language_detector import LanguageDetector


def heard(text, intent, confidence=0.9, ranking=()):
    message = Message.build(text)
    message.set("intent", {"name": intent, "confidence": confidence}, add_to_output=True)
    message.set("intent_ranking", list(ranking), add_to_output=True)
    return LanguageDetector().process([message])[0].get("intent")


@pytest.mark.parametrize("intent", ["describe_situation", "out_of_scope", "nlu_fallback", "other_language"])
def test_another_language_is_noticed_whatever_was_understood(intent):
    assert heard("I have lost my passport", intent) == {"name": "other_language", "confidence": 1.0}


def test_a_courtesy_is_understood_in_any_language_when_it_surely_is_one():
    assert heard("thank you very much", "thank")["name"] == "thank"
    assert heard("thank you very much", "thank", 0.5)["name"] == "other_language"


@pytest.mark.parametrize("text", ["g perdu mon passport", '/choose{"procedure": "the my your"}', ""])
def test_the_rest_is_left_alone(text):
    assert heard(text, "ask_cost") == {"name": "ask_cost", "confidence": 0.9}


def test_the_classifier_alone_never_decides_that_it_is_another_language():
    ranking = [{"name": "other_language", "confidence": 0.6}, {"name": "greet", "confidence": 0.2}]
    assert heard("hello", "other_language", ranking=ranking) == ranking[1]
    assert heard("hello", "other_language", ranking=ranking[:1])["name"] == "nlu_fallback"


def test_a_message_without_text_nor_intent_passes():
    message = Message({})
    assert LanguageDetector().process([message]) == [message]
    assert message.get("intent") is None
