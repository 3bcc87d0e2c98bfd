"""Ce que le guichet répond, message après message, sur un petit catalogue écrit à la main."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.dialogue.intents import settle, settle_intent
from guichet.dialogue.reply import Dialogue
from guichet.dialogue.turn import Found, Heard, Memory, Offer
from tests.dialogue.talking import (
    ANALYZER,
    LABELS,
    LOST_CARD,
    MOVING,
    PASSPORT,
    FakeCatalogue,
    asked_again,
    labels,
    only,
    shown,
)


def test_la_bonne_fiche_s_ouvre_d_elle_même_quand_les_mots_le_disent(talk):
    sheet_id, _ = shown(talk.say("j'ai perdu ma carte, je suis adulte", "describe_situation", "answer", LOST_CARD))
    assert sheet_id == "F1"
    assert (talk.memory.procedure, talk.memory.sheet, talk.memory.pending) == ("carte_perte_vol", "F1", ())


def test_sinon_la_situation_est_demandée_parmi_celles_qui_restent(talk):
    frame = only(talk.say("perdu carte identité", "describe_situation", "answer", LOST_CARD))
    assert (frame["reason"], frame["prompt"]) == (
        "case",
        "« Carte d'identité perdue ou volée » : quelle est votre situation ?",
    )
    assert labels(frame) == ["Perdue, pour un adulte", "Perdue, pour un enfant"]
    assert json.loads(frame["options"][1]["payload"].removeprefix("/choose")) == {
        "procedure": "carte_perte_vol",
        "sheet": "F3",
    }


def test_combien_ça_coûte_reste_sur_la_démarche_en_cours(talk):
    talk.say("carte perdue, adulte", "describe_situation", "answer", LOST_CARD)
    sheet_id, text = shown(talk.say("et combien ça coûte ?", "ask_cost"))
    assert (sheet_id, "25 € (F1)" in text) == ("F1", True)


def test_combien_ça_coûte_posé_avant_la_situation_est_gardé_jusqu_à_la_réponse(talk):
    question = only(talk.say("combien coûte une carte perdue", "ask_cost", "answer", LOST_CARD))
    turn = talk.press(question, 1)
    assert shown(turn)[0] == "F1"
    assert only(turn)["aspect"] == "cost"


@pytest.mark.parametrize("text", ["la deuxième", "2", "plutôt pour un enfant", "la dernière", "c'est pour ma fille"])
def test_une_réponse_tapée_vaut_un_bouton(talk, text):
    talk.say("carte perdue", "describe_situation", "answer", LOST_CARD)
    assert shown(talk.say(text, "nlu_fallback"))[0] == "F3"


def test_je_n_ai_pas_de_passeport_répond_à_la_question_posée(talk):
    talk.say("carte perdue, adulte", "describe_situation", "answer", LOST_CARD)
    question = only(talk.say("quels papiers ?", "ask_documents"))
    assert labels(question) == ["Vous avez un passeport", "Vous n'avez pas de passeport"]
    sheet_id, text = shown(talk.say("je n'ai pas de passeport", "describe_situation"))
    assert sheet_id == "F1"
    assert "Un acte de naissance" in text
    assert "Votre situation : Vous n'avez pas de passeport" in text


def test_ne_pas_savoir_ne_choisit_rien_la_question_revient(talk):
    talk.say("carte perdue, adulte", "describe_situation", "answer", LOST_CARD)
    question = only(talk.say("quels papiers ?", "ask_documents"))
    assert asked_again(talk.say("je ne sais pas", "deny")) == question


def test_un_complément_qui_ne_suffit_pas_compte_pour_la_suite(talk):
    question = only(talk.say("la carte", "describe_situation", "answer", LOST_CARD))
    assert len(question["options"]) == 4
    assert labels(only(talk.say("volée", "nlu_fallback"))) == [LABELS["F2"], LABELS["F4"]]
    assert shown(talk.say("pour mon fils", "nlu_fallback"))[0] == "F4"


def test_changer_de_démarche_au_milieu_d_une_question(talk):
    talk.say("carte perdue", "describe_situation", "answer", LOST_CARD)
    assert shown(talk.say("je déménage", "describe_situation", "answer", MOVING))[0] == "changement_adresse"
    assert talk.memory.alone() == Memory("changement_adresse", "changement_adresse", question="je déménage")
    assert "À la mairie." in shown(talk.say("où ça ?", "ask_where"))[1]


def test_les_mots_d_une_démarche_ne_répondent_pas_aux_questions_de_la_suivante(talk):
    talk.say("carte perdue, adulte", "describe_situation", "answer", LOST_CARD)
    question = only(talk.say("et le passeport ?", "ask_cost", "answer", PASSPORT))
    assert labels(question) == ["En France", "À l'étranger"]
    assert talk.memory.question == "et le passeport ?"


def test_un_ancien_bouton_ouvre_toujours_sa_fiche(talk):
    old = only(talk.say("carte perdue", "describe_situation", "answer", LOST_CARD))
    talk.say("je déménage", "describe_situation", "answer", MOVING)
    assert shown(talk.press(old, 2))[0] == "F3"
    assert (talk.memory.procedure, talk.memory.case) == ("carte_perte_vol", ())


def test_un_ancien_bouton_de_la_même_question_remplace_la_première_réponse(talk):
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    assert "86 €" in shown(talk.press(question, 1))[1]
    assert "96 €" in shown(talk.press(question, 2))[1]
    assert "86 €" not in only(talk.turn)["text"]
    assert talk.memory.case == ("c1.2",)


def test_un_bouton_pressé_deux_fois_donne_deux_fois_la_même_réponse(talk):
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    assert talk.press(question, 1) == talk.press(question, 1)


def test_le_bouton_d_une_fiche_retirée_ne_casse_rien(talk, catalogue):
    question = only(talk.say("carte perdue", "describe_situation", "answer", LOST_CARD))
    del catalogue.sheets["F1"]
    assert talk.press(question, 1).responses == ("utter_lost",)
    assert shown(talk.press(question, 2))[0] == "F3"


def test_une_démarche_retirée_pendant_la_conversation_ne_casse_rien(talk, catalogue):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    catalogue.sheets.clear()
    assert talk.say("combien ?", "ask_cost").responses == ("utter_lost",)
    assert talk.say("2", "nlu_fallback").responses == ("utter_lost_again",)


def test_sans_flux_officiel_la_fiche_de_l_éditeur_répond(talk, catalogue):
    for id in LABELS:
        del catalogue.sheets[id]
    frame = only(talk.say("carte perdue", "ask_cost", "answer", LOST_CARD))
    assert (frame["kind"], frame["procedure"]["id"]) == ("answer", "carte_perte_vol")
    assert talk.memory.sheet == "carte_perte_vol"


def test_une_seule_fiche_officielle_en_service_s_ouvre_sans_question(talk, catalogue):
    for id in ("F2", "F3", "F4"):
        del catalogue.sheets[id]
    assert shown(talk.say("ma carte", "ask_cost", "answer", LOST_CARD))[0] == "F1"


@pytest.mark.parametrize("entities", [{"option": "c9.9", "sheet": "F10"}, {"aspect": "n'importe quoi", "sheet": "F10"}])
def test_un_bouton_qui_ne_veut_plus_rien_dire_repose_la_question(talk, entities):
    question = only(talk.say("/choose", "choose", **entities))
    assert labels(question) == ["En France", "À l'étranger"]


def test_un_bouton_vide_est_un_message_comme_un_autre(talk):
    assert talk.say("/choose{}", "choose").responses == ("utter_lost",)
    assert talk.say("/choose", "choose", inconnu="x").responses == ("utter_lost_again",)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "🙂🙂", "\0", "a" * 1000, "x y z " * 166, "‮abc"])
def test_du_bruit_sans_rien_en_cours_n_a_pas_de_réponse(talk, text):
    assert talk.say(text, "nlu_fallback").responses == ("utter_lost",)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "🙂🙂", "\0", "a" * 1000, "‮abc"])
def test_du_bruit_au_milieu_d_une_question_la_repose(talk, text):
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    assert asked_again(talk.say(text, "nlu_fallback")) == question


def test_une_longue_phrase_qui_ne_répond_pas_n_est_pas_prise_pour_une_réponse(talk):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    long = "les tomates du jardin mûrissent lentement cette année malgré la pluie"
    assert talk.say(long, "nlu_fallback").responses == ("utter_lost",)


def test_la_mémoire_ne_grossit_pas_sans_fin(talk):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    for _ in range(50):
        talk.say("b" * 1000, "nlu_fallback")
    assert len(talk.memory.question) <= 1000


def test_hors_sujet_au_milieu_d_une_question_la_laisse_ouverte(talk):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    assert talk.say("tu aimes le fromage ?", "out_of_scope").responses == ("utter_out_of_scope",)
    assert "96 €" in shown(talk.say("la deuxième", "choose"))[1]


def test_plusieurs_démarches_possibles_sont_proposées_et_aucune(talk):
    frame = only(talk.say("papiers", "ask_cost", "choose", PASSPORT, LOST_CARD, MOVING, PASSPORT, MOVING))
    assert frame["reason"] == "procedure"
    assert labels(frame) == [
        "Passeport d'un majeur",
        "Carte d'identité perdue ou volée",
        "Adresse",
        "Passeport d'un majeur",
        "Aucune de ces démarches",
    ]
    assert frame["options"][1]["procedure"] == {
        "id": "carte_perte_vol",
        "title": "Carte d'identité perdue ou volée",
        "sheet": "F1",
    }
    assert "procedure" not in frame["options"][4]
    assert json.loads(frame["options"][4]["payload"].removeprefix("/choose")) == {"none": "true"}


def test_la_démarche_choisie_garde_ce_qui_était_demandé(talk):
    frame = only(talk.say("combien pour les papiers d'un enfant, perdue", "ask_cost", "choose", PASSPORT, LOST_CARD))
    turn = talk.press(frame, 2)
    assert shown(turn)[0] == "F3"
    assert only(turn)["aspect"] == "cost"


def test_aucune_de_ces_démarches(talk):
    frame = only(talk.say("papiers", "ask_cost", "choose", PASSPORT, LOST_CARD))
    assert talk.press(frame, 3).responses == ("utter_none_of_these",)
    assert talk.memory.pending == ()


def test_rien_trouvé_et_rien_en_cours(talk):
    assert talk.say("blabla", "describe_situation").responses == ("utter_lost",)
    assert talk.memory == Memory(missed=True)


def test_répéter(talk):
    assert talk.again().responses == ("utter_nothing_to_repeat",)
    question = only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    repeated = only(talk.again())
    assert (labels(repeated), repeated["prompt"]) == (
        labels(question),
        "Je répète. Choisissez ce qui vous correspond :",
    )
    answer = talk.press(question, 2)
    assert talk.again() == answer


def test_un_aspect_que_la_fiche_ne_dit_pas_est_avoué_et_la_fiche_présentée(talk):
    avowal, answer = talk.say("recours passeport", "ask_recourse", "answer", PASSPORT).frames
    assert avowal == {
        "kind": "text",
        "text": "La fiche « Passeport d'un majeur » ne dit rien de précis sur les recours. Voici ce qu'elle présente :",
    }
    assert "Le passeport sert à voyager." in answer["text"]


def test_un_intention_sûre_d_elle_l_emporte_sauf_si_les_mots_désignent_une_démarche():
    assert settle_intent("greet", 0.5, "answer") == "describe_situation"
    assert settle_intent("greet", 0.9, "answer") == "greet"
    assert settle_intent("out_of_scope", 0.5, "choose") == "out_of_scope"
    assert settle_intent("ask_cost", 0.1, "answer") == "describe_situation"
    assert settle_intent("ask_cost", 0.6, "answer") == "ask_cost"
    assert settle_intent("ask_cost", 0.1, "none") == "ask_cost"
    assert settle_intent("restart", 0.5, "none") == "nlu_fallback"
    assert settle_intent("restart", 0.7, "none") == "restart"
    assert settle_intent("danger", 0.1, "none") == "danger"
    assert settle("out_of_scope", "answer") == "none"
    assert settle("greet", "choose") == "none"
    assert settle("ask_cost", "choose") == "choose"


FOUND = st.lists(st.sampled_from([PASSPORT, LOST_CARD, MOVING, Found("F404", (), "Retirée")]), min_size=1, max_size=5)
ENTITIES = st.dictionaries(
    st.sampled_from(["procedure", "sheet", "option", "aspect", "none"]),
    st.sampled_from(["F10", "F1", "carte_perte_vol", "F404", "c1.2", "c1", "", "cost", "true", "🙂"]),
)
MESSAGES = st.builds(
    Heard,
    text=st.one_of(st.text(max_size=20), st.sampled_from(["2", "la deuxième", "non", "pour mon fils", "volée"])),
    intent=st.sampled_from(["choose", "ask_cost", "ask_recourse", "describe_situation", "out_of_scope", "x"]),
    decision=st.sampled_from(["answer", "choose", "none"]),
    found=FOUND.map(tuple),
    entities=ENTITIES,
)


@settings(deadline=None)
@given(st.lists(MESSAGES, max_size=6))
def test_aucune_suite_de_messages_ne_laisse_sans_réponse(messages):
    dialogue, memory = Dialogue(FakeCatalogue(), ANALYZER), Memory()
    for heard in messages:
        turn = dialogue.reply(heard, memory)
        assert turn.responses or turn.frames
        json.dumps(turn.frames)
        memory = turn.memory
        repeated = dialogue.steering.again(memory)
        assert repeated.responses or repeated.frames


def test_une_offre_garde_ce_que_porte_le_bouton(talk):
    talk.say("passeport", "ask_cost", "answer", PASSPORT)
    assert talk.memory.pending == (
        Offer("En France", {"procedure": "F10", "sheet": "F10", "aspect": "cost", "option": "c1.1"}),
        Offer("À l'étranger", {"procedure": "F10", "sheet": "F10", "aspect": "cost", "option": "c1.2"}),
    )


def test_aucune_dite_avec_ses_mots_vaut_le_bouton(talk):
    only(talk.say("passeport", "ask_cost", "answer", PASSPORT))
    assert talk.say("aucune", "choose").responses == ("utter_none_of_these",)
    assert talk.memory.pending == ()
