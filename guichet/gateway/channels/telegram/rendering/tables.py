"""A table as lines to read aloud: row after row, each value after the heading of its column.

The first cell of a row says what the row is about, and is bold. How the blocks in a cell look is for `blocks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from guichet.gateway.channels.telegram.rendering.rich import Line, dressed, run
from guichet.procedure import Block, Cell, Row, Table

Render = Callable[[tuple[Block, ...]], list[Line]]
#: Columns that a cell may span at most.
_WIDEST = 30
#: Characters of a cell that is said again in each row it spans.
_SHORT = 80


@dataclass(frozen=True)
class _Placed:
    """A cell in its columns; `again`: it began in a row above."""

    columns: range
    cell: Cell
    again: bool = False


def by_row(table: Table, render: Render) -> list[Line]:
    """The rows under one another. `render`: what is in a cell, as lines."""
    heads, others = _parted(table.rows)
    names = _names(_placed(heads), render)
    rows = [_row(placed, names, render) for placed in _placed(others)]
    said = _words(line for row in rows for line in row)
    titles = [table.title, table.summary, " · ".join(dict.fromkeys(name for name in names if name not in said))]
    found = [[(run(words, "b"),)] for words in titles if words] + rows
    return [line for row in found if row for line in ((), *row)][1:]


def _parted(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The headings on top, and the other rows."""
    first = next((i for i, row in enumerate(rows) if not row.header), len(rows))
    return rows[:first], rows[first:]


def _placed(rows: Iterable[Row]) -> list[list[_Placed]]:
    """Each row with the columns of its cells, and those that hang from rows above."""
    found: list[list[_Placed]] = []
    hanging: list[tuple[int, _Placed]] = []
    for row in rows:
        above = [placed for _, placed in hanging]
        own = _own(row, {column for placed in above for column in placed.columns})
        left = [(rows - 1, placed) for rows, placed in hanging if rows > 1]
        hanging = left + [(p.cell.rowspan - 1, replace(p, again=True)) for p in own if p.cell.rowspan > 1]
        found.append(sorted([*own, *above], key=lambda placed: placed.columns.start))
    return found


def _own(row: Row, taken: set[int]) -> list[_Placed]:
    found: list[_Placed] = []
    column = 0
    for cell in row.cells:
        while column in taken:
            column += 1
        found.append(_Placed(range(column, column + min(max(cell.colspan, 1), _WIDEST)), cell))
        column = found[-1].columns.stop
    return found


def _names(heads: Iterable[list[_Placed]], render: Render) -> list[str]:
    """The heading of each column, from the top down."""
    names: dict[int, list[str]] = {}
    for placed in (placed for row in heads for placed in row):
        words = _words(render(placed.cell.blocks))
        for column in placed.columns:
            known = names.setdefault(column, [])
            known += [words] if words and words not in known else []
    return [", ".join(names.get(column, ())) for column in range(max(names, default=-1) + 1)]


def _words(lines: Iterable[Line]) -> str:
    return " ".join(words for line in lines if (words := "".join(one.text for one in line).strip()))


def _row(row: list[_Placed], names: list[str], render: Render) -> list[Line]:
    found: list[Line] = []
    for i, placed in enumerate(row):
        value = _value(_name(placed, names), [line for line in render(placed.cell.blocks) if line])
        if placed.again and len(_words(value)) > _SHORT:
            continue
        found += [dressed(line, "b") for line in value] if i == 0 and len(row) > 1 else value
    return found


def _name(placed: _Placed, names: list[str]) -> str:
    """What stands over a cell; nothing over one that spans all of a table."""
    if len(placed.columns) >= len(names) > 1:
        return ""
    return ", ".join(dict.fromkeys(names[column] for column in placed.columns if column < len(names) and names[column]))


def _value(name: str, shown: list[Line]) -> list[Line]:
    if not (name and shown):
        return shown
    heading = name.removesuffix(":").rstrip()
    if len(shown) == 1:
        return [(run(f"{heading} : "), *shown[0])]
    return [(run(f"{heading} :"),), *shown]
