"""Forms by their numbers."""

import pytest

from guichet.around import frames
from guichet.procedure import Link


@pytest.mark.parametrize("text", ["cerfa 90001", "formulaire 90001*02", "le 90001*02", "formulaire L2042-C"])
def test_un_formulaire_et_les_fiches_en_service_qui_le_demandent(around, text):
    (form,) = around.form(text)
    assert (form.id, form.number) == ("R30", "90001*02")
    assert form.sheets == (Link("F1", "Emprunter une barque"),)


def test_une_annexe_sans_page_à_elle(around):
    (form,) = around.form("cerfa 90003")
    assert (form.title, form.url, form.sheets) == (
        "Annexe du quai",
        "https://exemple.test/a",
        (Link("F2", "Agence nationale des barques (ANB)"),),
    )


def test_deux_numéros_sur_une_page(around):
    assert [form.id for form in around.form("cerfa 90005")] == ["R31"]


def test_le_numéro_exact_passe_devant_celui_qui_commence_pareil(around):
    assert [form.id for form in around.form("formulaire L2042")] == ["R32"]
    assert [form.id for form in around.form("formulaire L2042-C")] == ["R30"]


def test_un_numéro_que_personne_n_a(around):
    assert around.form("cerfa 90009") == ()
    assert around.unknown_forms("cerfa 90009 ou 90001") == ("90009",)
    assert "90009" in frames.unknown_forms(("90009",))["text"]


def test_ce_que_lit_l_usager(around):
    shown, offered = frames.forms(around.form("cerfa 90001*01"))
    lines = shown["text"].splitlines()
    assert lines[0] == "Demande de barque (Formulaire 90001*02) : https://exemple.test/30"
    assert "90001*01" in lines[1]
    assert shown["forms"] == [
        {"number": "90001*02", "title": "Demande de barque (Formulaire 90001*02)", "url": "https://exemple.test/30"}
    ]
    assert [o["procedure"]["id"] for o in offered["options"]] == ["F1"]


def test_la_bonne_version_ne_se_commente_pas(around):
    shown = frames.forms(around.form("cerfa 90001*02"))[0]
    assert "version" not in shown["text"]
