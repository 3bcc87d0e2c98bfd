"""What time does: nobody came, the agent is gone, the queue moved. All is read from SQL: a restart loses no timer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.conversations import append
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import records, told
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import COLUMNS, TIMER, HandoffRequest
from guichet.gateway.leases import Leases
from guichet.gateway.repeating import Repeating
from guichet.gateway.tables import requests
from guichet.handoff import AgentGone, Command, NobodyCame, Status

#: Seconds between two looks.
TICK = 2.0

#: After a start, or when the clock was set back, agents' browsers have this long to come back before anyone is gone.
GRACE = timedelta(seconds=60)

#: How many hear at one look that they moved up: the timers must not wait for a long queue to be told.
TOLD_AT_ONCE = 20

#: More to do at each look: other parts add theirs (escalation, mail).
Chore = Callable[[], Awaitable[None]]


class Watch:
    """Looks at all open requests again and again, in one gateway of several."""

    def __init__(self, floor: Floor, leases: Leases, chores: tuple[Chore, ...] = (), tick: float = TICK) -> None:
        self._floor = floor
        self._chores = chores
        self._looking = Repeating(self.look, tick, "watch.failed", leases, "watch", self._begin)
        self._begin()

    async def start(self) -> None:
        self._looking.start()

    def _begin(self) -> None:
        # Also in place of a gateway that died: the browsers that were connected to it have to come back.
        self._began = self._looked = self._floor.clock()

    async def stop(self) -> None:
        await self._looking.stop()

    async def look(self) -> None:
        """Once through everything."""
        self._notice_clock()
        for request in await self._in_status(Status.WAITING):
            if self._waited_enough(request):
                await self._do(request, NobodyCame())
        for request in await self._in_status(Status.TAKEN):
            if await self._is_alone(request):
                await self._do(request, AgentGone())
        await self._tell_places()
        for chore in self._chores:
            await chore()

    def _notice_clock(self) -> None:
        """A clock that was set back says nothing of how long people were away."""
        now = self._floor.clock()
        if now < self._looked:
            self._began = now
        self._looked = now

    async def _in_status(self, status: Status) -> list[HandoffRequest]:
        query = sa.select(*COLUMNS).where(requests.c.status == status.value)
        async with self._floor.database.read() as connection:
            rows = await connection.execute(query.order_by(requests.c.queued_at, requests.c.id))
            return [records.record(row) for row in rows]

    def _waited_enough(self, request: HandoffRequest) -> bool:
        team, now = self._floor.teams.get(request.team), self._floor.clock()
        if team is None or not team.is_open(now):
            return True
        # From both sides: the clock may have been set back since.
        waited = abs(now - records.moment(request.since))
        return waited >= timedelta(minutes=team.patience_minutes) and now - self._began >= GRACE

    async def _is_alone(self, request: HandoffRequest) -> bool:
        """Whether the agent who has it has been away for longer than their team allows."""
        team, now = self._floor.teams.get(request.team), self._floor.clock()
        away = timedelta(minutes=team.away_minutes if team else 2)
        if now - self._began < GRACE:
            return False
        async with self._floor.database.read() as connection:
            seen = await self._floor.presence.last_seen(connection, request.agent_id)
        return not seen or min(abs(now - records.moment(seen)), now - self._began) >= away

    async def _do(self, request: HandoffRequest, command: Command) -> None:
        """Apply it if the request is still as it was looked at."""
        async with self._floor.database.write() as connection:
            owner = await records.lock(connection, request.conversation_id)
            found = await records.by_id(connection, request.id)
            if owner is None or found is None or (found.status, found.since) != (request.status, request.since):
                return
            before = records.standing(owner, found)
            then = await records.move(connection, found, before, command, TIMER, self._floor.clock)
            self._floor.moved(command, then)
            frames = await self._told(connection, found, command)
            await append(connection, request.conversation_id, "system", frames, self._floor.clock)
        await self._floor.publish(request.conversation_id)

    async def _told(self, connection: AsyncConnection, request: HandoffRequest, command: Command) -> list[Frame]:
        floor, wording = self._floor, self._floor.wording
        if isinstance(command, NobodyCame):
            team = floor.teams.get(request.team)
            kept = told.ticket(request.reference, wording.nobody_came, team, floor.clock(), wording)
            return [kept, floor.menu(wording.reach_you, told.FOR_A_TICKET)]
        back = await records.by_id(connection, request.id)
        place = await floor.place(connection, back)
        await records.note(connection, back.id, told_position=place.position)
        return [told.waiting(back.reference, place, wording.agent_gone, wording)]

    async def _tell_places(self) -> None:
        """Who moved up in the queue is told so, the first ones first."""
        places: Counter[str] = Counter()
        moved: list[HandoffRequest] = []
        for request in await self._in_status(Status.WAITING):
            places[request.team] += 1
            if places[request.team] < request.told_position:
                moved.append(request)
        for request in moved[:TOLD_AT_ONCE]:
            await self._tell_place(request)

    async def _tell_place(self, request: HandoffRequest) -> None:
        floor = self._floor
        async with floor.database.write() as connection:
            await records.lock(connection, request.conversation_id)
            found = await records.by_id(connection, request.id)
            if found is None or found.status != Status.WAITING:
                return
            place = await floor.place(connection, found)
            await records.note(connection, found.id, told_position=place.position)
            frame = told.waiting(found.reference, place, floor.wording.moved_up, floor.wording)
            await append(connection, found.conversation_id, "system", [frame], floor.clock)
        await floor.publish(request.conversation_id)
