"""What editors' phrasings add to an index: how citizens ask, and words that no sheet uses."""

import numpy as np
import pytest

from guichet.search.build import build_index
from guichet.search.engine import SearchEngine
from guichet.search.learning import learn
from guichet.search.meaning import load_meanings
from guichet.search.query import QueryReader
from guichet.search.ranker import MEASURES, measure
from guichet.search.text import Analyzer
from tests.core.trees import p, sheet

ANALYZER = Analyzer({})
SHEETS = [
    sheet(p("Louer une barque sur le lac."), id_="F1", title="Barque municipale"),
    sheet(p("Payer l'impôt sur la barque."), id_="F2", title="Impôt de barque"),
]
PHRASINGS = {
    "F2": ("la ristourne du fisc", "ristourne pour ma barque", "ristourne refusée"),
    "F404": ("zigzaguer",),
}


def taught(examples=PHRASINGS):
    return learn(build_index(lambda: iter(SHEETS)), examples, ANALYZER, load_meanings())


@pytest.fixture(scope="module")
def index():
    return taught()


def best(index, text):
    query = QueryReader(index, frozenset(), ANALYZER, load_meanings()).read(text)
    values = measure(index, query).values
    return {name: values[:, MEASURES.index(name)].tolist() for name in ("asked", "asked_words", "sheet")}


def test_a_phrasing_that_shares_no_word_with_its_sheet_leads_to_it(index):
    found = best(index, "ristourne du fisc")
    assert found["asked"][1] == pytest.approx(1, abs=1e-5)
    assert found["asked_words"] == [0, 1]
    assert found["asked"][0] == sum(found["sheet"]) == 0


def test_in_the_whole_search_too(small):
    text = "gondole de plaisance à pédales"
    untaught = SearchEngine.open(small, {}).search(text).procedures
    found = SearchEngine.open(small, {"F102": ("une gondole de plaisance à pédales",)}).search(text).procedures
    assert found[0].id == "F102"
    assert [c.id for c in untaught[:1]] != ["F102"]


def test_without_phrasings_nobody_asked_for_anything(small):
    engine = SearchEngine.open(small, {})
    assert engine.index.asked.shape[1] == len(engine.index.asked_owner) == 0
    assert engine.search("voter par procuration").procedures[0].id == "vote_procuration"


def test_phrasings_of_ids_that_the_catalogue_has_not_are_left_aside(index):
    assert index.asked_owner.tolist() == [1, 1, 1]
    assert "zigzagu" not in index.vocabulary


def test_a_phrasing_of_greetings_alone_is_left_aside():
    assert taught({"F1": ("bonjour", "?!", "")}).asked.shape[1] == 0


def test_new_words_get_rows_after_those_of_the_sheets(index):
    before = build_index(lambda: iter(SHEETS))
    assert dict(list(index.vocabulary.items())[: len(before.vocabulary)]) == before.vocabulary
    assert {"ristourn", "fisc"} <= index.vocabulary.keys() - before.vocabulary.keys()
    assert np.array_equal(index.idf[: len(before.idf)], before.idf)
    assert (index.idf > 0).all()


def test_matrices_are_taller_and_say_the_same(index):
    before = build_index(lambda: iter(SHEETS))
    for name in ("sheets", "passages", "naming", "description", "labels"):
        old, new = getattr(before, name), getattr(index, name)
        assert new.shape == (len(index.vocabulary), old.shape[1])
        assert (new[: old.shape[0]] != old).nnz == 0
        assert new[old.shape[0] :].nnz == 0
    assert index.asked.shape[0] == index.asked_words.shape[0] == len(index.vocabulary)


def test_phrasings_are_unit_vectors_in_the_order_of_the_entries():
    index = taught({"F2": ("barque", "impôt du lac"), "F1": ("le lac",)})
    assert index.asked_owner.tolist() == [0, 1, 1]
    norms = np.sqrt(index.asked.multiply(index.asked).sum(axis=0))
    assert norms.tolist()[0] == pytest.approx([1, 1, 1])


def test_a_word_counts_by_how_many_phrasings_say_it_not_how_often():
    once, repeated = (taught({"F1": (text, "un lac")}).asked_words for text in ("une barque", "barque barque barque"))
    assert (once != repeated).nnz == 0


def test_a_new_word_of_three_phrasings_is_a_word_and_of_one_is_not(index):
    assert index.spelling["ristourne"] == 3
    assert "fisc" not in index.spelling


def test_words_said_of_other_subjects_speak_more_against_the_scope(index):
    assert index.scope["ristourn"] < index.scope["blagu"]


def test_the_index_that_is_taught_stays_as_it_was():
    before = build_index(lambda: iter(SHEETS))
    terms = len(before.vocabulary)
    learn(before, PHRASINGS, ANALYZER, load_meanings())
    assert len(before.vocabulary) == terms
    assert before.asked.shape == (0, 0)
