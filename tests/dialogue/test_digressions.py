"""Ce qu'on demande au milieu d'un parcours a sa réponse, puis la question ouverte revient."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.wording import say
from tests.dialogue.talking import (
    ARRIVAL,
    LABELS,
    LOST_CARD,
    MOVING,
    PASSPORT,
    RENEWAL,
    documents,
    kinds,
    labels,
    last,
    only,
    shown,
)

WHERE = ["Vous vivez en France", "Vous vivez à l'étranger"]
LAPSED = ["Carte périmée depuis moins de 5 ans", "Carte périmée depuis plus de 5 ans"]


@pytest.fixture
def abroad(village):
    """Asked for the documents, from abroad: one question left, and the price is known."""
    village.press(only(village.ask("renouveler", RENEWAL, "ask_documents")), 2)
    return village


@pytest.fixture
def here(village):
    """Asked for the documents, in France: the price has a question of its own."""
    village.press(only(village.ask("renouveler", RENEWAL, "ask_documents")), 1)
    return village


def test_un_autre_aspect_est_répondu_puis_la_question_revient_avec_le_sien(abroad):
    answer, question = abroad.say("et combien ça coûte ?", "ask_cost").frames
    assert (answer["aspect"], "30 €" in answer["text"]) == ("cost", True)
    assert labels(question) == LAPSED
    assert abroad.memory.aspect == "documents"
    assert only(abroad.press(question, 1))["aspect"] == "documents"
    assert "La carte et la preuve de nationalité" in only(abroad.turn)["text"]


def test_une_digression_qui_pose_elle_même_une_question(here):
    question = only(here.say("combien ça coûte ?", "ask_cost"))
    assert labels(question) == ["Premier titre", "Titre perdu"]
    answer, back = here.press(question, 2).frames
    assert (answer["aspect"], "20 €" in answer["text"]) == ("cost", True)
    assert labels(back) == LAPSED
    assert here.memory.later is None


def test_une_digression_dans_une_digression_revient_quand_même_au_début(here):
    here.say("combien ça coûte ?", "ask_cost")
    turn = here.say("quels délais ?", "ask_delay")
    assert kinds(turn) == ["text", "answer", "choices"]
    assert labels(last(turn)) == LAPSED
    assert here.memory.aspect == "documents"


def test_redemander_ce_qui_est_en_cours_n_est_pas_une_digression(here):
    turn = here.say("quels documents ?", "ask_documents")
    assert labels(only(turn)) == LAPSED
    assert here.memory.later is None


def test_revenir_au_premier_aspect_au_milieu_de_la_digression(here):
    here.say("combien ça coûte ?", "ask_cost")
    assert labels(only(here.say("et les documents ?", "ask_documents"))) == LAPSED
    assert here.memory.later is None


def test_la_liste_demandée_au_milieu_d_un_parcours_reprend_ce_qui_est_dit(abroad):
    assert labels(only(abroad.say("fais-moi la liste", "ask_checklist"))) == LAPSED
    turn = abroad.press(only(abroad.turn), 1)
    assert documents(turn.frames[0]) == ["La carte et la preuve de nationalité"]


def test_retour_depuis_la_digression(here):
    here.say("combien ça coûte ?", "ask_cost")
    assert labels(only(here.back())) == LAPSED
    assert (here.memory.aspect, here.memory.later) == ("documents", None)


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("c'est quoi un quitus ?", "ask_definition", "Preuve que rien n'est dû."),
        ("et le cerfa 90001 ?", "ask_form", "https://forms.example/1"),
        ("le cerfa 99999", "ask_form", "99999"),
        ("vous avez une lettre type ?", "ask_form", "Lettre de résiliation"),
        ("c'est quoi un zorglub ?", "ask_definition", "Je ne trouve pas ce mot"),
    ],
)
def test_un_mot_un_formulaire_une_lettre_puis_la_question_avec_les_mêmes_boutons(here, text, intent, said):
    before, question = here.memory, only(here.turn)
    answer, again = here.say(text, intent).frames
    assert said in answer["text"]
    assert again["options"] == question["options"]
    assert here.memory == before


def test_un_mot_hors_parcours_propose_ses_fiches(village):
    answer, offer = village.say("c'est quoi un quitus ?", "ask_definition").frames
    assert "Preuve que rien n'est dû." in answer["text"]
    assert labels(only(village.press(offer, 1))) == ["En France", "À l'étranger"]


def test_un_mot_demandé_devant_un_menu_ne_rouvre_pas_une_autre_démarche(village):
    village.ask("renouveler", RENEWAL)
    village.ask("j'arrive", ARRIVAL)
    village.say("c'est quoi un quitus ?", "ask_definition")
    assert village.memory.procedure == "F30"


def test_un_mot_demandé_quand_la_commune_l_est_aussi(town):
    town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    answer, question = town.say("c'est quoi un quitus ?", "ask_definition").frames
    assert "Preuve" in answer["text"]
    assert question["text"] == say("which_commune")
    assert kinds(town.say("Lyon", "inform")) == ["offices"]


def test_mal_à_l_aise_au_milieu_d_un_parcours_la_question_revient(here):
    turn = here.say("je ne sais pas me servir d'internet", "ill_at_ease")
    assert kinds(turn) == ["utter_ill_at_ease", "choices"]
    assert labels(last(turn)) == LAPSED


def test_mal_à_l_aise_sans_rien_en_cours(village):
    assert kinds(village.say("je suis nul en informatique", "ill_at_ease")) == ["utter_ill_at_ease"]


def test_mal_à_l_aise_l_annuaire_donne_le_guichet_où_l_on_aide(town, offices):
    assert kinds(town.say("je suis nul en informatique", "ill_at_ease")) == ["utter_ill_at_ease", "text"]
    (frame,) = town.say("Lyon", "inform").frames
    assert frame["offices"][0]["title"] == "France services de Lyon"
    assert offices.asked == [("france_services", "69123")]


def test_mal_à_l_aise_après_une_réponse_garde_la_démarche(town):
    town.ask("je déménage", MOVING)
    town.say("je suis nul en informatique", "ill_at_ease")
    town.say("Lyon", "inform")
    assert (town.memory.procedure, town.memory.commune, town.memory.asked) == ("changement_adresse", "69123", "")


def test_une_autre_démarche_puis_la_première_garde_le_cas_déjà_dit(here):
    here.ask("et le passeport ?", PASSPORT, "ask_cost")
    assert here.memory.case == ()
    turn = here.ask("revenons à la carte", RENEWAL)
    assert labels(only(turn)) == LAPSED
    assert (here.memory.case, here.memory.aspect) == (("c1.1",), "documents")


def test_les_mots_dits_de_la_première_démarche_comptent_encore_au_retour(village):
    village.press(only(village.ask("la carte, mon passeport est périmé", RENEWAL, "ask_documents")), 1)
    village.ask("et pour déménager", MOVING)
    village.ask("revenons à la carte", RENEWAL)
    assert "Un justificatif" in shown(village.press(only(village.turn), 1))[1]


def test_un_ancien_bouton_ramène_à_la_première_démarche_avec_son_cas(here):
    old = only(here.turn)
    here.ask("je déménage", MOVING)
    turn = here.press(old, 2)
    assert here.memory.case == ("c1.1", "c1.1.1.2")
    assert labels(only(turn)) == ["Passeport en cours de validité", "Passeport périmé"]


def test_trois_démarches_laissées_au_milieu_et_chacune_se_reprend(village):
    village.press(only(village.ask("renouveler", RENEWAL)), 2)
    village.ask("passeport", PASSPORT, "ask_cost")
    village.ask("ma carte", LOST_CARD, "ask_documents")
    village.press(only(village.turn), 1)
    assert labels(only(village.ask("le passeport", PASSPORT))) == ["En France", "À l'étranger"]
    assert labels(only(village.ask("renouveler", RENEWAL))) == LAPSED
    village.ask("la carte", LOST_CARD)
    assert (village.memory.sheet, village.memory.aspect) == ("F1", "documents")
    assert [state.procedure for state in village.memory.aside] == ["F20", "F10"]


@pytest.mark.parametrize(
    ("intent", "decision"), [("inform", "none"), ("describe_situation", "answer"), ("ask_cost", "answer")]
)
def test_la_même_démarche_pour_quelqu_un_d_autre(talk, intent, decision):
    talk.ask("carte perdue, je suis adulte", LOST_CARD)
    turn = talk.say("et pour mon fils ?", intent, decision, LOST_CARD)
    assert set(labels(only(turn))) <= {LABELS["F3"], LABELS["F4"]}
    assert talk.memory.aspect == ("cost" if intent == "ask_cost" else "")


def test_la_même_démarche_pour_quelqu_un_d_autre_se_défait(talk):
    talk.ask("carte perdue, je suis adulte", LOST_CARD)
    talk.ask("et pour mon fils ?", LOST_CARD)
    assert shown(talk.back())[0] == "F1"


def test_du_bruit_devant_un_choix_de_démarches_repose_ce_choix(talk):
    talk.ask("je déménage", MOVING)
    question = only(talk.say("les vieux papiers", "describe_situation", "choose", PASSPORT, RENEWAL))
    assert last(talk.say("bof", "nlu_fallback"))["options"] == question["options"]
