"""A message as search sees it: terms, mended spelling, pairs, vector."""

import numpy as np
import pytest

from guichet.search.build import build_index
from guichet.search.lexicon import Lexicon
from guichet.search.query import IDEA_WEIGHT, QueryReader
from guichet.search.text import Analyzer, concepts_path, load_concepts
from tests.core.trees import p, sheet

LEXICON = Lexicon({"barque": 0, "procuration": 1, "bateau": 2}, np.eye(3, 300, dtype=np.float16))
TEXT = " ".join(["Voter par procuration, renouveler la carte d'identité, le passeport et la barque municipale."] * 3)
#: Each its own text, for a text that is repeated is counted once.
PARAGRAPHS = tuple(p(f"{TEXT} {number}") for number in range(10, 14))
SHEETS = [sheet(*PARAGRAPHS, id_="F1", title="Procuration"), sheet(*PARAGRAPHS, id_="F2", title="Barque municipale")]


@pytest.fixture(scope="module")
def index():
    return build_index(lambda: iter(SHEETS), LEXICON)


@pytest.fixture(scope="module")
def reader(index):
    return QueryReader(index, LEXICON, Analyzer(load_concepts(concepts_path())))


def stems(index, query):
    words = list(index.vocabulary)
    return [words[row] for row, _ in query.terms]


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        ("procuration", "procur"),
        ("PROCURATION", "procur"),
        ("procurration", "procur"),
        ("procuratoin", "procur"),
        ("prcuration", "procur"),
        ("renouvler", "renouvel"),
        ("pasport", "passeport"),
    ],
)
def test_a_misspelt_word_is_mended_towards_the_sheets(index, reader, typed, stem):
    assert stem in stems(index, reader.read(typed))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("bateau", "the French know this word: it is not « barque » misspelt"),
        ("barq", "too short to be sure"),
        ("xrocuration", "the first letter is nearly always right"),
        ("procxxxtion", "too far"),
        ("passeport9", "not only letters"),
    ],
)
def test_other_words_are_left_as_they_are(index, reader, typed, why):
    assert stems(index, reader.read(typed)) == [], why


@pytest.mark.parametrize("text", ["", " ", "le la les", "bonjour merci", "🙂", "zzzz qqqq", "\0", "?!"])
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


def test_pairs_of_neighbours_are_found_in_order_only(index, reader):
    assert len(reader.read("barque municipale").pairs) == 1
    assert reader.read("municipale barque").pairs == ()
    assert reader.read("barque").pairs == reader.read("girafe municipale").pairs == ()


def test_unit_terms_are_a_unit_vector(reader):
    query = reader.read("procuration barque municipale")
    assert sum(weight**2 for _, weight in query.unit_terms) == pytest.approx(1)


def test_a_vector_is_unit_or_zero(reader):
    assert np.linalg.norm(reader.read("barque").vector) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(reader.read("municipale").vector) == 0
    assert reader.read("barque").vector.shape == (300,)


def test_words_of_other_subjects_speak_against_the_scope(reader):
    assert reader.read("une blague").scope < 0 < reader.read("carte d'identité").scope
    assert reader.read("").scope == 0


def test_reading_the_same_message_twice_gives_the_same_query(reader):
    first, second = reader.read("procurration passeport"), reader.read("procurration passeport")
    assert first.terms == second.terms
    assert np.array_equal(first.vector, second.vector)
