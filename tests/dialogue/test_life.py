"""Un événement de vie : ses étapes dans l'ordre, chacune parcourue comme une fiche."""

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from tests.dialogue.talking import ARRIVAL, MOVING, RENEWAL, TRIP, kinds, labels, last, only, shown

STEPS = ["1. Préparer", "2. Voyager", "3. S'installer"]


@pytest.fixture
def arrived(village):
    village.ask("j'arrive au village", ARRIVAL)
    return village


def test_les_étapes_dans_l_ordre_une_par_bouton_avec_leurs_démarches(arrived):
    menu = only(arrived.turn)
    assert (menu["reason"], labels(menu)) == ("menu", STEPS)
    assert "→ Passeport d'un majeur" in menu["text"]
    assert arrived.memory.stage == "answered"


@pytest.mark.parametrize("text", ["la deuxième", "2", "voyager"])
def test_une_étape_se_dit_aussi_avec_ses_mots(arrived, text):
    assert labels(only(arrived.say(text, "nlu_fallback"))) == ["En train", "En bateau"]


def test_une_étape_répond_puis_mène_à_ses_démarches_et_à_la_suivante(arrived):
    answer, then = arrived.press(only(arrived.turn), 1).frames
    assert "1. Préparer" in answer["text"]
    assert "Gare du Nord." not in answer["text"]
    assert labels(then) == ["Passeport d'un majeur", "Étape suivante : Voyager"]
    assert labels(only(arrived.press(then, 1))) == ["En France", "À l'étranger"]
    assert arrived.memory.procedure == "F10"


def test_la_question_d_une_étape_se_pose_avant_sa_réponse(arrived):
    arrived.press(only(arrived.turn), 2)
    answer, then = arrived.press(only(arrived.turn), 2).frames
    assert "Quai Sud." in answer["text"]
    assert "Gare du Nord." not in answer["text"]
    assert labels(then) == ["Étape suivante : S'installer"]


def test_la_dernière_étape_ne_mène_à_rien(arrived):
    assert "Posez vos valises." in shown(arrived.press(only(arrived.turn), 3))[1]
    assert arrived.memory.pending == ()


def test_d_étape_en_étape_jusqu_au_bout(arrived):
    arrived.press(only(arrived.turn), 1)
    arrived.press(last(arrived.turn), 2)
    arrived.press(last(arrived.turn), 1)
    assert "Posez vos valises." in shown(arrived.press(last(arrived.turn), 1))[1]


def test_ce_qui_est_dit_dans_une_étape_vaut_quand_on_y_revient(arrived):
    menu = only(arrived.turn)
    arrived.press(menu, 2)
    arrived.press(only(arrived.turn), 2)
    assert "Quai Sud." in arrived.press(menu, 2).frames[0]["text"]


def test_retour_depuis_une_étape_repropose_les_étapes(arrived):
    arrived.press(only(arrived.turn), 2)
    arrived.press(only(arrived.turn), 1)
    assert labels(only(arrived.back())) == ["En train", "En bateau"]
    assert labels(only(arrived.back())) == STEPS


def test_retour_depuis_la_démarche_d_une_étape(arrived):
    arrived.press(only(arrived.turn), 1)
    then = last(arrived.turn)
    arrived.press(then, 1)
    assert labels(only(arrived.back())) == labels(then)


def test_une_digression_dans_une_étape_puis_sa_question_revient(arrived):
    arrived.press(only(arrived.turn), 2)
    turn = arrived.say("combien ça coûte ?", "ask_cost")
    assert labels(last(turn)) == ["En train", "En bateau"]
    assert arrived.memory.aspect == "step:2"


def test_se_corriger_dans_une_étape(arrived):
    arrived.press(only(arrived.turn), 2)
    arrived.say("en train", "inform")
    answer, _ = arrived.say("non, en bateau", "inform").frames
    assert "Quai Sud." in answer["text"]


def test_quitter_l_événement_et_y_revenir(arrived):
    arrived.press(only(arrived.turn), 2)
    arrived.ask("je déménage", MOVING)
    assert labels(only(arrived.ask("j'arrive", ARRIVAL))) == ["En train", "En bateau"]


def test_annuler_devant_le_menu_puis_reprendre(arrived):
    arrived.cancel()
    assert labels(only(arrived.taken_up())) == STEPS


def test_un_événement_sans_étape_est_une_fiche_comme_une_autre(village):
    assert "Partez tôt." in shown(village.ask("je pars", TRIP))[1]


@pytest.mark.parametrize("place", ["0", "99", "-1", "²", "x", "1000000", "", "1.5", "٣٣٣", "2 ", "1;DROP"])
@pytest.mark.parametrize("id", ["F30", "F31", "F20", "carte_perte_vol", "F404"])
def test_un_numéro_d_étape_impossible_a_une_réponse(village, id, place):
    turn = village.say("/choose", "choose", procedure=id, sheet=id, aspect=f"step:{place}")
    assert kinds(turn) in (["answer"], ["choices"], ["utter_lost"], ["answer", "choices"])
    for steer in (village.why, village.unsure, village.again, village.back, village.taken_up):
        assert kinds(steer())


def test_une_étape_ne_se_demande_que_d_un_événement_de_vie(village):
    """Its chapters would be shown whatever the case."""
    turn = village.say("/choose", "choose", procedure="F20", sheet="F20", aspect="step:1")
    assert labels(only(turn)) == ["Vous vivez en France", "Vous vivez à l'étranger"]


def test_sans_rien_autour_des_fiches_l_événement_est_lu_en_entier(talk):
    assert "Posez vos valises." in talk.ask("j'arrive", ARRIVAL).frames[-1]["text"]


def test_la_liste_d_un_événement_de_vie_a_une_réponse(arrived):
    assert kinds(arrived.say("fais-moi la liste", "ask_checklist"))
    assert kinds(arrived.ask("et la carte", RENEWAL))
