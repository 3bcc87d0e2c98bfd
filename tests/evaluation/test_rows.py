"""What the report's tables and pictures are made of, and how it writes numbers."""

import pytest

from guichet.evaluation import plots, rows, words
from guichet.evaluation.figures import GATES, Figure, Report, share
from guichet.evaluation.linking import Asked
from guichet.evaluation.question_set import Question
from guichet.evaluation.trust import Bin, Point


def figure(value, count=200, margin=0.05):
    return Figure(value, count, max(0.0, value - margin), min(1.0, value + margin))


def test_a_goal_is_reached_or_says_what_is_missing():
    first, right = rows.goals({"linker.first": figure(0.65), "linker.answered_right": figure(0.95)})
    assert (first.reached, round(first.gap, 2), first.goal) == (False, 0.05, "70\u202f%")
    assert right.reached


def test_the_whole_service_counts_before_the_search_alone():
    both = {"service.answered": figure(0.5), "linker.answered": figure(0.3)}
    assert [goal.value for goal in rows.goals(both)] == ["50,0\u202f%"]


def test_what_has_no_case_has_no_goal():
    assert rows.goals({"scope.declined": share([]), "noise.first": share([])}) == []


@pytest.mark.parametrize(("noisy", "reached"), [(0.57, True), (0.56, True), (0.55, False), (0.61, True)])
def test_typing_errors_may_cost_four_points(noisy, reached):
    (goal,) = rows.goals({"noise.plain.first": figure(0.60), "noise.first": figure(noisy)})
    assert (goal.reached, goal.figure) == (reached, None)


def test_the_parts_of_the_bar_make_a_whole():
    asked = [
        Asked(Question("q", expected=("F1",)), decision, 0, 0.5) for decision in ("answer", "none", "choose", "none")
    ]
    parts = rows.outcomes(asked)
    assert [part.kind for part in parts] == list(rows.OUTCOMES)
    assert sum(part.count for part in parts) == 4
    assert parts[-1].start + parts[-1].share == pytest.approx(1)
    assert sum(part.share for part in rows.outcomes([])) == 0


def test_groups_come_hardest_first_and_names_may_hold_dots():
    figures = {"theme.A. B.first": figure(0.9), "theme.A. B.four": figure(0.9)}
    figures |= {"theme.C.first": figure(0.1), "theme.C.four": figure(0.4)}
    assert [group.name for group in rows.groups(figures, "theme", {"C": "Le thème C"})] == [
        "Le thème C",
        "A. B",
    ]
    assert rows.groups(figures, "procedure", {}) == []


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (figure(0.8), figure(0.7), "better"),
        (figure(0.6), figure(0.7), "worse"),
        (figure(0.72), figure(0.7), "same"),
        (figure(0.7), share([]), ""),
    ],
)
def test_a_change_is_told_only_beyond_the_margin(now, before, told):
    assert rows.change(now, before) == told


def test_only_what_both_models_have_is_compared():
    before = Report("a", "", 1, {"linker.first": figure(0.5), "linker.three": figure(0.5)})
    changes = rows.changes({"linker.first": figure(0.7), "scope.declined": figure(0.9)}, before)
    assert [(change.name, change.told) for change in changes] == [(rows.figure_name("linker.first"), "better")]
    assert rows.changes({}, None) == []


def test_every_figure_that_people_see_has_a_french_name():
    names = {*GATES, *(name for names, _ in rows.GOALS for name in names)}
    assert [name for name in sorted(names) if rows.figure_name(name) == name] == []


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.001, "1"), (0.5, "50"), (0.996, "99"), (1.0, "100"), (0.574, "57")]
)
def test_almost_all_is_not_all(value, shown):
    assert words.hundredths(value) == shown


def test_numbers_are_written_as_in_french():
    assert words.percent(0.5734) == "57,3\u202f%"
    assert words.number(1230) == "1\u202f230"
    assert [words.points(v) for v in (0.021, -0.004, 0.0, -0.0001)] == ["+2,1", "−0,4", "0,0", "0,0"]


def test_shares_stand_where_they_must():
    plane = plots.Plane()
    assert (plane.x(0), plane.x(1)) == (plots.LEFT, plots.WIDTH - plots.RIGHT)
    assert (plane.y(0), plane.y(1)) == (plots.HEIGHT - plots.BOTTOM, plots.TOP)
    assert plots.Plane(top=0.2).y(0.2) == plots.Plane(top=0.2).y(0.9) == plots.TOP


def test_a_curve_fills_its_plane():
    curve = [Point(0.5, 0.1, 0.9), Point(1.0, 0.33, 0.1)]
    plane = plots.risk_plane(curve)
    assert plane.top == 0.4
    assert plane.upwards == [0, 0.1, 0.2, 0.3, 0.4]
    assert plots.path(curve, plane).split()[1].startswith(f"{plane.x(1.0)},")
    assert plots.risk_plane([]).top == 0.1


def test_the_larger_dot_stands_for_more_questions():
    small, large = plots.dots([Bin(0.2, share([True] * 4)), Bin(0.8, share([True] * 16))], plots.Plane())
    assert large.radius == pytest.approx(2 * small.radius)
    assert large.high <= large.y <= large.low


def test_a_confusion_stands_where_both_names_cross():
    matrix = plots.matrix({("a", "a"): 3, ("a", "b"): 1, ("b", "b"): 2})
    assert matrix.names == ("a", "b")
    wrong = next(cell for cell in matrix.cells if not cell.right)
    assert (wrong.y, wrong.x) == (plots.NAMES, plots.NAMES + plots.CELL)
    assert wrong.depth == 0.25
    assert plots.matrix({}).cells == ()
