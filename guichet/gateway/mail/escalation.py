"""Tells those who answer for a team that somebody has had no answer for too long, counting only hours of opening."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache

import sqlalchemy as sa

from guichet.gateway.clock import stamp
from guichet.gateway.handoffs import records
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import COLUMNS, HandoffRequest
from guichet.gateway.tables import requests
from guichet.handoff import Status
from guichet.teams import AHEAD, Team

#: A team that is not there for its minutes within so long is never late.
LONGEST = timedelta(days=90)


class Escalation:
    """A chore of the watch: once for each silence, which ends when an agent answers."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def look(self) -> None:
        """Once through all requests without an answer."""
        floor = self._floor
        if not floor.letters.works or not any(_escalates(team) for team in floor.teams.all()):
            return
        for request in await self._unanswered():
            team = floor.teams.get(request.team)
            if team and _escalates(team) and _is_late(team, request, floor.clock()):
                await self._escalate(request, team)

    async def _unanswered(self) -> list[HandoffRequest]:
        silent = sa.and_(requests.c.unanswered_since != "", requests.c.escalated_at == "")
        query = sa.select(*COLUMNS).where(requests.c.status != Status.CLOSED.value, silent)
        async with self._floor.database.read() as connection:
            return [records.record(row) for row in await connection.execute(query)]

    async def _escalate(self, request: HandoffRequest, team: Team) -> None:
        """Store the letters and that there were some, if nobody answered meanwhile."""
        async with self._floor.database.write() as connection:
            await records.lock(connection, request.conversation_id)
            found = await records.by_id(connection, request.id)
            if found is None or not found.is_open or _silence(found) != _silence(request):
                return
            await records.note(connection, found.id, escalated_at=stamp(self._floor.clock()))
            await self._floor.letters.late(connection, found, team)


@lru_cache(maxsize=1024)
def deadline(team: Team, since: datetime) -> datetime | None:
    """When silence since then (in UTC) is too long for the team; None when that never comes."""
    left, moment = timedelta(minutes=team.escalate_minutes), since
    while moment - since < LONGEST:
        closing = team.closes_at(moment)
        if closing is None:
            opening = team.next_opening(moment)
            # Kept in UTC: by the clock on the wall, an hour of October is twice as long.
            moment = opening.astimezone(timezone.utc) if opening else moment + timedelta(days=AHEAD)
            continue
        there = closing - moment
        if there >= left:
            return moment + left
        left, moment = left - there, moment + there
    return None


def _escalates(team: Team) -> bool:
    return bool(team.escalate_minutes and team.escalate_to)


def _is_late(team: Team, request: HandoffRequest, now: datetime) -> bool:
    limit = deadline(team, records.moment(request.unanswered_since))
    return limit is not None and now >= limit


def _silence(request: HandoffRequest) -> tuple[str, str]:
    return request.unanswered_since, request.escalated_at
