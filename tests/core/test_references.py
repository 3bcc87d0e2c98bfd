"""The number that follows a request: made so that it can be read aloud, and found however it is typed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.references import ALPHABET, find_reference, looks_like_reference, new_reference

REFERENCES = st.integers(0, 2**32).map(lambda seed: new_reference(random.Random(seed).choice))
SEPARATORS = st.sampled_from(["", " ", "-", "–", "\u00a0", " . ", "\u2011"])


def characters(reference):
    return reference.replace("-", "")[3:]


@given(REFERENCES)
def test_a_new_reference_is_found_as_it_is_and_looks_like_nothing_wrong(reference):
    assert find_reference(reference) == reference
    assert not looks_like_reference(reference)


@given(REFERENCES)
def test_a_new_reference_mixes_digits_and_letters_that_nobody_confuses(reference):
    six = characters(reference)
    assert len(six) == 6
    assert set(six) <= set(ALPHABET)
    assert not set(six) & set("BILOU01")
    assert any(c.isdigit() for c in six[:4])
    assert any(c.isalpha() for c in six[:4])


def test_references_are_not_drawn_twice_by_chance():
    assert len({new_reference() for _ in range(2000)}) > 1995


@given(REFERENCES)
def test_one_wrong_character_is_never_a_reference(reference):
    six = characters(reference)
    for place, right in enumerate(six):
        for wrong in ALPHABET.replace(right, ""):
            assert find_reference(f"DEM-{six[:place]}{wrong}{six[place + 1 :]}") is None


@given(REFERENCES)
def test_two_characters_that_changed_places_are_never_a_reference(reference):
    six = characters(reference)
    for first in range(6):
        for second in range(first + 1, 6):
            typed = list(six)
            typed[first], typed[second] = typed[second], typed[first]
            if typed != list(six):
                assert find_reference(f"DEM-{''.join(typed)}") is None


@given(REFERENCES, SEPARATORS, SEPARATORS, st.booleans())
def test_case_dashes_and_spaces_do_not_count(reference, before, between, lower):
    six = characters(reference)
    typed = f"DEM{before}{six[:4]}{between}{six[4:]}"
    assert find_reference(f"Où en est {typed.lower() if lower else typed} ?") == reference


@pytest.mark.parametrize(
    "text",
    [
        "DEM-7F3K-Q2",
        "dem 7f3k q2",
        "n° DEM7F3KQ2",
        "mon numéro c'est dem–7f3k—q2, merci",
        "d e m 7 f 3 k q 2",
        "DEM : DEM-7F3K-Q2",
        "(DEM-7F3K-Q2)",
        "ＤＥＭ－７Ｆ３Ｋ－Ｑ２",
        "DEM-\n7F3K-Q2",
        "DEM-7F3K-Q3 ou DEM-7F3K-Q2",
        "DEM DEM 7F3 KQ2",
        "7f3k-q2",
        " 7F3K Q2. ",
    ],
)
def test_a_reference_is_found_in_a_citizen_s_words(text):
    assert find_reference(text) == "DEM-7F3K-Q2"


@pytest.mark.parametrize(
    "text", ["DEM-7F3K-Q3", "dem 7f3k o2", "DEM-7F3K-Q", "DEM-7F3K-Q22", "DEM-7FK3-Q2", "dem7f3kq3", "DEM-7E3K-Q0"]
)
def test_a_mistyped_reference_is_told_from_no_reference(text):
    assert find_reference(text) is None
    assert looks_like_reference(f"ma demande {text} svp")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "demandent",
        "ils demandent 22 euros",
        "ma demande 22",
        "demande2",
        "une demande 3 x plus longue",
        "demain14h",
        "dem 14h30",
        "dem 2024 01",
        "DEM 75011 Paris",
        "F32344",
        "XDEM-7F3K-Q2",
        "7f3k-q2 et autre chose",
        "7F3KQ2",
        "ⓓⓔⓜ 😀",
        "dem " * 300,
    ],
)
def test_other_words_are_no_reference(text):
    assert find_reference(text) is None
    assert not looks_like_reference(text)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    found = find_reference(text)
    assert found is None or find_reference(found) == found
