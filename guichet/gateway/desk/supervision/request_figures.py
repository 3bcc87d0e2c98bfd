"""The requests opened in a period, as numbers: how they ended, how long each part took, who did how much."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from statistics import median

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.desk.supervision.periods import Period
from guichet.gateway.desk.supervision.queries import TOP, Procedure, within
from guichet.gateway.tables import requests, transitions
from guichet.handoff import Status


@dataclass(frozen=True)
class Spread:
    """How long something took, in seconds: half of the `count` took less than the `median`, nine in ten than `most`."""

    count: int = 0
    median: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Work:
    """What one agent did with these requests."""

    agent_id: str
    taken: int
    ended: int
    answered: int


@dataclass(frozen=True)
class Figures:
    """The requests of a period. `ends`: how many have each outcome, or each status while they are open.

    `waits`: from the asking to the taking, of those who waited in the live queue; `later`: from the ticket to the first
    agent; `handling`: all the time in an agent's hands.
    """

    total: int
    ends: list[tuple[str, int]]
    reasons: list[tuple[str, int]]
    nobody_came: int
    given_up: int
    waits: Spread
    later: Spread
    handling: Spread
    procedures: list[Procedure]
    lost_procedures: list[Procedure]
    work: list[Work]


@dataclass
class _Times:
    """Durations in seconds, and who did what, as they are found."""

    waits: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    handling: list[float] = field(default_factory=list)
    nobody_came: int = 0
    done: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


class RequestFigures:
    """The numbers of a database's requests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, period: Period, allowed: sa.ColumnElement[bool] | None = None) -> Figures:
        """All of them, or those `allowed`: of one team, those that it has now."""
        mine = [*within(requests.c.opened_at, period), *([] if allowed is None else [allowed])]
        about = (requests.c.status, requests.c.outcome, requests.c.reason)
        counted = sa.select(*about, sa.func.count()).where(*mine).group_by(*about)
        async with self._database.read() as connection:
            groups = [tuple(row) for row in await connection.execute(counted)]
        times = await self._times(mine)
        ends = _sum((outcome if status == Status.CLOSED else status, count) for status, outcome, _, count in groups)
        return Figures(
            total=sum(count for *_, count in groups),
            ends=ends,
            reasons=_sum((reason, count) for _, _, reason, count in groups),
            nobody_came=times.nobody_came,
            given_up=dict(ends).get("given_up", 0),
            waits=spread(times.waits),
            later=spread(times.later),
            handling=spread(times.handling),
            procedures=await self._procedures(mine),
            lost_procedures=await self._procedures([*mine, requests.c.reason == "lost"]),
            work=_work(times.done),
        )

    async def _procedures(self, conditions: Sequence[sa.ColumnElement]) -> list[Procedure]:
        count, title = sa.func.count().label("count"), sa.func.max(requests.c.procedure_title).label("title")
        query = (
            sa.select(requests.c.procedure_id.label("id"), title, count)
            .where(*conditions)
            .group_by(requests.c.procedure_id)
            .order_by(count.desc(), requests.c.procedure_id)
            .limit(TOP)
        )
        async with self._database.read() as connection:
            return [Procedure(**row._mapping) for row in await connection.execute(query)]

    async def _times(self, conditions: Sequence[sa.ColumnElement]) -> _Times:
        columns = (transitions.c[name] for name in ("request_id", "at", "command", "status", "agent_id"))
        query = (
            sa.select(*columns)
            .join(requests, requests.c.id == transitions.c.request_id)
            .where(*conditions)
            .order_by(transitions.c.request_id, transitions.c.id)
        )
        times = _Times()
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        for _, steps in groupby(rows, key=lambda row: row.request_id):
            _follow(list(steps), times)
        return times


def spread(seconds: Sequence[float]) -> Spread:
    """Median and 90th percentile."""
    if not seconds:
        return Spread()
    ranked = sorted(seconds)
    return Spread(len(ranked), median(ranked), ranked[math.ceil(len(ranked) * 0.9) - 1])


def _follow(steps: Sequence[sa.Row], times: _Times) -> None:
    """Walk through what happened to one request, in order."""
    handled, before, since = 0.0, "", ""
    first_taken = False
    for step in steps:
        if before == Status.TAKEN:
            handled += _seconds(since, step.at)
        elif not first_taken and step.command in ("Take", "Answer") and before:
            (times.waits if before == Status.WAITING else times.later).append(_seconds(since, step.at))
        first_taken = first_taken or step.command in ("Take", "Answer")
        # Who is passed on while waiting still waits since the beginning.
        since = since if step.status == before == Status.WAITING else step.at
        before = step.status
    if handled and before != Status.TAKEN:
        times.handling.append(handled)
    times.nobody_came += any(step.command == "NobodyCame" for step in steps)
    for agent_id, command in {(step.agent_id, step.command) for step in steps if step.agent_id}:
        times.done[agent_id][command] += 1


def _work(done: dict[str, Counter[str]]) -> list[Work]:
    work = (Work(agent, told["Take"], told["Close"] + told["Answer"], told["Answer"]) for agent, told in done.items())
    return sorted(work, key=lambda one: (-one.taken - one.answered, one.agent_id))


def _sum(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Counts by name, the greatest first."""
    total: Counter[str] = Counter()
    for name, count in counted:
        total[name] += count
    return total.most_common()


def _seconds(start: str, end: str) -> float:
    """Never below zero: the clock may have been set back between."""
    return max(0.0, (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
