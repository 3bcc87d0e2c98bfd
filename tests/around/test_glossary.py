"""Words explained, from the glossary and from the sheets."""

import pytest

from guichet.around import frames
from guichet.procedure import Link


def titles(around, text, sheet=""):
    return [meaning.title for meaning in around.definition(text, sheet)]


@pytest.mark.parametrize(
    "text",
    [
        "c'est quoi une dame de nage",
        "les dames de nages c'est quoi",
        "c'est quoi une damme de naje",
        "DAME DE NAGE définition",
    ],
)
def test_un_mot_du_glossaire_même_mal_écrit(around, text):
    assert titles(around, text) == ["Dame de nage"]


@pytest.mark.parametrize(
    "text", ["que veut dire ANB", "c'est quoi l'agence nationale des barques", "c'est quoi les A.N.B."]
)
def test_une_abréviation_dans_les_deux_sens(around, text):
    (meaning,) = around.definition(text)
    assert (meaning.title, meaning.abbreviation) == ("ANB", True)
    assert meaning.sheets == (Link("F2", "Agence nationale des barques (ANB)"),)


def test_la_source_est_la_fiche_la_plus_récente_qui_emploie_le_mot(around):
    (meaning,) = around.definition("c'est quoi l'ANB")
    assert meaning.source.date == "2026-03-01"


def test_deux_sens_sont_donnés_et_la_fiche_en_main_tranche(around):
    assert titles(around, "c'est quoi une amarre") == ["Amarre", "Amarre (port)"]
    assert titles(around, "c'est quoi une amarre", "F2") == ["Amarre (port)"]


def test_les_parenthèses_sont_un_nom_ou_un_contexte(around):
    assert "Union des lacs (UDL)" in titles(around, "c'est quoi l'UDL")
    assert titles(around, "c'est quoi PDL") == []


def test_ce_qui_ne_porte_que_ce_nom_passe_devant(around):
    assert titles(around, "c'est quoi l'UDL") == ["UDL", "Union des lacs (UDL)"]


def test_un_mot_que_disent_les_fiches_n_est_pas_une_faute(around):
    assert titles(around, "c'est quoi un pomton") == ["Ponton (PDL)"]
    assert titles(around, "c'est quoi un ponson") == []


@pytest.mark.parametrize(
    "text",
    [
        "c'est quoi la démarche pour une dame de nage",
        "c'est quoi une dame",
        "c'est quoi le prix",
        "c'est quoi CDM",
        "c'est quoi une barque",
        "je veux une dame de nage",
    ],
)
def test_rien_que_le_mot_entier(around, text):
    assert around.definition(text) == ()


def test_une_fiche_le_dit_dans_une_phrase(around):
    (meaning,) = around.definition("c'est quoi une nasse ?")
    assert meaning.id == "F1"
    assert meaning.blocks[0].content.text.startswith("La nasse est un panier")


def test_une_fiche_le_dit_dans_un_chapitre(around):
    (meaning,) = around.definition("c'est quoi une bitte d'amarrage")
    assert meaning.blocks[0].content.text == "Un poteau court, au bord du quai."


def test_ce_que_lit_l_usager(around):
    shown, offered = frames.definition(around.definition("que veut dire ANB"))
    assert shown["text"].startswith("« ANB » : Agence nationale des barques\n\nSource : ")
    assert shown["definition"] == {"id": "R10", "title": "ANB"}
    assert offered["options"][0]["procedure"]["id"] == "F2"


def test_ce_que_lit_l_usager_quand_il_y_a_deux_sens(around):
    (shown,) = frames.definition(around.definition("c'est quoi une amarre"))
    assert shown["text"].startswith("« Amarre » a plusieurs sens :\n- Amarre : Corde")
    assert [item["id"] for item in shown["definitions"]] == ["R12", "R13"]
