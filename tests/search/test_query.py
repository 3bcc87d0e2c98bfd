"""A message as search sees it: terms, weights, pairs, meaning."""

import numpy as np
import pytest

from guichet.search.build import build_index
from guichet.search.learning import learn
from guichet.search.meaning import load_meanings
from guichet.search.query import IDEA_WEIGHT, QueryReader
from guichet.search.text import Analyzer, concepts_path, load_concepts
from tests.core.trees import p, sheet

TEXT = " ".join(["Voter par procuration, renouveler la carte d'identité, le passeport et la barque municipale."] * 3)
#: Each its own text, for a text that is repeated is counted once.
PARAGRAPHS = tuple(p(f"{TEXT} {number}") for number in range(10, 14))
SHEETS = [sheet(*PARAGRAPHS, id_="F1", title="Procuration"), sheet(*PARAGRAPHS, id_="F2", title="Barque municipale")]


@pytest.fixture(scope="module")
def index():
    analyzer = Analyzer(load_concepts(concepts_path()))
    phrasings = {"F2": tuple(f"{word} de barque {n}" for word in ("ma gondole", "le tarif") for n in range(2000))}
    return learn(build_index(lambda: iter(SHEETS)), phrasings, analyzer, load_meanings())


@pytest.fixture(scope="module")
def reader(index):
    return QueryReader(index, frozenset({"bateau"}), Analyzer(load_concepts(concepts_path())), load_meanings())


def test_accents_capitals_and_misspellings_make_the_same_query(reader):
    terms = reader.read("renouveler la procuration").terms
    for typed in ("RENOUVELER LA PROCURATION", "renouvler la procurration", "renouvelerla procuration"):
        assert reader.read(typed).terms == terms, typed


@pytest.mark.parametrize("text", ["", " ", "le la les", "bonjour merci", "🙂", "zzzz qqqq", "\0", "?!", "a", "fiare"])
def test_a_message_without_a_word_of_the_sheets_is_empty(reader, text):
    assert reader.read(text).empty


def test_a_query_measures_what_the_sheets_know_of_it(reader):
    full, half, nothing = (reader.read(text) for text in ("procuration", "procuration girafe", "girafe"))
    assert full.known == full.mass > 0
    assert half.mass > half.known == full.known
    assert (nothing.known, nothing.mass > 0) == (0, True)


def test_an_idea_says_less_than_the_word(index, reader):
    query = reader.read("je ne retrouve plus mon passeport")
    weights = {list(index.vocabulary)[row]: weight for row, weight in query.terms}
    assert weights["passeport"] == 1.0
    assert weights["#papiers_identite"] == IDEA_WEIGHT


def test_a_word_said_twice_counts_once(reader):
    assert reader.read("barque barque BARQUES").terms == reader.read("barque").terms


def test_pairs_of_neighbours_are_found_in_order_only(reader):
    assert len(reader.read("barque municipale").pairs) == 1
    assert reader.read("municipale barque").pairs == ()
    assert reader.read("barque").pairs == reader.read("girafe municipale").pairs == ()


def test_unit_terms_are_a_unit_vector(reader):
    query = reader.read("procuration barque municipale")
    assert sum(weight**2 for _, weight in query.unit_terms) == pytest.approx(1)


def test_a_meaning_is_unit_or_zero(reader):
    assert np.linalg.norm(reader.read("procuration").meaning) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(reader.read("zzzz").meaning) == 0


def test_words_of_other_subjects_speak_against_the_scope(reader):
    assert reader.read("une blague").scope < 0 < reader.read("tarif de la gondole").scope
    assert reader.read("").scope == 0


def test_reading_the_same_message_twice_gives_the_same_query(reader):
    first, second = reader.read("procurration passeport"), reader.read("procurration passeport")
    assert first.terms == second.terms
    assert np.array_equal(first.meaning, second.meaning)
