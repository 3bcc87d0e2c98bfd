"""The two reference points: SQLite's own ranking of title and text."""

import pytest

from guichet.evaluation.baselines import FullText
from tests.core.trees import p, sheet

TALKATIVE = sheet(p("La barque est bleue. " * 5 + "Une barque municipale."), id_="F1", title="Louer un pédalo")
NAMED = sheet(p("Elle est au bord du lac, près du ponton, avec beaucoup d'autres."), id_="F2", title="Barque")
OTHERS = [sheet(p(f"Un texte numéro {n}."), id_=f"F{n}", title="Autre fiche") for n in range(10, 30)]


@pytest.fixture
def full_text():
    return FullText([TALKATIVE, NAMED, *OTHERS])


def test_plain_ranking_counts_words_wherever_they_are(full_text):
    assert full_text.plain("la barque bleue municipale") == ["F1", "F2"]


def test_weighted_ranking_prefers_the_title(full_text):
    assert full_text.weighted("barque") == ["F2", "F1"]


def test_accents_and_capitals_do_not_count(full_text):
    assert full_text.plain("PEDALO") == full_text.plain("pédalo") == ["F1"]


def test_ten_at_most(full_text):
    assert len(full_text.plain("fiche")) == 10


@pytest.mark.parametrize("text", ["", "?!", "🙂", "girafe", 'a" OR "b', "NEAR(", "* ^ - :", "\0"])
def test_no_text_breaks_the_full_text_syntax(full_text, text):
    assert full_text.plain(text) == full_text.weighted(text) == []
