"""`guichet check`: every way a data file can be wrong, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.catalogue.checker import check_editors
from guichet.catalogue.editor_structure import schema
from guichet.catalogue.editors import load_editors
from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.errors import GuichetError
from tests.catalogue.editor_project import EXAMPLES, SHEET, TODAY, VALID, lines, project, write


def test_a_future_date_stops_the_check_but_not_the_service(tmp_path: Path) -> None:
    source = {**VALID["sources"][0], "verified_on": "2027-01-01"}
    root = project(tmp_path, {"sources": [source]})
    assert lines(root) == [
        f"{SHEET} : sources[0].verified_on dans le futur (« 2027-01-01 »)"
        " — indiquez la date de votre dernière vérification (AAAA-MM-JJ)"
    ]
    assert load_editors(root)[0].source.date == "2027-01-01"


def source_with(**changes: object) -> dict:
    source = {**VALID["sources"][0], **changes}
    return {"sources": [{key: value for key, value in source.items() if value is not None}]}


def cost(text: str, **more: object) -> dict:
    return {"cost": {"text": text, **more}}


def service(url: str) -> dict:
    return {"online": {"services": [{"title": "Payer", "url": url}]}}


def question(labels: list[str]) -> dict:
    options = [{"label": label, "cost": "Rien à payer."} for label in labels]
    return {"cases": {"question": "Pour qui ?", "options": options}}


VERIFY = "indiquez la date de votre dernière vérification (AAAA-MM-JJ)"

WRONG = [
    (source_with(verified_on=None), f"sources[0].verified_on absent — {VERIFY}"),
    (
        source_with(verified_on="2026-02-31"),
        f"sources[0].verified_on n'existe pas au calendrier (« 2026-02-31 ») — {VERIFY}",
    ),
    (source_with(verified_on="5 mars 2026"), f"sources[0].verified_on mal écrit (« 5 mars 2026 ») — {VERIFY}"),
    (
        source_with(url="http://www.ville.example/t"),
        "sources[0].url adresse en http:// (« http://www.ville.example/t ») — ",
    ),
    (
        service("javascript:alert(1)"),
        "online.services[0].url ce n'est pas une adresse web publique (« javascript:alert(1) ») — ",
    ),
    (service("https://192.168.1.10/payer"), "online.services[0].url adresse d'un ordinateur ou d'un réseau privé"),
    (service("https://localhost/payer"), "online.services[0].url adresse d'un ordinateur ou d'un réseau privé"),
    (service("https://poste-12.mairie.local/a"), "online.services[0].url adresse d'un ordinateur ou d'un réseau privé"),
    (service("https://www.ville.example:8080/"), "online.services[0].url adresse d'un ordinateur ou d'un réseau privé"),
    (service("https://moi:secret@ville.example/"), "online.services[0].url adresse mal écrite"),
    (service("file:///C:/Users/moi/tarifs.pdf"), "online.services[0].url ce n'est pas une adresse web publique"),
    (cost("Il faut 12 €."), "cost.text montant ou durée sans source (« 12 € ») — ajoutez « source: » à cost"),
    (cost("Comptez trois semaines."), "cost.text montant ou durée sans source (« trois semaines »)"),
    ({"delay": "Réponse sous un mois."}, "delay montant ou durée sans source (« un mois »)"),
    (
        cost("Il faut 12 €.", source="prix"),
        "cost.source « prix » n'est pas une source de la fiche — citez une clé de sources",
    ),
    ({"summary": "La carte coûte 12 euros pour un an."}, "summary contient un montant ou une durée (« 12 euros »)"),
    ({"documentz": "Rien."}, "documentz clé inconnue — vouliez-vous dire « documents » ?"),
    ({"cost": {"txt": "Rien."}}, "cost.txt clé inconnue — vouliez-vous dire « text » ?"),
    ({"examples": EXAMPLES[:9]}, "examples trop peu d'éléments (9, au moins 10) — donnez au moins 10 phrases"),
    (
        {"examples": [*EXAMPLES, EXAMPLES[0].upper() + " !"]},
        "examples[10] « JE VOUDRAIS UNE CARTE NUMÉRO UN ! » est déjà plus haut",
    ),
    ({"names": "piscine"}, "names doit être une liste (des lignes qui commencent par un tiret) — donnez au moins 2"),
    ({"title": ["a", "b"]}, "title doit être un texte — donnez le titre"),
    ({"cost": None}, "cost vide — donnez un texte"),
    ({"id": "carte_patinoire"}, "id « carte_patinoire » n'est pas le nom du fichier — écrivez « carte_piscine »"),
    ({"sheets": ["1344"]}, "sheets[0] mal écrit (« 1344 ») — écrivez « F » suivi du numéro"),
    ({"sheets": ["F1344", "F1344"]}, "sheets[1] en double (« F1344 »)"),
    (
        {"where": {"offices": [{"title": "Mairie", "pivot": "marie"}]}},
        "where.offices[0].pivot valeur inconnue (« marie ») — vouliez-vous dire « mairie » ?",
    ),
    (question(["Oui", "oui"]), "cases.options[1].label en double (« oui »)"),
    (question(["Seul"]), "cases.options trop peu d'éléments (1, au moins 2)"),
    (
        {"cases": {"question": "Pour qui", "options": question(["A1", "B1"])["cases"]["options"]}},
        "cases.question mal écrit",
    ),
    ({"steps": " ".join(["mot"] * 36) + "."}, "steps phrase de 36 mots"),
    ({"responses": {"utter_x": "a"}}, "responses clé réservée à Rasa"),
]


@pytest.mark.parametrize(("change", "expected"), WRONG, ids=[expected[:40] for _, expected in WRONG])
def test_each_mistake_is_told_with_its_place_and_its_cure(tmp_path: Path, change: dict, expected: str) -> None:
    found = lines(project(tmp_path, change))
    assert any(line.startswith(f"{SHEET} : {expected}") for line in found), found
    assert all(" — " in line and "\n" not in line for line in found)


UNREADABLE = [
    ("", "vide — remplissez-le"),
    ("# rien\n", "vide — remplissez-le"),
    ("id: a\n  title: b\n", "ligne 2, colonne 8 : YAML mal formé"),
    ("id: 'a\n", "YAML mal formé — refermez le guillemet ouvert plus haut"),
    ("title: Perdue : que faire\n", "YAML mal formé — mettez entre guillemets le texte qui contient « : »"),
    ("id: a\n\ttitle: b\n", "ligne 2, colonne 1 : YAML mal formé — remplacez la tabulation par des espaces"),
    ("title: un\ntitle: deux\n", "ligne 2, colonne 1 : clé « title » en double"),
    ("a: &x [1]\nb: *x\n", "ligne 1, colonne 4 : ancre ou renvoi YAML"),
    ("a: !!python/object/apply:os.system [ls]\n", "ligne 1, colonne 4 : étiquette YAML"),
    ("a: b\n---\nc: d\n", "deuxième document"),
    ("? [a, b]\n: c\n", "clé composée"),
    ("a: " + "[" * 60 + "]" * 60, "trop de niveaux imbriqués"),
    ("a: b\x07\n", "contient un caractère interdit"),
    ("- juste\n- une liste\n", "doit être des clés"),
    ("du texte", "doit être des clés"),
    ("id: " + "x" * 310_000, "fait plus de 300 ko"),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE, ids=[expected[:40] for _, expected in UNREADABLE])
def test_an_unreadable_file_is_one_line_never_a_traceback(tmp_path: Path, text: str, expected: str) -> None:
    found = lines(project(tmp_path, text=text))
    assert expected in found[0]
    with pytest.raises(GuichetError):
        load_editors(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    assert "n'est pas en UTF-8" in lines(write(tmp_path, SHEET, "title: été".encode("latin-1")))[0]


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    project(tmp_path, {"title": None}, source_with(verified_on=None, url="http://a.example/"), cost("Il faut 3 €."))
    write(tmp_path, "data/procedures/loisirs/patinoire.yml", "")
    write(tmp_path, "data/procedures/loisirs/tennis.yml", "id: [")
    found = lines(tmp_path)
    for part in ("title vide", "verified_on absent", "http://", "3 €", "patinoire.yml : vide", "tennis.yml : ligne 2"):
        assert any(part in line for line in found), (part, found)


def test_problems_between_sheets(tmp_path: Path) -> None:
    project(tmp_path)
    other = {"title": "Autre", "theme": "Sports", "names": ["Carte  Piscine", "bassin"]}
    project(tmp_path, other, name="data/procedures/loisirs/zz.yml")
    found = lines(tmp_path)
    assert (
        f"data/procedures/loisirs/zz.yml : id déjà pris par {SHEET} — donnez un autre id et un autre nom de fichier"
        in found
    )
    assert any(
        line.startswith("data/procedures/loisirs/zz.yml : theme « Sports » n'est pas celui de") for line in found
    )
    assert any(
        line.startswith(f"data/procedures/loisirs/zz.yml : names[0] « Carte Piscine » est déjà dans {SHEET}")
        for line in found
    )
    assert sum("zz.yml : examples[" in line for line in found) == len(EXAMPLES)


def test_a_sheet_in_the_wrong_place_is_told(tmp_path: Path) -> None:
    found = lines(project(tmp_path, name="data/procedures/carte_piscine.yaml"))
    assert found == [
        "data/procedures/carte_piscine.yaml : mal rangé — une fiche se range dans data/procedures/<dossier>/<id>.yml"
    ]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("F1344", []),
        ("F9", ["sheets[0] « F9 » n'est pas une fiche officielle — vérifiez son numéro"]),
        ("F2", ["sheets[0] « F2 » a été retirée par Service-Public — mettez « F1344 », qui la remplace"]),
        ("F3", ["sheets[0] « F3 » a été retirée par Service-Public — retirez-la, ou trouvez la fiche qui la remplace"]),
    ],
)
def test_official_sheets_are_checked_against_the_catalogue(tmp_path: Path, sheet: str, expected: list[str]) -> None:
    root = project(tmp_path, {"sheets": [sheet]})
    assert lines(root, {"F1344": "Carte perdue"}, {"F2": "F1344", "F3": ""}) == [
        f"{SHEET} : {line}" for line in expected
    ]


def questions(*items: dict, kind: str = "question", **more: object) -> str:
    return yaml.safe_dump({"kind": kind, "questions": list(items), **more}, allow_unicode=True)


def test_a_question_kept_apart_can_not_be_an_example(tmp_path: Path) -> None:
    project(tmp_path)
    held = questions({"text": "Je voudrais une carte, numero TROIS", "expected": ["F1"]})
    write(tmp_path, "data/questions/piscine.yml", held)
    nlu = "nlu:\n- intent: cost\n  examples: |\n    - je voudrais une [carte](thing) numéro trois\n"
    write(tmp_path, "data/nlu/cost.yml", nlu)
    leak = "est aussi une question gardée pour la mesure (data/questions/piscine.yml)"
    found = lines(tmp_path)
    assert [line.split(" « ")[0] for line in found if leak in line] == [
        f"{SHEET} : examples[2]",
        "data/nlu/cost.yml : nlu[0]",
    ]


def test_question_files_are_checked_too(tmp_path: Path) -> None:
    items = ({"text": "un deux"}, {"text": "Un, deux", "expected": ["F9"], "aspect": "prix"})
    write(tmp_path, "data/questions/piscine.yml", questions(*items, procedure="piscine"))
    write(tmp_path, "data/questions/hors.yml", questions({"text": "salut", "expected": ["F1"]}, kind="out_of_scope"))
    found = lines(tmp_path, {"F1": "Une fiche"})
    assert [line.split(" — ")[0] for line in found] == [
        "data/questions/hors.yml : questions[0].expected en trop",
        "data/questions/piscine.yml : questions[1].aspect valeur inconnue (« prix »)",
        "data/questions/piscine.yml : questions[0].expected absent",
        "data/questions/piscine.yml : questions[1].text « Un, deux » est déjà dans data/questions/piscine.yml",
        "data/questions/piscine.yml : questions[1].expected[0] « F9 » n'est pas une fiche officielle",
        "data/questions/piscine.yml : procedure « piscine » n'est pas une fiche de data/procedures",
    ]


def test_questions_load_with_their_file_s_procedure(tmp_path: Path) -> None:
    text = questions({"text": "combien ?", "aspect": "cost", "expected": ["F1", "F2"]}, procedure="carte_piscine")
    assert load_questions(write(tmp_path, "data/questions/piscine.yml", text)) == (
        HeldOutQuestion("combien ?", "question", ("F1", "F2"), "carte_piscine", "cost"),
    )


RASA_FILES = [
    (
        {"responses/a.yml": "responses: {utter_x: [{text: a}]}", "responses/b.yml": "responses: {utter_x: []}"},
        "utter_x déjà dans",
    ),
    (
        {"responses/a.yml": "responses: {utter_x: [{text: a}]}", "../domain.yml": "responses: {utter_x: []}"},
        "utter_x déjà dans",
    ),
    ({"nlu/a.yml": "nlu: [\n"}, "data/nlu/a.yml : ligne 2, colonne 1 : YAML mal formé"),
    ({"rules/a.yml": "rules:\n- rule: a\n- rule: [\n"}, "data/rules/a.yml : ligne 4, colonne 1 : YAML mal formé"),
    (
        {"nlu/a.yml": "nlu:\n- {intent: a, examples: '- oui'}\n- {intent: b, examples: '- Oui !'}\n"},
        "« Oui ! » est déjà un exemple de « a »",
    ),
    ({"search/x.yml": "a: {stories: b}"}, "data/search/x.yml : a.stories clé réservée à Rasa"),
    ({"search/x.yml": "a: [\n"}, "data/search/x.yml : ligne 2, colonne 1 : YAML mal formé"),
]


@pytest.mark.parametrize(("files", "expected"), RASA_FILES, ids=[expected for _, expected in RASA_FILES])
def test_what_rasa_would_lose_in_silence_is_told(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    for name, text in files.items():
        write(tmp_path, f"data/{name}", text)
    found = lines(tmp_path)
    assert any(expected in line for line in found), found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["F1344", "tarifs", "3 €"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*schema()["properties"], "options"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from([*schema()["properties"], "nlu"]), value=VALUES)
def test_no_shape_of_data_breaks_the_check(tmp_path: Path, key: str, value: object) -> None:
    root = project(tmp_path, text=json.dumps({**VALID, key: value}))
    found = check_editors(root, {"F1344": "Carte perdue"}, today=TODAY)
    assert all(problem.cure and problem.what for problem in found)
    if not found:
        load_editors(root)
