"""What was measured of a model, as figures with their margins: what a report is made of and what a promotion compares.

It measures nothing and draws nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.whole_file import replace_file

#: The figures that a model must not lose to be promoted, as shares of held-out cases that went well.
GATES = (
    "intents.right",
    "entities.f1",
    "linker.first",
    "linker.four",
    "linker.answered_right",
    "scope.declined",
    "noise.first",
    "conversations.right",
)


class Figure(msgspec.Struct, frozen=True):
    """A share between 0 and 1 over `count` cases, with its 95 % confidence interval [`low`, `high`]."""

    value: float
    count: int
    low: float
    high: float


class Report(msgspec.Struct, frozen=True):
    """Everything measured of one model at one time.

    `model`: file name; `at`: ISO 8601, UTC; `catalogue`: number of procedures it was asked about; `figures`: by name
    (`linker.first`, `theme.Logement.first`, `procedure.rsa.four`, `search.fts5.first`…); `sample`: whether only some of
    the cases were asked.
    """

    model: str
    at: str
    catalogue: int
    figures: dict[str, Figure]
    sample: bool = False


def share(outcomes: Iterable[bool]) -> Figure:
    """The share of what went well, with Wilson's interval: honest for few cases and near 0 and 1."""
    found = list(outcomes)
    count, good = len(found), sum(found)
    if not count:
        return Figure(0.0, 0, 0.0, 1.0)
    value, z = good / count, 1.96
    middle = (value + z * z / (2 * count)) / (1 + z * z / count)
    margin = z * math.sqrt(value * (1 - value) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Figure(value, count, max(0.0, middle - margin), min(1.0, middle + margin))


def read(path: Path) -> Report:
    """The report stored in a file. Raises `GuichetError` when it is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError) as error:
        raise GuichetError(f"{path} : rapport illisible ({error}) — relancez « guichet evaluate »") from error


def write(report: Report, path: Path) -> None:
    """The report in a file, as JSON, replaced as a whole."""
    replace_file(path, msgspec.json.format(msgspec.json.encode(report)))
