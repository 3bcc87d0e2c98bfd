"""What is told of questions already asked: outcomes, figures, the worst of them, and whether confidence is earned."""

import pytest

from guichet.evaluation import linking, trust
from guichet.evaluation.linking import Asked
from guichet.evaluation.question_set import Question
from guichet.search.engine import Candidate, SearchResult


def asked(decision="answer", rank=0, confidence=0.9, outside=False, **told):
    expected = () if outside else ("F1",)
    return Asked(
        Question("texte", "out_of_scope" if outside else "question", expected, **told), decision, rank, confidence
    )


@pytest.mark.parametrize(
    ("decision", "rank", "outcome"),
    [
        ("answer", 0, "right"),
        ("answer", 1, "wrong"),
        ("answer", None, "wrong"),
        ("choose", 3, "offered"),
        ("choose", 4, "offered_wrong"),
        ("choose", None, "offered_wrong"),
        ("none", 0, "refused"),
    ],
)
def test_what_the_citizen_gets(decision, rank, outcome):
    assert asked(decision, rank).outcome == outcome


def found(*sheets, decision="choose"):
    candidates = [Candidate(f"id_{n}", tuple(s), f"Titre {n}", 0.5 - n / 10) for n, s in enumerate(sheets)]
    return SearchResult("texte", decision, tuple(candidates))


def test_the_first_candidate_with_a_right_sheet_counts():
    question = Question("texte", "question", ("F7", "F8"))
    judged = linking.judged(question, found(["F1"], ["F2", "F8"], ["F7"]))
    assert (judged.rank, judged.found) == (1, ("Titre 0", "Titre 1", "Titre 2"))
    assert linking.judged(question, found(["F1"])).rank is None


def test_nothing_found_is_no_confidence():
    judged = linking.judged(Question("?!"), found(decision="none"))
    assert (judged.rank, judged.confidence, judged.outcome) == (None, 0.0, "refused")


def test_figures_count_what_they_say():
    cases = [asked(), asked(rank=2), asked("choose", 2), asked("choose", None), asked("none", None)]
    cases += [asked("none", 0, outside=True), asked("answer", None, outside=True)]
    figures = linking.linker_figures(cases)
    counted = {name: (figure.value, figure.count) for name, figure in figures.items()}
    assert counted["linker.first"] == (0.2, 5)
    assert counted["linker.three"] == counted["linker.four"] == (0.6, 5)
    assert counted["linker.answered"] == (0.4, 5)
    assert counted["linker.answered_right"] == (0.5, 2)
    assert counted["linker.wrong_confident"] == counted["linker.offered"] == counted["linker.abstained"] == (0.2, 5)
    assert counted["linker.mrr"] == (pytest.approx((1 + 1 / 3 + 1 / 3) / 5), 5)
    assert counted["scope.search_declined"] == counted["scope.answered"] == (0.5, 2)


def test_without_any_question_the_margin_is_everything():
    figures = linking.linker_figures([])
    assert {(f.count, f.low, f.high) for f in figures.values()} == {(0, 0.0, 1.0)}


def test_groups_are_apart_and_small_ones_are_left_out():
    cases = [asked(authorship="citizen", theme="Justice")] * 2 + [
        asked(rank=None, authorship="citizen", theme="Papiers")
    ]
    figures = linking.group_figures(cases)
    assert figures["authorship.citizen.first"].value == pytest.approx(2 / 3)
    assert "authorship.citizen.answered_right" in figures
    assert not any(name.startswith(("theme.", "procedure.")) for name in figures)


def test_the_worst_is_what_was_wrong_with_the_most_assurance():
    cases = [
        asked("choose", None, 0.99),
        asked("answer", 1, 0.5),
        asked("none", 0, 0.1),
        asked("answer", None, 0.8, outside=True),
        asked("answer", 0, 0.95),
        asked("none", None, 0.9, outside=True),
    ]
    assert [(a.outcome, a.confidence) for a in linking.worst(cases, 9)] == [
        ("wrong", 0.8),
        ("wrong", 0.5),
        ("offered_wrong", 0.99),
        ("refused", 0.1),
    ]
    assert len(linking.worst(cases, 2)) == 2


def test_an_average_stays_between_zero_and_one():
    figure = linking.average([1.0, 0.5, 0.0])
    assert (figure.value, figure.count) == (0.5, 3)
    assert 0 <= figure.low < 0.5 < figure.high <= 1


def test_confidence_that_says_the_truth_has_no_gap():
    honest = [asked(confidence=0.85, rank=0)] * 17 + [asked(confidence=0.85, rank=1)] * 3
    bins = trust.reliability(honest)
    assert [(b.confidence, b.right.value) for b in bins] == [(pytest.approx(0.85), 0.85)]
    assert trust.gap(bins) == pytest.approx(0)
    boasting = trust.reliability([asked(confidence=1.0, rank=1), asked(confidence=0.1, rank=1)])
    assert trust.gap(boasting) == pytest.approx(0.55)


def test_risk_grows_as_more_is_answered():
    curve = trust.risk_coverage([asked(confidence=0.9), asked(confidence=0.8, rank=1), asked(confidence=0.7)])
    assert [(p.coverage, p.risk) for p in curve] == [
        (pytest.approx(1 / 3), 0.0),
        (pytest.approx(2 / 3), 0.5),
        (1.0, pytest.approx(1 / 3)),
    ]
    assert trust.coverage_at(curve, 0.4) == curve[2]
    assert trust.coverage_at(curve[1:], 0.1) is None
    assert trust.risk_coverage([]) == []
    assert trust.gap([]) == 0
