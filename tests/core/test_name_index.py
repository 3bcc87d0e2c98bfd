"""Names found while they are typed: accents, case, elisions and plurals ignored, one mistake forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.name_index import Name, NameIndex

NAMES = NameIndex(
    [
        Name("identite", "Renouveler une carte d'identité", ("carte d'identité périmée", "CNI")),
        Name("grise", "Carte grise : démarche et prix", ("certificat d'immatriculation",)),
        Name("passeport", "Passeport d'un adulte", ("refaire son passeport",)),
        Name("mineur", "Passeport d'un enfant"),
        Name("deux", "Peut-on avoir deux passeports ?", rank=2),
        Name("deces", "Déclaration de décès", rank=1),
        Name("permis", "Permis de chasser perdu, volé ou abîmé", rank=1),
    ]
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("carte gr", "grise"),
        ("CARTE GRISE", "grise"),
        ("carte d'id", "identite"),
        ("carte d’id", "identite"),
        ("carte identite", "identite"),
        ("carte didentité", "identite"),
        ("identité de ma carte", "identite"),
        ("immat", "grise"),
        ("declaration dec", "deces"),
        ("DÉCÈS", "deces"),
        ("cni", "identite"),
        ("permi", "permis"),
        ("permis chas", "permis"),
        ("je voudrais refaire mon passeport", "passeport"),
        ("passpo", "passeport"),
        ("pasep", "passeport"),
        ("passeprot", "passeport"),
        ("pazseport", "passeport"),
        ("passseport", "passeport"),
        ("passeports", "passeport"),
    ],
)
def test_the_name_is_found_before_it_is_finished(typed, first):
    assert NAMES.find(typed, 8)[0] == first


def test_every_word_counts_unless_no_name_has_them_all():
    assert NAMES.find("passeport enfant", 8) == ["mineur"]
    assert NAMES.find("passeport martien", 8)[:2] == ["passeport", "mineur"]
    assert NAMES.find("martien vert passeport", 8) == []


def test_a_name_that_begins_so_comes_first_then_the_lower_rank_then_the_shorter_title():
    index = NameIndex(
        [
            Name("inside", "La carte", rank=0),
            Name("long", "Carte de séjour de longue durée", rank=0),
            Name("ranked", "Carte", rank=1),
            Name("other", "Tout autre chose", ("carte vitale",), rank=0),
        ]
    )
    assert index.find("carte", 8) == ["inside", "other", "long", "ranked"]
    assert NameIndex([Name("b", "Un bail"), Name("a", "Bail d'un meublé")]).find("bail", 8) == ["b", "a"]


def test_the_middle_of_a_word_is_no_beginning():
    assert NAMES.find("rise", 8) == []
    assert NAMES.find("ertificat", 8) == []


@pytest.mark.parametrize("typed", ["", "   ", "?!", "« »", "\x00", "😀", "|", "zzzz"])
def test_nothing_to_find_is_no_error(typed):
    assert NAMES.find(typed, 8) == []


def test_small_words_alone_are_beginnings_too():
    assert NAMES.find("d", 8)
    assert len(NAMES.find("p", 2)) == 2


@given(st.text(max_size=100))
def test_no_text_breaks_it(typed):
    assert len(NAMES.find(typed, 3)) <= 3
