"""Numbers as bars and lines: lengths, places, what is written beside them, and no number at all."""

from __future__ import annotations

import pytest

from guichet.gateway.desk.supervision.charts import HEIGHT, LABELLED, Bar, bars, line_chart


def test_bars_are_as_long_as_their_part_of_the_longest():
    assert bars([("a", 8, "/a"), ("b", 2, "")], 10) == [Bar("a", 8, 100.0, 80, "/a"), Bar("b", 2, 25.0, 20, "")]
    assert bars([("a", 0, "")]) == [Bar("a", 0, 0.0, None, "")]
    assert bars([]) == []


def test_a_line_rises_with_its_values_within_the_picture():
    [line] = line_chart(["a", "b", "c"], [("n", [0, 5, 10])]).lines
    low, middle, high = (mark.y for mark in line.marks)
    assert HEIGHT > low > middle > high > 0
    assert low - middle == middle - high
    assert line.points.split()[1] == f"{line.marks[1].x},{line.marks[1].y}"


@pytest.mark.parametrize("values", [[], [0], [0, 0], [1], [7] * 92, [999_999, 1]])
def test_the_scale_holds_every_value(values):
    chart = line_chart([str(n) for n in range(len(values))], [("n", values)])
    assert int(chart.values[-1].label) >= max(values, default=0)
    assert all(chart.left <= mark.x <= chart.right for line in chart.lines for mark in line.marks)


def test_of_many_values_the_greatest_and_the_last_are_written():
    values = [*range(LABELLED), 3, 2]
    [line] = line_chart([""] * len(values), [("n", values)]).lines
    assert [mark.value for mark in line.marks if mark.shown] == [LABELLED - 1, 2]
    assert len(line_chart([""] * 92, [("n", [1] * 92)]).moments) <= LABELLED
