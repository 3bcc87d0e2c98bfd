"""Letters and simulators by what they are about."""

import pytest

from guichet.around import frames


def found(around, text, sheets=()):
    return [tool.id for tool in around.tools(text, sheets)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("modèle de lettre pour rendre mon emplacement", ["R40"]),
        ("modèle d'attestation de nage", ["R41", "R42"]),
        ("simulateur barque", ["R43"]),
        ("simulateur ANB", ["R43"]),
        ("lettre type résilier un quai", ["R40"]),
    ],
)
def test_par_le_titre_ou_par_celui_des_fiches_servies(around, text, ids):
    assert found(around, text) == ids


@pytest.mark.parametrize("text", ["modèle de lettre d'amour", "simulateur de nage", "rendre mon emplacement", "modèle"])
def test_rien_plutôt_qu_au_hasard(around, text):
    assert found(around, text) == []


def test_la_fiche_où_mène_la_question_aide(around):
    assert found(around, "modèle de lettre port bateau") == []
    assert found(around, "modèle de lettre port bateau", {"F3"}) == ["R40"]


def test_ce_que_lit_l_usager(around):
    shown = frames.tools(around.tools("simulateur barque"))
    assert shown["text"].startswith(
        "Voici un simulateur officiel :\n- Estimer le prix d'une barque (Simulateur) : https:"
    )
    assert shown["tools"][0]["kind"] == "simulator"


def test_une_lettre_sans_adresse_mène_à_sa_page(around):
    (tool,) = around.tools("modèle de lettre pour rendre mon emplacement")
    assert tool.url == "https://exemple.test/Rendre"
