"""The sentences that the core composes around sheets."""

from pathlib import Path

import pytest
import yaml

import guichet
from guichet.procedure import Aspect
from guichet.wording import french_date, say

SENTENCES = yaml.safe_load(Path(guichet.__file__).with_name("locale").joinpath("fr.yml").read_text("utf-8"))


def test_une_phrase_garde_les_accolades_de_ses_valeurs():
    assert say("case", labels="{majeur} 50 %") == "Votre situation : {majeur} 50 %"


def test_une_phrase_d_un_groupe():
    assert say("aspects.cost") == "le prix"


@pytest.mark.parametrize("aspect", Aspect)
def test_chaque_aspect_a_son_nom(aspect):
    assert say(f"aspects.{aspect.value}")


@pytest.mark.parametrize("level", ["info", "note", "warning", "reminder", "example", "help", "more", "notice"])
def test_chaque_encadré_a_son_titre(level):
    assert say(f"callouts.{level}")


def test_une_phrase_qui_n_existe_pas_se_voit():
    with pytest.raises(KeyError):
        say("n_existe_pas")


@pytest.mark.parametrize(
    ("iso", "french"),
    [
        ("2023-12-04", "4 décembre 2023"),
        ("2026-08-01", "1er août 2026"),
        ("2026-02-31", "31 février 2026"),
        ("", ""),
        ("bientôt", "bientôt"),
        ("2026-13-01", "2026-13-01"),
        ("2026-00-10", "2026-00-10"),
        ("2026-1²-01", "2026-1²-01"),
        ("2026-12", "2026-12"),
    ],
)
def test_une_date_se_lit_en_français_et_ce_qui_n_en_est_pas_une_reste_tel_quel(iso, french):
    assert french_date(iso) == french


def test_les_phrases_d_un_autre_fichier_portent_son_nom():
    assert say("around.meaning", meaning="Agence {nationale}") == " (Agence {nationale})"


def test_aucun_fichier_ne_cache_une_phrase_du_premier():
    others = {path.stem for path in (Path(guichet.__file__).with_name("locale")).glob("*.yml")} - {"fr"}
    assert others & set(SENTENCES) == set()
