"""Revenir, arrêter, demander pourquoi, ne pas savoir, reprendre : ce qui se dit du parcours plutôt que dedans."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.dialogue.turn import Memory, Offer
from guichet.wording import say
from tests.dialogue.talking import (
    ARRIVAL,
    LABELS,
    LOST_CARD,
    MOVING,
    PASSPORT,
    RENEWAL,
    kinds,
    labels,
    last,
    only,
    shown,
)

WHERE = ["Vous vivez en France", "Vous vivez à l'étranger"]
LAPSED = ["Carte périmée depuis moins de 5 ans", "Carte périmée depuis plus de 5 ans"]
VALID = ["Passeport en cours de validité", "Passeport périmé"]


@pytest.fixture
def walk(talk):
    """In the middle of a walk: two answers given, the third question open."""
    talk.press(only(talk.ask("renouveler", RENEWAL, "ask_documents")), 1)
    talk.press(only(talk.turn), 2)
    assert labels(only(talk.turn)) == VALID
    return talk


def test_retour_repose_la_question_d_avant_puis_celle_d_avant_encore(walk):
    assert labels(only(walk.back())) == LAPSED
    assert only(walk.turn)["prompt"].startswith("D'accord, on revient en arrière.")
    assert walk.memory.case == ("c1.1",)
    assert labels(only(walk.back())) == WHERE
    assert walk.memory.case == ()
    assert walk.back().responses == ("utter_nothing_to_go_back",)


def test_retour_au_tout_début_ne_change_rien(talk):
    assert talk.back().responses == ("utter_nothing_to_go_back",)
    assert talk.memory == Memory()


def test_après_un_retour_l_autre_réponse_compte_seule(walk):
    walk.back()
    walk.press(only(walk.turn), 1)
    assert "La carte" in shown(walk.press(only(walk.turn), 2))[1]
    assert walk.memory.case == ("c1.1", "c1.1.1.1", "c1.1.2.2")


def test_retour_après_la_réponse_finale_rouvre_la_dernière_question(walk):
    walk.press(only(walk.turn), 1)
    assert labels(only(walk.back())) == VALID


def test_retour_ne_passe_pas_par_les_questions_répétées(walk):
    walk.why()
    walk.unsure()
    walk.again()
    walk.say("euh", "nlu_fallback")
    assert labels(only(walk.back())) == LAPSED


def test_retour_par_dessus_un_changement_de_démarche(walk):
    walk.ask("je déménage", MOVING)
    assert labels(only(walk.back())) == VALID
    assert (walk.memory.procedure, walk.memory.case) == ("F20", ("c1.1", "c1.1.1.2"))


def test_retour_à_une_réponse_la_redit(talk):
    answer = talk.ask("je déménage", MOVING).frames
    talk.ask("passeport", PASSPORT, "ask_cost")
    assert talk.back().frames == answer


def test_retour_au_choix_de_la_démarche(talk):
    talk.say("papiers", "ask_cost", "choose", PASSPORT, LOST_CARD)
    talk.press(only(talk.turn), 1)
    frame = only(talk.back())
    assert (frame["reason"], labels(frame)[0]) == ("procedure", "Passeport d'un majeur")


def test_retour_sur_une_démarche_dont_on_n_a_pas_choisi_la_fiche(talk):
    talk.ask("la carte", LOST_CARD)
    talk.say("aucune", "choose")
    talk.ask("passeport", PASSPORT, "ask_cost")
    assert labels(only(talk.back())) == list(LABELS.values())


def test_retour_oublie_au_plus_loin_sans_jamais_échouer(talk):
    question = only(talk.ask("passeport", PASSPORT, "ask_cost"))
    for n in range(40):
        talk.press(question, 1 + n % 2)
    steps = 0
    while talk.back().responses != ("utter_nothing_to_go_back",):
        steps += 1
    assert steps == 12


def test_une_fiche_retirée_pendant_le_parcours_n_empêche_pas_de_revenir(walk, catalogue):
    catalogue.sheets.clear()
    assert labels(only(walk.back())) == LAPSED
    assert kinds(walk.why()) == ["text", "choices"]
    assert kinds(walk.unsure()) == ["text", "choices"]


def test_annuler_laisse_la_démarche_et_on_reprend_là_où_on_en_était(walk):
    assert walk.cancel().responses == ("utter_cancelled",)
    assert (walk.memory.stage, walk.memory.procedure, walk.memory.pending) == ("none", "", ())
    assert labels(only(walk.taken_up())) == VALID
    assert walk.memory.case == ("c1.1", "c1.1.1.2")


def test_annuler_puis_retour_revient_à_la_question_annulée(walk):
    walk.cancel()
    assert labels(only(walk.back())) == VALID


def test_annuler_sans_rien_en_cours(talk):
    assert talk.cancel().responses == ("utter_cancelled",)
    assert talk.memory == Memory()
    assert talk.taken_up().responses == ("utter_no_question",)


def test_ce_qui_est_annulé_ne_répond_plus(walk):
    walk.cancel()
    assert walk.say("la deuxième", "nlu_fallback").responses == ("utter_lost",)
    assert walk.say("zorglub", "nlu_fallback").responses == ("utter_lost_again",)


def test_ce_qui_est_demandé_de_rien_fait_demander_de_quoi(walk):
    walk.cancel()
    (frame,) = walk.say("combien ?", "ask_cost").frames
    assert "De quelle démarche s'agit-il ?" in frame["text"]


def test_pourquoi_dit_ce_que_la_réponse_change_et_repose_la_question(walk):
    reason, question = walk.why().frames
    assert "ne dit pas la même chose sur les documents à fournir." in reason["text"]
    assert labels(question) == VALID


def test_pourquoi_nomme_le_prix_quand_c_est_lui_qui_change(talk):
    talk.ask("passeport", PASSPORT, "ask_cost")
    assert "ne dit pas la même chose sur le prix." in talk.why().frames[0]["text"]


def test_pourquoi_pour_la_fiche_entière_nomme_tout_ce_qui_change(talk):
    talk.ask("renouveler", RENEWAL)
    assert "sur les documents à fournir, le prix et l'endroit où faire la démarche." in talk.why().frames[0]["text"]


@pytest.mark.parametrize("found", [(PASSPORT, MOVING), (LOST_CARD,)])
def test_pourquoi_choisir_une_démarche_ou_l_une_de_ses_fiches(talk, found):
    talk.say("papiers", "describe_situation", "choose" if len(found) > 1 else "answer", *found)
    question = only(talk.turn)
    reason, again = talk.why().frames
    assert reason["text"] == say("why_procedure")
    assert again["options"] == question["options"]


def test_pourquoi_ma_commune(town):
    town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    reason, question = town.why().frames
    assert (reason["text"], question["text"]) == (say("why_commune"), say("which_commune"))
    assert town.memory.stage == "commune"


@pytest.mark.parametrize("found", [None, MOVING])
def test_pourquoi_sans_question_posée(talk, found):
    if found:
        talk.ask("je déménage", found)
    assert talk.why().responses == ("utter_no_question",)


def test_pourquoi_et_je_ne_sais_pas_dans_une_étape_d_un_événement_de_vie(village):
    village.press(only(village.ask("j'arrive", ARRIVAL)), 2)
    assert labels(only(village.turn)) == ["En train", "En bateau"]
    assert kinds(village.why()) == ["text", "choices"]
    assert "Quai Sud." in village.unsure().frames[1]["text"]


def test_je_ne_sais_pas_montre_chaque_branche_puis_les_mêmes_boutons(walk):
    question = only(walk.turn)
    before = walk.memory
    intro, both, again = walk.unsure().frames
    assert intro["text"].startswith("Ce n'est pas grave.")
    (side_by_side,) = [block for block in both["blocks"] if block["kind"] == "choice"]
    assert [option["label"] for option in side_by_side["options"]] == VALID
    assert "Le passeport" in both["text"]
    assert "Un justificatif" in both["text"]
    assert again["options"] == question["options"]
    assert walk.memory == before


def test_je_ne_sais_pas_ne_montre_que_ce_qui_est_demandé(talk):
    talk.ask("passeport", PASSPORT, "ask_cost")
    text = talk.unsure().frames[1]["text"]
    assert "86 €" in text
    assert "96 €" in text


def test_je_ne_sais_pas_quelle_démarche_les_décrit(talk):
    talk.say("papiers", "ask_cost", "choose", PASSPORT, RENEWAL, MOVING)
    described, again = talk.unsure().frames
    assert "• Passeport d'un majeur : Pour voyager hors d'Europe." in described["text"]
    assert "Refaire une carte qui n'est plus valable." in described["text"]
    assert labels(again)[-1] == "Aucune de ces démarches"


def test_une_réponse_qui_sonne_comme_je_ne_sais_pas_est_une_réponse(talk):
    talk.press(only(talk.ask("la carte", LOST_CARD, "ask_documents")), 1)
    assert "Un acte de naissance" in shown(talk.unsure("j'en ai pas"))[1]
    assert labels(only(talk.back())) == ["Vous avez un passeport", "Vous n'avez pas de passeport"]


def test_je_ne_sais_pas_sans_question(talk):
    assert talk.unsure().responses == ("utter_help",)


def test_je_ne_sais_pas_à_qui_demande_la_commune_la_laisse_demandée(town):
    town.press(only(town.ask("où renouveler", RENEWAL, "ask_where")), 1)
    town.unsure()
    assert town.memory.stage == "commune"
    assert kinds(town.say("Lyon", "inform")) == ["offices"]


def test_répéter_une_question_de_commune_sans_démarche(town):
    town.say("je ne sais pas me servir d'internet", "ill_at_ease")
    assert only(town.again())["text"] == say("which_commune")


def test_répéter_deux_fois_dit_deux_fois_la_même_chose(walk):
    assert walk.again() == walk.again()
    walk.press(only(walk.turn), 1)
    answer = walk.turn.frames
    assert walk.again().frames == answer


@pytest.mark.parametrize("steer", ["why", "again", "resume"])
def test_les_boutons_de_démarches_reposés_disent_encore_laquelle(talk, steer):
    question = only(talk.say("papiers", "ask_cost", "choose", PASSPORT, LOST_CARD, MOVING))
    assert last(getattr(talk, steer)())["options"] == question["options"]


def test_reprendre_repose_la_question_ouverte(walk):
    frame = only(walk.resume())
    assert (labels(frame), frame["prompt"].startswith("Revenons à votre démarche.")) == (VALID, True)


def test_après_une_digression_reprendre_se_tait_s_il_n_y_a_rien(talk):
    assert kinds(talk.resume()) == []
    talk.ask("je déménage", MOVING)
    assert kinds(talk.resume()) == []


def test_on_reprend_ne_reste_jamais_sans_réponse(talk):
    assert talk.taken_up().responses == ("utter_no_question",)
    answer = talk.ask("je déménage", MOVING).frames
    assert talk.taken_up().frames == answer


def test_on_reprend_ce_qui_était_resté_au_milieu_une_fois_l_autre_démarche_répondue(walk):
    walk.ask("je déménage", MOVING)
    assert labels(only(walk.taken_up())) == VALID


def test_on_reprend_la_dernière_démarche_finie(talk):
    talk.ask("je déménage", MOVING)
    talk.cancel()
    assert shown(talk.taken_up())[0] == "changement_adresse"


def test_un_menu_ouvert_est_ce_qu_on_reprend(village):
    village.ask("renouveler", RENEWAL)
    village.ask("j'arrive", ARRIVAL)
    assert kinds(village.resume()) == []
    assert labels(only(village.taken_up())) == ["1. Préparer", "2. Voyager", "3. S'installer"]


def test_une_conversation_d_avant_sans_ce_qui_était_demandé(talk):
    offers = (Offer("En France", {"option": "c1.1"}), Offer("À l'étranger", {"option": "c1.2"}))
    talk.memory = Memory("F10", "F10", "cost", pending=offers)
    for turn in (talk.again(), talk.why(), talk.unsure()):
        assert last(turn)["reason"] in ("procedure", "case", "menu")
    assert "96 €" in shown(talk.press(last(talk.turn), 2))[1]
