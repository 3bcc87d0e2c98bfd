"""Se corriger, préciser, dire deux choses à la fois : ce qui est dit compte une fois, et au bon endroit."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from tests.dialogue.talking import LABELS, LOST_CARD, PASSPORT, RENEWAL, labels, last, only, shown

WHERE = ["Vous vivez en France", "Vous vivez à l'étranger"]
LAPSED = ["Carte périmée depuis moins de 5 ans", "Carte périmée depuis plus de 5 ans"]
VALID = ["Passeport en cours de validité", "Passeport périmé"]


@pytest.fixture
def here(talk):
    """Asked for the documents of a renewal, in France; how long the card is out of date is the open question."""
    talk.press(only(talk.ask("renouveler", RENEWAL, "ask_documents")), 1)
    return talk


def case(turn):
    """The case that an answer was made for, in the sheet's words."""
    return only(turn)["case"]


@pytest.mark.parametrize("intent", ["inform", "deny", "describe_situation"])
def test_non_c_est_pour_mon_fils_change_de_fiche(talk, intent):
    talk.ask("carte perdue, je suis adulte", LOST_CARD, "ask_cost")
    turn = talk.say("non, c'est pour mon fils", intent)
    assert set(labels(only(turn))) <= {LABELS["F3"], LABELS["F4"]}
    talk.press(only(turn), 1)
    assert (talk.memory.sheet, talk.memory.aspect) == ("F3", "cost")


def test_se_corriger_dans_les_mots_d_une_seule_fiche_l_ouvre(talk):
    talk.ask("carte perdue, je suis adulte", LOST_CARD, "ask_cost")
    assert shown(talk.say("en fait elle est volée, et je suis adulte", "inform"))[0] == "F2"


def test_retour_après_une_correction_revient_à_la_première_fiche(talk):
    talk.ask("carte perdue, je suis adulte", LOST_CARD, "ask_cost")
    talk.say("non, c'est pour mon fils", "inform")
    assert shown(talk.back())[0] == "F1"


def test_en_fait_à_l_étranger_garde_ce_qui_est_le_même_là_bas(here):
    here.press(only(here.turn), 1)
    turn = here.say("en fait je suis à l'étranger", "inform")
    assert case(turn) == ["Vous vivez à l'étranger", LAPSED[0]]
    assert "La carte et la preuve de nationalité" in only(turn)["text"]


def test_revenir_à_la_première_branche_retrouve_tout(here):
    here.press(only(here.turn), 1)
    here.press(only(here.turn), 2)
    here.say("en fait je suis à l'étranger", "inform")
    assert case(here.say("non, je vis en France", "deny")) == [WHERE[0], LAPSED[0], VALID[1]]


def test_se_corriger_avec_la_question_suivante_ouverte(here):
    here.press(only(here.turn), 1)
    turn = here.say("je me suis trompé, je vis à l'étranger", "deny")
    assert case(turn)[0] == WHERE[1]


def test_une_autre_réponse_à_une_question_déjà_réglée_la_remplace(here):
    here.say("3 ans", "inform")
    assert labels(only(here.turn)) == VALID
    here.say("non, 6 ans", "inform")
    assert here.memory.case == ("c1.1", "c1.1.1.2")
    assert labels(only(here.turn)) == VALID


def test_une_correction_ne_répond_pas_de_travers_à_la_question_ouverte(here):
    """The open question is about the passport; « elle » and the number of years are the card's."""
    here.press(only(here.turn), 2)
    here.say("en fait elle est périmée depuis 2 ans", "inform")
    assert here.memory.case == ("c1.1", "c1.1.1.1")


def test_ce_qui_corrige_ne_répond_pas_à_une_question_sur_un_autre_papier(here):
    """« Elle est périmée » was said of the card."""
    here.press(only(here.turn), 2)
    here.press(only(here.turn), 1)
    here.say("en fait elle est périmée depuis 2 ans", "inform")
    assert "c1.1.2.2" not in here.memory.case


@pytest.mark.parametrize("text", ["non", "non non", "je me suis trompé", "ce n'est pas ça", "c'est une erreur"])
def test_un_démenti_qui_ne_dit_rien_ne_change_rien_au_cas(here, text):
    before = here.memory
    turn = here.say(text, "deny")
    assert labels(last(turn)) == LAPSED
    assert (here.memory.case, here.memory.sheet) == (before.case, before.sheet)


@pytest.mark.parametrize("text", ["non", "je me suis trompé"])
def test_un_démenti_après_la_réponse_garde_la_démarche(here, text):
    here.press(only(here.turn), 1)
    here.press(only(here.turn), 1)
    before = here.memory
    turn = here.say(text, "deny")
    assert turn.responses or turn.frames
    assert (here.memory.case, here.memory.sheet) == (before.case, before.sheet)


def test_ce_qui_est_dit_d_avance_répond_plus_tard(talk):
    question = only(talk.ask("ma carte, et mon passeport est périmé", RENEWAL, "ask_documents"))
    assert labels(question) == WHERE
    assert labels(only(talk.press(question, 1))) == LAPSED
    assert case(talk.press(only(talk.turn), 1)) == [WHERE[0], LAPSED[0], VALID[1]]


def test_ce_qui_est_dit_d_avance_survit_à_une_correction(talk):
    talk.press(only(talk.ask("ma carte, et mon passeport est périmé", RENEWAL, "ask_documents")), 2)
    assert labels(only(talk.say("en fait je vis en France", "inform"))) == LAPSED
    assert case(talk.press(only(talk.turn), 1)) == [WHERE[0], LAPSED[0], VALID[1]]


def test_elle_est_périmée_dit_une_fois_ne_parle_que_d_un_papier(talk):
    turn = talk.ask("elle est périmée depuis 8 ans, je vis en France", RENEWAL, "ask_documents")
    assert talk.memory.case == ("c1.1", "c1.1.1.2")
    assert labels(only(turn)) == VALID


@pytest.mark.parametrize("text", ["3 ans", "oui", "non", "ok", "oui oui", "8"])
def test_une_réponse_nue_n_est_jamais_réutilisée(talk, text):
    question = only(talk.ask("renouveler", RENEWAL, "ask_documents"))
    assert labels(last(talk.say(text, "inform"))) == WHERE
    assert labels(only(talk.press(question, 1))) == LAPSED


def test_une_correction_nue_n_est_pas_réutilisée(here):
    here.say("3 ans", "inform")
    here.say("non, 6 ans", "inform")
    assert "6 ans" not in here.memory.question


def test_deux_faits_dans_une_réponse(talk):
    talk.ask("renouveler", RENEWAL, "ask_documents")
    turn = talk.say("je vis en France et elle est périmée depuis 8 ans", "inform")
    assert talk.memory.case == ("c1.1", "c1.1.1.2")
    assert labels(only(turn)) == VALID


def test_deux_faits_dès_le_premier_message(talk):
    turn = talk.ask("je vis à l'étranger, ma carte est périmée depuis 3 ans", RENEWAL, "ask_documents")
    assert case(turn) == [WHERE[1], LAPSED[0]]


def test_un_fait_qui_contredit_le_premier_ne_décide_pas_à_sa_place(talk):
    talk.ask("je vis en France, enfin à l'étranger", PASSPORT, "ask_cost")
    assert labels(only(talk.turn)) == ["En France", "À l'étranger"]


def test_se_corriger_sans_fiche_en_main(talk):
    assert talk.say("non, c'est pour mon fils", "inform").responses == ("utter_lost",)


def test_se_corriger_sur_une_fiche_retirée(here, catalogue):
    here.press(only(here.turn), 1)
    catalogue.sheets.clear()
    turn = here.say("en fait je suis à l'étranger", "inform")
    assert turn.responses or turn.frames
