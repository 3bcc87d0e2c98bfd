"""`data/examples` : ce que `guichet check` en dit."""

from __future__ import annotations

import pytest

from tests.catalogue.editor_project import EXAMPLES, lines, project, write

FILE = "data/examples/fiches.yml"
GOOD = 'F42:\n  - mon voisin a un coq\n  - {text: "un coq", author: Zoé, date: 2026-11-22}\n'

WRONG = {
    "F42: {}\n": "F42 doit être une liste",
    "F42: []\n": "F42 trop peu d'éléments",
    "F42:\n  - ab\n": "F42[0] trop court",
    "coq:\n  - mon voisin a un coq\n": "mal écrit (« coq »)",
    "F42:\n  - {text: mon voisin, author: Zoé}\n": "F42[0].date absent",
    "F42:\n  - {text: mon voisin, author: Zoé, date: hier}\n": "F42[0].date mal écrit",
    "F42:\n  - mon voisin\nF43:\n  - Mon voisin !\n": "F43[0] « Mon voisin ! » est déjà plus haut",
    "F42:\n  - JE VOUDRAIS une carte numéro un\n": "numéro un » est déjà dans data/procedures",
    "- mon voisin\n": "doit être des clés",
}


def test_un_fichier_bien_écrit_passe(tmp_path):
    assert lines(write(project(tmp_path), FILE, GOOD)) == []


@pytest.mark.parametrize(("content", "told"), WRONG.items(), ids=list(WRONG.values()))
def test_un_défaut_est_dit_avec_sa_place(tmp_path, content, told):
    found = lines(write(project(tmp_path), FILE, content))
    assert [line for line in found if line.startswith(f"{FILE} : ") and told in line]


def test_une_fiche_qui_n_existe_plus_est_dite_quand_le_flux_est_là(tmp_path):
    root = write(project(tmp_path), FILE, GOOD)
    assert lines(root, {"F42": "Le coq", "F1344": "x"}) == []
    assert lines(root, {"F1344": "x"}) == [f"{FILE} : F42 « F42 » n'est pas une fiche officielle — vérifiez son numéro"]


def test_une_question_gardée_pour_la_mesure_n_est_pas_un_exemple(tmp_path):
    question = 'kind: question\nquestions:\n  - {text: "Mon voisin a un coq ?", expected: [F42]}\n'
    root = write(write(project(tmp_path), FILE, GOOD), "data/questions/coq.yml", question)
    assert [line for line in lines(root) if "gardée pour la mesure" in line]


def test_dans_une_fiche_aussi_un_exemple_peut_dire_qui_l_a_ajouté(tmp_path):
    dated = {"text": "nager le dimanche", "author": "Zoé", "date": "2026-11-22"}
    assert lines(project(tmp_path, {"examples": [*EXAMPLES, dated]})) == []
    (told,) = lines(project(tmp_path, {"examples": [*EXAMPLES, dated | {"text": EXAMPLES[0]}]}))
    assert "examples[10]" in told
