"""The words, forms, letters and life events of the real feed of a day."""

import sqlite3

import pytest

from guichet.around.abbreviations import expand
from guichet.around.around import Around
from guichet.catalogue.question_files import load_questions
from guichet.procedure import Paragraph, walk
from guichet.settings import ROOT


@pytest.fixture(scope="module")
def around(official):
    return Around(official)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("c'est quoi une soulte", "R1038"),
        ("CAF ça veut dire quoi", "R24582"),
        ("que veut dire APL ?", "R50626"),
        ("c koi un uzufruit", "R44557"),
        ("créancié ça veut dire quoi", "R15912"),
        ("c'est quoi l'aide personnalisée au logement", "R50626"),
        ("c'est quoi un quitus fiscal ?", "F179"),
    ],
)
def test_les_mots_de_l_administration(around, text, id):
    assert around.definition(text)[0].id == id


@pytest.mark.parametrize("text", ["c'est quoi la démarche pour une carte d'identité", "c'est quoi une modification"])
def test_ce_qui_n_est_pas_un_mot_à_expliquer(around, text):
    assert around.definition(text) == ()


def test_une_question_sur_une_démarche_n_est_prise_pour_rien_d_autre(around):
    """On all the questions of the project, whose answer is a sheet."""
    texts = [question.text for question in load_questions(ROOT)]
    taken = [text for text in texts if around.definition(text) or around.form(text) or around.tools(text)]
    assert len(taken) <= len(texts) * 0.005, taken


@pytest.mark.parametrize(
    ("text", "id", "sheet"),
    [
        ("cerfa 14880", "R14006", "F2686"),
        ("le cerfa n°15646", "R46121", "F1359"),
        ("formulaire 12669*02", "R16024", "F1367"),
        ("formulaire S3704", "R10884", "F163"),
    ],
)
def test_les_formulaires(around, text, id, sheet):
    form = around.form(text)[0]
    assert form.id == id
    assert sheet in [link.id for link in form.sheets]


def test_chaque_numéro_cerfa_du_flux_se_retrouve(official, around):
    with sqlite3.connect(official.path) as connection:
        numbers = [n for (n,) in connection.execute("SELECT DISTINCT number FROM form WHERE number GLOB '[0-9]*'")]
    cerfa = [number for number in numbers if len(number) == 5 and number.isdecimal()]
    assert len(cerfa) > 600
    assert [number for number in cerfa if not around.form(f"cerfa n° {number}")] == []


@pytest.mark.parametrize(
    ("text", "sheets", "id"),
    [
        ("simulateur APL", (), "R2972"),
        ("simulateur prime d'activité", (), "R42725"),
        ("modèle attestation sur l'honneur", (), "R31806"),
        ("modèle de lettre au voisin bruyant", (), "R47020"),
        ("exemple d'attestation d'hébergement", (), "R39697"),
    ],
)
def test_les_lettres_et_les_simulateurs(around, text, sheets, id):
    assert around.tools(text, sheets)[0].id == id


def test_une_lettre_que_seule_la_fiche_rapproche(around):
    assert around.tools("modèle de lettre pour résilier mon bail") == ()
    assert "R16635" in [tool.id for tool in around.tools("modèle de lettre pour résilier mon bail", {"F1168"})]


def test_chaque_événement_de_vie_a_des_étapes_et_des_démarches(official, around):
    events = [sheet for sheet in official.official() if sheet.type == "life_event"]
    steps = {event.id: around.life_steps(event.body) for event in events}
    assert len(events) == 19
    assert {id: len(found) for id, found in steps.items() if len(found) < 2} == {}
    assert [id for id, found in steps.items() if not any(step.procedures for step in found)] == []
    assert [step.title for step in steps["F16507"][:3]] == [
        "Faire constater le décès",
        "Prévenir les proches",
        "Déclarer le décès à la mairie",
    ]


def test_chaque_abréviation_développée_laisse_les_mots_officiels(official):
    count = 0
    for sheet in official.official():
        changed, seen = expand(sheet.body, sheet.definitions)
        count += len(seen)
        for before, after in zip(walk(sheet.body), walk(changed), strict=True):
            if isinstance(before, Paragraph) and before != after:
                assert covered(after, before), sheet.id
    assert count > 1000


def covered(after, before):
    """Whether the words of the paragraph are all there, in order, and each mark begins and ends on the same words."""
    remaining = iter(after.content.text)
    return all(letter in remaining for letter in before.content.text) and all(
        after.content.text[new.start : new.end].startswith(before.content.text[old.start])
        and after.content.text[: new.end].endswith(before.content.text[old.end - 1])
        for old, new in zip(before.content.marks, after.content.marks, strict=True)
    )
