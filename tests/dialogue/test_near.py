"""Une position partagée : les guichets autour, dans chaque état de la conversation, et ce qu'on dit s'il n'y a rien."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.offices.frame import DIRECTORY_URL
from guichet.offices.nearness import Point
from guichet.procedure import Office
from guichet.wording import say
from tests.core.trees import chapter, choice, items, p, sheet
from tests.dialogue.fake_offices import FakeOffices
from tests.dialogue.talking import (
    ARRIVAL,
    LOST_CARD,
    MOVING,
    PASSPORT,
    RENEWAL,
    Talk,
    counter,
    kinds,
    labels,
    last,
    only,
)

LYON, REUNION = "45.77 4.83", "-20.88 55.45"
AT_LYON = Point(45.77, 4.83)
NOTED = say("near.noted", commune="Lyon (69)")
FOUND = say("near.commune", commune="Lyon (69)")
#: Out of France, at sea, and what is no point at all.
NOWHERE = ["52.52 13.40", "0 0", "0.00 0.00", "x y", "999 2.35", "48.86 999", "nan nan", "inf 0", "48.86", ""]
NOWHERE += ["48.86 2.35 6", "48,86 2,35", "48.86  2.35", "48.86\n2.35", "-", "1e1 2", "٤٥ ٤", "9" * 400 + " 1"]


def near(talk, words=LYON):
    """A position, as a channel sends it to the engine."""
    return talk.say(f'/choose{{"near": "{words}"}}', "choose", near=words)


def texts(turn):
    return [frame["text"] for frame in turn.frames if frame["kind"] == "text"]


def titles(turn):
    return [frame["title"] for frame in turn.frames if frame["kind"] == "offices"]


@pytest.fixture
def renewal(town):
    """Asked for the papers of a renewal: the first question is where one lives."""
    town.ask("refaire mes papiers", RENEWAL, "ask_documents")
    assert labels(last(town.turn)) == ["Vous vivez en France", "Vous vivez à l'étranger"]
    return town


@pytest.fixture
def asked(town):
    """Told to go to the mairie, and asked in which commune."""
    town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    assert town.memory.stage == "commune"
    return town


def test_la_position_répond_à_la_question_de_la_commune(asked, offices):
    turn = near(asked)
    assert kinds(turn) == ["text", "offices"]
    assert texts(turn) == [FOUND]
    assert offices.asked == [("mairie", "69123", AT_LYON)]
    assert (asked.memory.stage, asked.memory.commune) == ("answered", "69123")


@pytest.mark.parametrize("text", ["le 97400", "plutôt au 97400", "Non, j'habite à Saint-Denis, 97400"])
@pytest.mark.parametrize("intent", ["inform", "deny", "describe_situation", "nlu_fallback", "ask_where"])
def test_une_autre_commune_écrite_ensuite_remplace_celle_de_la_position(asked, offices, text, intent):
    near(asked)
    asked.say(text, intent)
    if asked.memory.asked == "commune":
        asked.say("97400", "inform")
    assert titles(asked.turn) == ["Mairie"]
    assert offices.asked[-1] == ("mairie", "97411")


def test_une_commune_nommée_dans_une_vraie_question_n_est_pas_une_correction(town, offices):
    near(town)
    town.say("je veux un passeport à Saint-Denis", "describe_situation", "choose", PASSPORT, RENEWAL)
    assert labels(only(town.turn))[0] == PASSPORT.title
    town.ask("refaire mes papiers à Saint-Denis", RENEWAL, "ask_cost")
    assert last(town.turn)["kind"] == "choices"


def test_la_position_tranche_entre_des_homonymes(asked, offices):
    asked.say("Saint-Denis", "inform")
    near(asked, REUNION)
    assert offices.asked == [("mairie", "97411", Point(-20.88, 55.45))]
    assert asked.memory.pending == ()


def test_retour_après_la_position_repose_la_question(asked):
    near(asked)
    assert only(asked.back())["text"] == say("which_commune")


def test_la_commune_trouvée_vaut_comme_si_on_l_avait_dite(asked, offices):
    near(asked)
    turn = asked.say("où ça ?", "ask_where")
    assert kinds(turn) == ["answer", "offices"]
    assert offices.asked[-1] == ("mairie", "69123")


def test_la_position_ne_répond_à_aucune_question_de_la_fiche(renewal, offices):
    """Where one stands is not where one lives, nor where the card was stolen."""
    turn = near(renewal)
    assert kinds(turn) == ["text", "text", "offices", "choices"]
    assert (texts(turn), titles(turn)) == ([NOTED, say("near.helped")], [say("helped")])
    assert labels(last(turn)) == ["Vous vivez en France", "Vous vivez à l'étranger"]
    assert (renewal.memory.case, renewal.memory.commune) == ((), "69123")
    turn = renewal.press(last(turn), 1)
    assert kinds(turn) == ["answer", "offices", "choices"]
    assert offices.asked[-1] == ("mairie", "69123")
    assert renewal.memory.aspect == "documents"


def test_le_même_guichet_n_est_pas_montré_deux_fois_dans_une_réponse(town, catalogue):
    here = chapter("Pièces à fournir", items("Une photo")), chapter("Où s'adresser ?", Office("R1", "Mairie", "mairie"))
    where = choice("c1", ("En France", *here), ("À l'étranger", chapter("Où s'adresser ?", p("Au consulat."))))
    catalogue.sheets["F10"] = sheet(where, id_="F10", title="Passeport")
    town.ask("mon passeport", PASSPORT, "ask_checklist")
    turn = town.press(last(near(town)), 1)
    assert kinds(turn) == ["answer", "offices", "checklist"]


def test_une_autre_question_de_la_fiche_revient_après_le_guichet(renewal):
    question = renewal.press(last(renewal.turn), 1)
    turn = near(renewal)
    assert kinds(turn) == ["text", "answer", "offices", "choices"]
    assert last(turn) == last(question)


def test_après_un_prix_la_fiche_dit_où_aller_puis_le_guichet(town):
    town.press(only(town.ask("renouveler", RENEWAL, "ask_cost")), 1)
    town.press(only(town.turn), 1)
    turn = near(town)
    assert kinds(turn) == ["text", "answer", "offices"]
    assert turn.frames[1]["aspect"] == "where"


def test_qui_sait_déjà_où_aller_n_a_que_le_guichet(asked, offices):
    asked.say("le 97400", "inform")
    turn = near(asked)
    assert kinds(turn) == ["text", "offices"]
    assert offices.asked[-1] == ("mairie", "69123", AT_LYON)


def test_une_fiche_sans_guichet_de_l_annuaire_donne_celui_qui_aide(town, offices):
    town.ask("changer d'adresse", MOVING)
    turn = near(town)
    assert (kinds(turn), titles(turn)) == (["text", "text", "offices"], [say("helped")])
    assert texts(turn)[1] == say("near.helped")
    assert offices.asked == [("france_services", "69123", AT_LYON)]
    assert titles(town.say("plutôt au 97400", "inform")) == [say("helped")]
    assert offices.asked[-1] == ("france_services", "97411")


def test_sans_guichet_qui_aide_la_mairie(town, offices):
    offices.unknown = ("france_services",)
    town.ask("changer d'adresse", MOVING)
    assert titles(near(town)) == [say("town_hall")]


def test_rien_en_cours_la_mairie_et_qui_aide_puis_que_voulez_vous_faire(town, offices):
    turn = near(town)
    assert kinds(turn) == ["text", "text", "offices", "offices", "text"]
    assert texts(turn) == [FOUND, say("near.around"), say("near.what_next")]
    assert titles(turn) == [say("town_hall"), say("helped")]
    assert offices.asked == [("mairie", "69123", AT_LYON), ("france_services", "69123", AT_LYON)]
    assert (town.memory.stage, town.memory.commune) == ("none", "69123")
    assert titles(town.say("plutôt au 97400", "nlu_fallback")) == [say("town_hall"), say("helped")]
    assert town.memory.commune == "97411"
    town.press(last(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    assert kinds(town.turn) == ["answer", "offices"]


@pytest.mark.parametrize("found", [(PASSPORT, MOVING), (LOST_CARD,)])
def test_devant_plusieurs_démarches_les_mêmes_boutons_reviennent(town, found):
    decision = "choose" if len(found) > 1 else "answer"
    question = last(town.say("mes papiers", "describe_situation", decision, *found))
    turn = near(town)
    assert kinds(turn) == ["text", "text", "offices", "offices", "choices"]
    assert [o["payload"] for o in last(turn)["options"]] == [o["payload"] for o in question["options"]]
    assert town.memory.commune == "69123"


def test_un_menu_garde_ses_boutons(town):
    question = only(town.ask("j'arrive", ARRIVAL))
    pending = town.memory.pending
    assert titles(near(town)) == [say("town_hall"), say("helped")]
    assert town.memory.pending == pending
    assert kinds(town.press(question, 1))[0] == "answer"


@pytest.mark.parametrize("words", NOWHERE)
def test_nulle_part_demande_le_nom_de_la_commune_et_l_entend(town, words):
    assert only(near(town, words))["text"] == say("near.nowhere")
    assert (town.memory.stage, town.memory.commune) == ("commune", "")
    assert titles(town.say("Lyon", "inform")) == [say("town_hall"), say("helped")]


def test_nulle_part_la_question_de_la_commune_reste_ouverte(asked, offices):
    assert only(near(asked, "0 0"))["text"] == say("near.nowhere")
    assert titles(asked.say("Lyon", "inform")) == ["Mairie"]
    assert offices.asked == [("mairie", "69123")]


def test_nulle_part_après_une_réponse_demande_la_commune_pour_ce_guichet(asked, offices):
    asked.say("Lyon", "inform")
    assert only(near(asked, "0 0"))["text"] == say("near.nowhere")
    assert asked.memory.commune == "69123"
    assert titles(asked.say("le 97400", "inform")) == ["Mairie"]
    assert offices.asked[-1] == ("mairie", "97411")


def test_nulle_part_au_milieu_d_une_question_la_repose(renewal):
    turn = near(renewal, "0 0")
    assert kinds(turn) == ["text", "choices"]
    assert texts(turn) == [say("near.nowhere_now")]
    assert (renewal.memory.stage, renewal.memory.commune) == ("case", "")


def without_directory():
    return Talk(counter(offices=FakeOffices(available=False)))


def test_sans_annuaire_le_lien_de_l_annuaire_officiel():
    talk = without_directory()
    assert DIRECTORY_URL in only(near(talk))["text"]
    assert talk.memory.stage == "none"


def test_sans_annuaire_la_question_ouverte_est_reposée():
    talk = without_directory()
    talk.ask("refaire mes papiers", RENEWAL, "ask_documents")
    assert kinds(near(talk)) == ["text", "choices"]


def test_un_annuaire_qui_disparaît_ne_laisse_pas_la_question_de_la_commune(asked, offices):
    offices.available = False
    assert kinds(near(asked)) == ["text"]
    assert asked.memory.stage == "answered"


def test_une_fiche_retirée_entre_temps_donne_quand_même_un_guichet(town, catalogue):
    town.ask("changer d'adresse", MOVING)
    del catalogue.sheets["changement_adresse"]
    assert titles(near(town)) == [say("helped")]


@pytest.mark.parametrize(
    "text", ["near", "near 45.77 4.83", 'choose{"near": "45.77 4.83"}', '/choose{"near": "45.77 4.83"}']
)
@pytest.mark.parametrize("intent", ["inform", "choose", "ask_where", "nlu_fallback"])
def test_des_mots_tapés_ne_sont_jamais_une_position(town, offices, text, intent):
    town.say(text, intent)
    assert (offices.asked, town.memory.commune) == ([], "")


def test_un_dialogue_sans_guichets_n_échoue_pas(village):
    assert near(village).responses == ("utter_lost",)
