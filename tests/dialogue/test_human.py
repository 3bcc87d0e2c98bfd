"""Le dossier remis à la personne qui prend la suite : ce qu'on a demandé et répondu, court, et jamais sans limite."""

import json

import pytest

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

import msgspec

from guichet.dialogue.human import LONGEST, MOST, REASONS, Asked, reason_of, request_human
from guichet.dialogue.turn import Memory
from guichet.procedure import Link
from tests.core.trees import choice, p, sheet
from tests.dialogue.talking import LOST_CARD, PASSPORT, RENEWAL, last


def request(catalogue, memory, asked=None):
    frame = request_human(asked or Asked(), memory, catalogue.procedure)
    assert (frame["kind"], frame["owner"]) == ("handoff", "waiting")
    assert "39 39" in frame["text"]
    return json.loads(json.dumps(frame["request"]))


def test_le_dossier_dit_la_démarche_la_demande_et_les_réponses(talk, catalogue):
    talk.ask("ma carte est périmée, quels papiers", RENEWAL, "ask_documents")
    talk.press(last(talk.turn), 1)
    talk.press(last(talk.turn), 2)
    asked = Asked("lost", "je comprends rien", 0.42, ("Carte d'identité", "Passeport"))
    assert request(catalogue, talk.memory, asked) == {
        "reason": "lost",
        "procedure": {
            "id": "F20",
            "title": "Carte d'identité : renouvellement",
            "sheet": "F20",
            "url": catalogue.procedure("F20").source.url,
        },
        "theme": "",
        "aspect": "documents",
        "case": ["Vous vivez en France", "Carte périmée depuis plus de 5 ans"],
        "answers": [
            {
                "question": "« Carte d'identité : renouvellement » : quelle est votre situation ?",
                "answer": "Vous vivez en France",
            },
            {
                "question": "« Pièces à fournir » : quelle est votre situation ?",
                "answer": "Carte périmée depuis plus de 5 ans",
            },
        ],
        "question": "ma carte est périmée, quels papiers",
        "last": "je comprends rien",
        "shown": ["Carte d'identité", "Passeport"],
        "confidence": 0.42,
    }


def test_rien_en_cours_le_dossier_n_invente_rien(catalogue):
    assert request(catalogue, Memory()) == {
        "reason": "asked",
        "procedure": None,
        "theme": "",
        "aspect": "",
        "case": [],
        "answers": [],
        "question": "",
        "last": "",
        "shown": [],
        "confidence": None,
    }


def test_la_fiche_choisie_parmi_plusieurs_est_une_réponse(talk, catalogue):
    talk.ask("carte perdue", LOST_CARD, "ask_cost")
    talk.press(last(talk.turn), 2)
    found = request(catalogue, talk.memory)
    assert (found["procedure"]["id"], found["procedure"]["sheet"]) == ("carte_perte_vol", "F3")
    assert found["answers"] == [
        {
            "question": "« Carte d'identité perdue ou volée » : quelle est votre situation ?",
            "answer": "Perdue, pour un enfant",
        }
    ]


def test_tant_que_la_fiche_n_est_pas_choisie_aucune_n_est_nommée(talk, catalogue):
    talk.ask("carte perdue", LOST_CARD, "ask_cost")
    assert request(catalogue, talk.memory)["procedure"] == {
        "id": "carte_perte_vol",
        "title": "Carte d'identité perdue ou volée",
        "sheet": "",
        "url": catalogue.procedure("carte_perte_vol").source.url,
    }


def test_le_thème_est_l_officiel_aussi_pour_la_fiche_d_un_éditeur(catalogue):
    path = (Link("N19810", "Papiers"), Link("N358", "Carte d'identité"))
    catalogue.sheets["F1"] = msgspec.structs.replace(catalogue.sheets["F1"], path=path)
    lost = msgspec.structs.replace(catalogue.sheets["carte_perte_vol"], path=(Link("papiers", "Papiers"),))
    catalogue.sheets["carte_perte_vol"] = lost
    assert request(catalogue, Memory("carte_perte_vol", "F1"))["theme"] == "N19810"
    assert request(catalogue, Memory("carte_perte_vol", "carte_perte_vol"))["theme"] == "N19810"
    del catalogue.sheets["F1"]
    assert request(catalogue, Memory("carte_perte_vol", "carte_perte_vol"))["theme"] == "papiers"


def test_une_fiche_retirée_laisse_un_dossier_sans_elle(talk, catalogue):
    talk.ask("passeport, combien", PASSPORT, "ask_cost")
    catalogue.sheets.clear()
    found = request(catalogue, talk.memory)
    assert (found["procedure"], found["answers"], found["question"]) == (None, [], "passeport, combien")


def test_le_dossier_ne_déborde_jamais(catalogue):
    questions = [choice(f"c{n}", ("a" * 900, p("x")), ("b" * 900, p("y"))) for n in range(1, 40)]
    catalogue.sheets["F99"] = sheet(*questions, id_="F99", title="t" * 2000)
    memory = Memory("F99", "F99", "z" * 900, tuple(f"c{n}.1" for n in range(1, 40)), question="q" * 1000)
    found = request(catalogue, memory, Asked("asked", "d" * 5000, None, tuple("s" * 900 for _ in range(9))))
    assert len(found["answers"]) == len(found["case"]) == MOST
    assert len(found["shown"]) == 3
    texts = [value for value in found.values() if isinstance(value, str)]
    texts += [*found["case"], *found["shown"], *found["procedure"].values()]
    texts += [text for answer in found["answers"] for text in answer.values()]
    assert max(map(len, texts)) == LONGEST


@pytest.mark.parametrize(
    ("intent", "entities", "reason"),
    [
        ("human_handoff", {}, "asked"),
        ("human_handoff", {"reason": "trouble"}, "trouble"),
        ("human_handoff", {"reason": "n'importe quoi"}, "asked"),
        ("complaint", {}, "complaint"),
        ("insult", {}, "insult"),
        ("help", {}, "lost"),
        ("dont_know", {}, "lost"),
        ("", {}, "lost"),
    ],
)
def test_la_raison(intent, entities, reason):
    assert reason_of(intent, entities) == reason
    assert reason in REASONS
