"""Which words were meant by those that were typed."""

import pytest

from guichet.search.build import build_index
from guichet.search.learning import learn
from guichet.search.meaning import load_meanings
from guichet.search.mending import Mender
from guichet.search.text import Analyzer
from tests.core.trees import p, sheet

TEXT = (
    "Voter par procuration, renouveler la carte d'identité, le passeport et la barque municipale. Un litige avec la "
    "ville, la villa d'un parent, changer de nom, le permis b3. L'assurance d'une fille. La naissance à 18 ans."
)
ANALYZER = Analyzer({})
#: Each its own text, for a text that is repeated is counted once.
SHEETS = [sheet(*(p(f"{TEXT} {n}") for n in range(n, n + 30)), id_=f"F{n}", title=f"Fiche {n}") for n in (100, 200)]
PHRASINGS = {"F100": ("gribouille en classe", "la gribouille", "une gribouille")}


@pytest.fixture(scope="module")
def mend():
    index = learn(build_index(lambda: iter(SHEETS)), PHRASINGS, ANALYZER, load_meanings())
    mender = Mender(index, frozenset({"bateau", "procurration", "villes"}), ANALYZER, load_meanings())
    return lambda text: " ".join(mender.mend(text.split()))


@pytest.mark.parametrize(
    ("typed", "meant", "error"),
    [
        ("procuration", "procuration", "none"),
        ("proccuration", "procuration", "a letter doubled"),
        ("procuratoin", "procuration", "two letters swapped"),
        ("prcuration", "procuration", "a letter forgotten"),
        ("procurstion", "procuration", "the key beside"),
        ("xrocuration", "procuration", "in the first letter"),
        ("rocuration", "procuration", "the first letter forgotten"),
        ("prcuratoin", "procuration", "two of them in a long word"),
        ("carrte", "carte", "in a word of five letters"),
        ("vlile", "ville", "two near words: the likelier error"),
        ("fille", "fille", "none, in a word of the sheets"),
        ("nesance", "naissance", "written as it sounds"),
        ("lasurance", "assurance", "an apostrophe forgotten"),
        ("paserpot", "paserpot", "too far"),
        ("commment", "", "in a word that says nothing"),
        ("poru", "", "in a short word that says nothing"),
        ("procurration", "procuration", "one that the web makes too: a French word says the lexicon"),
    ],
)
def test_a_misspelt_word_is_mended_towards_the_sheets(mend, typed, meant, error):
    assert mend(typed) == meant, error


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cartedidentite", "carte identite"),
        ("monpasseport", "passeport"),
        ("renouvelermonpasseport", "renouveler passeport"),
        ("achanger", "changer"),
        ("18ans", "18 ans"),
        ("b3", "b3"),
    ],
)
def test_words_that_were_glued_are_parted(mend, typed, meant):
    assert mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("bateau", "the French know this word"),
        ("gribouille", "three phrasings use it"),
        ("blague", "it is said of what is out of scope"),
        ("zigzag", "nothing is near"),
        ("xyzxyzxyzxyz", "nothing is near, however long"),
    ],
)
def test_other_words_are_left_as_they_are(mend, typed, why):
    assert mend(typed) == typed, why


def test_a_word_of_phrasings_is_mended_towards_too(mend):
    assert mend("gribouile") == "gribouille"


def test_neighbours_settle_what_is_as_near(mend):
    assert mend("barque munciipale") == "barque municipale"
    assert mend("carte identit") == "carte identite"


def test_the_order_of_words_is_kept_and_nothing_is_nothing(mend):
    assert mend("passport puor la procurration") == "passeport procuration"
    assert mend("") == ""
