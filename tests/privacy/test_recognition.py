"""Masking, measured on labelled sentences: what is told here is printed by `pytest -s`, and may not get worse."""

from __future__ import annotations

import pytest

from guichet.privacy import Kind
from tests.privacy.measure import measure

#: What each kind's recall must not go below. E-mail addresses and telephone numbers are spelled in countless ways.
LEAST = {kind.value: 0.99 for kind in Kind} | {"email": 0.95, "phone": 0.95, "plate": 0.95, "mixed": 0.99}


@pytest.fixture(scope="module")
def measured():
    result = measure()
    print(f"\n{result.table()}", *result.missed, *result.false_alarms, sep="\n")  # noqa: T201
    return result


def test_the_set_is_large_and_half_of_it_has_nothing_to_mask(measured):
    with_data, without = measured.sentences
    assert with_data >= 200
    assert without >= 200
    assert set(measured.labelled) == set(LEAST)
    assert all(count >= 15 for count in measured.labelled.values())


@pytest.mark.parametrize("kind", LEAST)
def test_what_is_personal_is_masked(measured, kind):
    assert measured.recall(kind) >= LEAST[kind], measured.missed


def test_what_serves_the_procedure_stays_readable(measured):
    assert measured.false_alarms == []
