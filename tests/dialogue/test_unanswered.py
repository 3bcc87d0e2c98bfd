"""Ce qui n'est pas compris est dit à qui entretient l'assistant, et à personne d'autre."""

import pytest

from guichet.dialogue.turn import Found, Heard, Memory, Turn
from guichet.dialogue.unanswered import LOST, NEAREST, not_understood

FOUND = tuple(Found(f"F{number}", (), f"Titre {number}") for number in range(9))


def turn(*responses):
    return Turn(Memory(), responses=responses)


@pytest.mark.parametrize("response", sorted(LOST))
def test_perdu_sans_démarche_se_dit_avec_les_plus_proches(response):
    told = not_understood(Heard("zorglub", "nlu_fallback", "none", FOUND), turn(response))
    assert told == {"found": [{"id": f"F{n}", "title": f"Titre {n}"} for n in range(NEAREST)]}


@pytest.mark.parametrize("decision", ["answer", "choose"])
def test_qui_désigne_une_démarche_est_compris(decision):
    assert not_understood(Heard("passeport", "x", decision, FOUND), turn("utter_lost")) is None


@pytest.mark.parametrize("responses", [(), ("utter_out_of_scope",), ("utter_none_of_these",)])
def test_une_autre_réponse_n_est_pas_une_impasse(responses):
    assert not_understood(Heard("bonjour", "greet"), turn(*responses)) is None


def test_un_bouton_n_est_pas_une_question():
    assert not_understood(Heard("/choose{}", "choose"), turn("utter_lost")) is None
