"""Deux fois de suite sans se comprendre : une personne est proposée, plutôt que la même phrase."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from tests.dialogue.talking import PASSPORT, kinds, labels, last, only


def test_la_deuxième_fois_autre_chose_est_dit(talk):
    assert talk.say("blabla", "nlu_fallback").responses == ("utter_lost",)
    assert talk.say("blibli", "nlu_fallback").responses == ("utter_lost_again",)
    assert talk.say("bloblo", "nlu_fallback").responses == ("utter_lost_again",)


def test_ce_qui_est_compris_entre_les_deux_remet_à_zéro(talk):
    talk.say("blabla", "nlu_fallback")
    talk.say("passeport", "describe_situation", "answer", PASSPORT)
    talk.press(last(talk.turn), 1)
    long = "les tomates du jardin mûrissent lentement cette année malgré la pluie"
    assert talk.say(long, "nlu_fallback").responses == ("utter_lost",)


def test_devant_une_question_aussi_et_elle_revient_toujours(talk):
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    assert kinds(talk.say("blabla", "nlu_fallback")) == ["text", "choices"]
    turn = talk.say("blibli", "inform")
    assert kinds(turn) == ["utter_rather_a_person", "choices"]
    assert labels(last(turn)) == labels(question)


def test_devant_des_démarches_aussi(talk):
    question = only(talk.say("papiers", "ask_cost", "choose", PASSPORT, PASSPORT))
    assert kinds(talk.say("blabla", "nlu_fallback")) == ["text", "choices"]
    turn = talk.say("blibli", "nlu_fallback")
    assert kinds(turn) == ["utter_rather_a_person", "choices"]
    assert labels(last(turn)) == labels(question)


def test_revenir_en_arrière_ne_ramène_pas_l_incompréhension(talk):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    talk.say("blabla", "nlu_fallback")
    assert talk.memory.missed
    talk.press(last(talk.turn), 1)
    assert not talk.memory.missed
    talk.back()
    assert kinds(talk.say("blabla", "nlu_fallback")) == ["text", "choices"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [("c'est quoi un zorglub", "ask_definition"), ("le papier bleu", "ask_form"), ("cerfa 99999", "x")],
)
def test_un_mot_ou_un_papier_inconnu_n_est_pas_une_impasse(village, text, intent):
    frame = only(village.say(text, intent))
    assert labels(frame) == ["Parler à une personne"]
    assert "https://www.service-public.gouv.fr" in frame["prompt"]
