"""« Où en est ma demande ? » : avec son numéro, avec un numéro faux, ou sans."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.frames import person
from tests.dialogue.talking import PASSPORT, kinds, labels, last, only


@pytest.mark.parametrize(
    "text",
    [
        "Où en est ma demande DEM-7F3K-Q2 ?",
        "dem 7f3k q2",
        "7F3K-Q2",
        "annulez ma demande n° DEM7F3KQ2 s'il vous plaît",
    ],
)
def test_un_numéro_donne_l_état_de_cette_demande(talk, text):
    frame = only(talk.say(text, "ask_status"))
    assert (frame["kind"], frame["reference"]) == ("request_status", "DEM-7F3K-Q2")
    assert "DEM-7F3K-Q2" in frame["text"]
    assert "joindre une personne" in frame["text"]


def test_le_numéro_l_emporte_sur_la_démarche_que_les_mots_désignent(talk):
    frame = only(talk.say("mon passeport, DEM-7F3K-Q2", "ask_status", "answer", PASSPORT))
    assert frame["kind"] == "request_status"


@pytest.mark.parametrize("text", ["DEM-7F3K-Q3", "où en est dem 7f3k q", "DEM-O000-00"])
def test_un_numéro_faux_se_vérifie_et_une_personne_peut_chercher(talk, text):
    frame = only(talk.say(text, "ask_status"))
    assert frame["options"] == [person("lost")]
    assert "erreur dans un caractère" in frame["prompt"]


@pytest.mark.parametrize("text", ["DEM-7F3K-Q2", "DEM-7F3K-Q3", "où en est ma demande"])
def test_au_milieu_d_un_parcours_la_question_revient(talk, text):
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    turn = talk.say(text, "ask_status")
    assert len(turn.frames) == 2
    assert labels(last(turn)) == labels(question)


def test_sans_numéro_ce_sont_les_demandes_de_cette_conversation(talk):
    frame = only(talk.say("où en est ma demande", "ask_status"))
    assert (frame["kind"], frame["reference"]) == ("request_status", "")
    assert "commence par DEM-" in frame["text"]
    assert "39 39" in frame["text"]


@pytest.mark.parametrize(
    "text",
    ["où en est ma demande", "mon dossier avance ?", "toujours rien reçu", "j'ai envoyé mon dossier il y a deux mois"],
)
@pytest.mark.parametrize("decision", ["choose", "answer"])
def test_des_mots_qui_ne_disent_pas_quelle_démarche_n_en_proposent_aucune(talk, text, decision):
    assert kinds(talk.say(text, "ask_status", decision, PASSPORT)) == ["request_status"]


def test_des_mots_qui_désignent_une_démarche_la_proposent_aussi(talk):
    turn = talk.say("où en est mon passeport", "ask_status", "answer", PASSPORT)
    assert kinds(turn) == ["request_status", "choices"]
    assert labels(last(turn)) == ["Passeport d'un majeur", "Aucune de ces démarches"]
