"""Où aller : la commune, ses homonymes, le bon guichet, et ce qu'on dit quand il n'y a pas d'annuaire."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.wording import say
from tests.core.trees import chapter, p, sheet
from tests.dialogue.fake_offices import FakeOffices
from tests.dialogue.talking import (
    DIRECTORY_PAGE,
    LOST_CARD,
    PASSPORT,
    RENEWAL,
    Talk,
    counter,
    documents,
    kinds,
    labels,
    last,
    only,
    shown,
)


@pytest.fixture
def asked(town):
    """Told to go to the mairie, and asked in which commune."""
    town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    assert kinds(town.turn) == ["answer", "text"]
    return town


def test_où_dit_la_fiche_puis_demande_la_commune(asked):
    answer, question = asked.turn.frames
    assert "Mairie" in answer["text"]
    assert question["text"] == say("which_commune")
    assert asked.memory.stage == "commune"


def test_la_commune_donne_le_bon_guichet_avec_sa_source(asked, offices):
    frame = only(asked.say("à Lyon", "inform"))
    assert (frame["kind"], frame["offices"][0]["title"], frame["commune"]["label"]) == (
        "offices",
        "Mairie de Lyon",
        "Lyon (69)",
    )
    assert frame["source"]["title"] == "Annuaire"
    assert offices.asked == [("mairie", "69123")]
    assert asked.memory.stage == "answered"


def test_des_homonymes_sont_des_boutons(asked, offices):
    question = only(asked.say("Saint-Denis", "inform"))
    assert (question["reason"], labels(question)) == ("case", ["Saint-Denis (93)", "Saint-Denis (974)"])
    assert only(asked.press(question, 2))["commune"]["insee"] == "97411"
    assert offices.asked == [("mairie", "97411")]


@pytest.mark.parametrize("text", ["le 97400", "97400", "la deuxième", "Saint-Denis (974)"])
def test_un_homonyme_se_dit_aussi_avec_ses_mots(asked, offices, text):
    asked.say("Saint-Denis", "inform")
    asked.say(text, "inform")
    assert offices.asked == [("mairie", "97411")]


def test_la_commune_demandée_pardonne_une_faute(asked):
    assert only(asked.say("Lyyon", "inform"))["commune"]["insee"] == "69123"


def test_une_faute_n_est_pas_pardonnée_quand_rien_n_est_demandé(town):
    town.ask("passeport", PASSPORT, "ask_cost")
    town.say("Lyyon", "inform")
    assert (town.memory.commune, town.memory.case) == ("", ())


def test_une_commune_inconnue_laisse_la_question_ouverte(asked):
    turn = asked.say("Trifouilly", "inform")
    assert turn.responses or turn.frames
    assert asked.memory.stage == "commune"
    assert kinds(asked.say("Lyon", "inform")) == ["offices"]


def test_une_commune_déjà_dite_n_est_plus_demandée(asked):
    asked.say("Lyon", "inform")
    turn = asked.say("où ça ?", "ask_where")
    assert kinds(turn) == ["answer", "offices"]
    assert last(turn)["commune"]["insee"] == "69123"


def test_la_commune_dite_avec_la_question(town, offices):
    town.ask("où renouveler à Lyon", RENEWAL, "ask_where")
    turn = town.press(last(town.turn), 1) if last(town.turn)["kind"] == "choices" else town.turn
    assert kinds(turn) == ["answer", "offices"]
    assert offices.asked == [("mairie", "69123")]


def test_une_autre_commune_dite_ensuite_remplace_la_première(asked, offices):
    asked.say("Lyon", "inform")
    asked.say("plutôt au 97400", "inform")
    assert offices.asked[-1] == ("mairie", "97411")


def test_retour_après_l_adresse_repose_la_question_de_la_commune(asked):
    asked.say("Lyon", "inform")
    assert only(asked.back())["text"] == say("which_commune")
    assert only(asked.say("le 97400", "inform"))["commune"]["insee"] == "97411"


def test_on_reprend_quand_la_commune_est_demandée(asked):
    assert only(asked.resume())["text"] == say("which_commune")
    assert only(asked.taken_up())["text"] == say("which_commune")


def test_une_question_sur_le_prix_pendant_qu_on_demande_la_commune(asked):
    turn = asked.say("combien ça coûte ?", "ask_cost")
    assert labels(last(turn)) == ["Premier titre", "Titre perdu"]
    asked.press(last(turn), 1)
    assert "10 €" in asked.turn.frames[0]["text"]


def without_directory():
    return Talk(counter(offices=FakeOffices(available=False)))


def test_sans_annuaire_le_lien_quand_une_adresse_est_demandée():
    talk = without_directory()
    turn = talk.press(only(talk.ask("où renouveler", RENEWAL, "ask_where")), 1)
    assert kinds(turn) == ["answer", "text"]
    assert DIRECTORY_PAGE in last(turn)["text"]
    assert talk.memory.stage == "answered"


@pytest.mark.parametrize("available", [True, False])
def test_la_liste_ne_demande_la_commune_que_si_un_annuaire_peut_répondre(available):
    talk = Talk(counter(offices=FakeOffices(available)))
    talk.ask("renouveler", RENEWAL, "ask_checklist")
    while last(talk.turn)["kind"] == "choices":
        talk.press(last(talk.turn), 1)
    assert documents(talk.turn.frames[0]) == ["La carte", "Le passeport"]
    assert kinds(talk.turn) == (["checklist", "text"] if available else ["checklist"])
    assert talk.memory.stage == ("commune" if available else "answered")


def test_un_guichet_qui_a_sa_propre_page_n_est_remplacé_par_aucun_autre(town, offices):
    town.say("Lyon", "inform")
    turn = town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 2)
    assert "https://consulat.example/trouver" in only(turn)["text"]
    assert (offices.asked, town.memory.stage) == ([], "answered")


@pytest.mark.parametrize(("found", "intent"), [(PASSPORT, "ask_cost"), (RENEWAL, "ask_documents")])
def test_nommer_sa_commune_répond_en_france(town, found, intent):
    town.ask("refaire mes papiers", found, intent)
    town.say("j'habite à Lyon", "inform")
    assert town.memory.case == ("c1.1",)
    assert town.memory.commune == "69123"


def test_nommer_sa_commune_après_une_réponse_donne_le_guichet(town, offices):
    town.press(only(town.ask("renouveler", RENEWAL, "ask_cost")), 1)
    town.press(only(town.turn), 1)
    turn = town.say("j'habite à Lyon", "inform")
    assert kinds(turn) == ["answer", "offices"]
    assert offices.asked == [("mairie", "69123")]


def test_une_fiche_qui_n_envoie_nulle_part_ne_demande_pas_la_commune(town):
    town.ask("carte perdue, je suis adulte", LOST_CARD)
    assert kinds(town.say("où ça ?", "ask_where")) == ["text", "answer"]
    assert town.memory.stage == "answered"


def test_une_commune_disparue_de_l_annuaire_est_redemandée(asked, offices):
    asked.say("Lyon", "inform")
    offices.known = ()
    assert last(asked.say("où ?", "ask_where"))["text"] == say("which_commune")


@pytest.mark.parametrize("insee", ["00000", "", "x", "69123"])
def test_un_vieux_bouton_de_commune_sans_guichet_demandé(town, insee):
    turn = town.say("/choose", "choose", commune=insee)
    assert turn.responses == ("utter_lost",)
    assert town.memory.stage == "none"


def test_une_fiche_dont_le_guichet_n_est_pas_dans_l_annuaire(catalogue):
    catalogue.sheets["F10"] = sheet(chapter("Où s'adresser ?", p("Au port.")), id_="F10", title="Passeport")
    talk = Talk(counter(catalogue, FakeOffices()))
    assert "Au port." in shown(talk.ask("passeport, où ?", PASSPORT, "ask_where"))[1]
