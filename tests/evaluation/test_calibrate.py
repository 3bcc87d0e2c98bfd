"""Fitting the weights and thresholds of the search, on a few questions, without touching those in service."""

import json
from dataclasses import replace

import numpy as np
import pytest

from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.evaluation.calibrate import (
    DECLINED,
    PRECISION,
    Case,
    Ranking,
    cases,
    cross_rank,
    fit,
    fit_weights,
    write,
)
from guichet.search import ranker
from guichet.search.engine import SearchEngine
from guichet.search.query import Query
from guichet.search.ranker import MEASURES, Measured, load_calibration
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


def toy(right, count=6, seed=0):
    """A case in which the right entry is the one with the most of the second measure."""
    values = np.random.default_rng(seed).random((count, len(MEASURES))).astype(np.float32)
    values[:, 1] = 0.1
    values[right, 1] = 0.9
    query = Query((), (), 1.0, 1.0, 0.0, (), np.zeros(1))
    return Case(query, Measured(values, np.ones(1)), np.arange(count) == right)


def test_weights_learn_the_measure_that_tells_the_right_one():
    weights = fit_weights([toy(seed % 6, seed=seed) for seed in range(60)])
    assert weights.argmax() == 1
    unseen = [toy(seed % 6, seed=seed) for seed in range(100, 130)]
    assert all(case.right[(case.measured.values @ weights).argmax()] for case in unseen)


def test_the_same_cases_teach_the_same_weights():
    known = [toy(seed % 6, seed=seed) for seed in range(12)]
    assert np.array_equal(fit_weights(known), fit_weights(known))


def test_what_no_entry_answers_teaches_no_weight():
    known = [toy(seed % 6, seed=seed) for seed in range(12)]
    outside = replace(toy(0, seed=50), right=np.zeros(6, dtype=bool))
    assert np.array_equal(fit_weights(known), fit_weights([*known, outside]))


def rankings(count=600, seed=0):
    """Rankings whose first number tells whether the first is right, the second whether it is there at all."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        stranger, sure = bool(chance.random() < 0.3), chance.normal()
        right = not stranger and bool(sure + chance.normal(0, 0.5) > 0)
        row = np.asarray([sure, (-2.0 if stranger else 2.0) + chance.normal()])
        made.append(Ranking(row, (right, False), not stranger, stranger, 1.0))
    return made


def probability(model, row):
    return 1 / (1 + np.exp(-(model[0] + np.dot(model[1:], row))))


def test_thresholds_keep_what_is_promised():
    made = rankings()
    fitted = fit(np.ones(len(MEASURES)), made, "large")
    kept = [r for r in made if probability(fitted.inside, r.row) >= fitted.refuse_below]
    answered = [r for r in kept if r.inside and probability(fitted.right, r.row) >= fitted.answer_at]
    declined = [r for r in made if r.stranger and probability(fitted.inside, r.row) < fitted.refuse_below]
    assert np.mean([r.hits[0] for r in answered]) >= PRECISION["large"] - 0.02
    assert len(answered) > 60
    assert len(declined) / sum(r.stranger for r in made) >= DECLINED - 0.01


def test_where_nothing_is_ever_right_nothing_is_answered():
    hopeless = [replace(ranking, hits=(False, False)) for ranking in rankings(60)]
    fitted = fit(np.ones(len(MEASURES)), hopeless, "large")
    assert max(probability(fitted.right, ranking.row) for ranking in hopeless) < fitted.answer_at


@pytest.fixture(scope="module")
def known(engine, questions):
    return cases(engine, questions)


@pytest.fixture(scope="module")
def fitted(engine, known):
    return fit(fit_weights(known), cross_rank(engine, known, folds=2), "small")


def test_every_case_is_ranked_once_by_weights_that_never_saw_it(engine, known):
    ranked = cross_rank(engine, known, folds=2)
    assert [ranking.inside for ranking in ranked] == [case.inside for case in known]
    assert np.mean([ranking.hits[0] for ranking in ranked if ranking.inside]) > 0.5


def test_what_is_fitted_can_be_used(fitted):
    assert len(fitted.weights) == len(MEASURES)
    assert np.isfinite([*fitted.weights, *fitted.right, *fitted.inside]).all()
    assert 0 < fitted.refuse_below < 1
    assert 0 < fitted.answer_at < 1


def test_what_is_written_is_what_is_loaded(fitted, tmp_path, monkeypatch):
    monkeypatch.setattr(ranker, "CALIBRATION", tmp_path / "calibration.json")
    write({"large": fitted, "small": replace(fitted, answer_at=0.5)}, ranker.CALIBRATION)
    large, small = load_calibration(ranker.LARGE), load_calibration(ranker.LARGE - 1)
    assert small.answer_at == 0.5
    assert large.weights == pytest.approx(fitted.weights, abs=1e-4)
    assert large.right == pytest.approx(fitted.right, abs=1e-4)
    assert (large.answer_at, large.refuse_below) == pytest.approx((fitted.answer_at, fitted.refuse_below), abs=1e-4)


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


@pytest.mark.parametrize("damaged", ["", "{}", '{"large": 3, "small": 3}', '{"large": {}, "small": {}}'])
def test_a_damaged_calibration_is_not_taken_for_one(damaged, tmp_path, monkeypatch):
    monkeypatch.setattr(ranker, "CALIBRATION", tmp_path / "calibration.json")
    ranker.CALIBRATION.write_text(damaged, "utf-8")
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        load_calibration(3000)


def test_the_calibration_follows_the_size_of_the_index():
    assert load_calibration(12) != load_calibration(3000)
    assert load_calibration(ranker.LARGE - 1) == load_calibration(1)
