"""Fitting the weights and thresholds of the search, on a few questions, without touching those in service."""

import json
from dataclasses import replace

import numpy as np
import pytest

from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.evaluation.calibrate import cases, cross_validate, fit, write
from guichet.search import ranker
from guichet.search.engine import SearchEngine
from guichet.search.ranker import MEASURES, load_calibration
from guichet.settings import ROOT

OUTSIDE = HeldOutQuestion("louer une voiture de sport", "out_of_scope")


@pytest.fixture(scope="module")
def engine(small):
    return SearchEngine.open(small)


@pytest.fixture(scope="module")
def questions():
    """Some that the editors' sheets answer, and some out of scope."""
    known = load_questions(ROOT)
    return [q for q in known if q.procedure][::4] + [q for q in known if q.kind == "out_of_scope"][::4]


def test_questions_that_the_catalogue_can_not_answer_are_left_out(engine):
    vote = HeldOutQuestion("voter par procuration", "question", ("F1604",))
    gone, empty = replace(vote, expected=("F404",)), replace(vote, text="?!")
    found = cases(engine, [vote, gone, empty, OUTSIDE])
    assert [bool(case.right.any()) for case in found] == [True, False]


def test_with_the_editors_sheets_alone_they_are_out_of_scope(engine):
    gone = HeldOutQuestion("voter par procuration", "question", ("F404",))
    (case,) = cases(engine, [gone], alone=True)
    assert not case.right.any()


@pytest.fixture(scope="module")
def fitted(engine, questions):
    return fit(engine, cases(engine, questions), 0.3)


def test_what_is_fitted_can_be_used(engine, fitted, questions):
    assert len(fitted.weights) == len(MEASURES)
    assert np.isfinite([*fitted.weights, *fitted.right, *fitted.answerable]).all()
    assert 0 < fitted.refuse_below < 1
    assert 0 < fitted.answer_at < 1


def test_the_same_questions_fit_the_same_calibration(engine, fitted, questions):
    assert fit(engine, cases(engine, questions), 0.3) == fitted


def test_cross_validation_tells_shares(engine, questions):
    told = cross_validate(engine, cases(engine, questions), 0.3, folds=2)
    assert {"first", "first three", "out of scope: declined"} <= set(told)
    assert all(0 <= share <= 1 for share in told.values())
    assert told["first three"] >= told["first"] > 0.5


def test_what_is_written_has_the_form_of_what_ships(fitted, tmp_path):
    write({"large": fitted, "small": fitted}, tmp_path / "calibration.json")
    written, shipped = (
        json.loads(path.read_text("utf-8")) for path in (tmp_path / "calibration.json", ranker.CALIBRATION)
    )
    assert written["measures"] == shipped["measures"] == list(MEASURES)
    for size in ("large", "small"):
        assert written[size].keys() == shipped[size].keys()
        for name, value in shipped[size].items():
            assert np.shape(written[size][name]) == np.shape(value)


def test_the_calibration_follows_the_size_of_the_index():
    assert load_calibration(12) != load_calibration(3000)
    assert load_calibration(ranker.LARGE - 1) == load_calibration(1)
