"""Where citizens and agents meet: what both sides of a hand-off need, and what is known of queue and presence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.danger import Dangers
from guichet.gateway.broadcast import Broadcast
from guichet.gateway.clock import PARIS, Clock
from guichet.gateway.database import Database
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import records, switches, told
from guichet.gateway.handoffs.records import HandoffRequest, last_of
from guichet.gateway.handoffs.team_book import TeamBook
from guichet.gateway.handoffs.told import Place
from guichet.gateway.mail.letters import Letters
from guichet.gateway.metrics import Metrics
from guichet.gateway.rates import Rate
from guichet.gateway.tables import requests, transitions
from guichet.gateway.wording import HandoffWording
from guichet.handoff import Command, Standing, Status

#: The topic of everything that agents' queues show.
DESK = "desk"

#: Before a conversation's id: the topic of its citizen's typing, for whoever answers them.
TYPING = "typing:"


#: An honest guess needs as many requests handled lately.
LATELY, ENOUGH = 20, 3


class Presence(Protocol):
    """Who is at the desk."""

    async def available(self, connection: AsyncConnection, team: str) -> Sequence[str]:
        """Ids of agents of this team who are there and take requests."""

    async def last_seen(self, connection: AsyncConnection, agent_id: str) -> str:
        """The stamp of an agent's last sign of life; empty for none, or for who is no agent any more."""

    async def anybody(self, connection: AsyncConnection) -> bool:
        """Whether there is anyone at all who could ever answer."""


@dataclass(frozen=True)
class Floor:
    """The collaborators of both sides."""

    database: Database
    clock: Clock
    broadcast: Broadcast
    teams: TeamBook
    presence: Presence
    wording: HandoffWording
    letters: Letters
    dangers: Dangers
    guesses: Rate
    all_guesses: Rate
    metrics: Metrics

    async def may_ask(self, connection: AsyncConnection) -> bool:
        """Whether hand-off is on, and someone will ever answer."""
        on = switches.HANDOFF not in await switches.off(connection)
        return on and self.teams.get("") is not None and await self.presence.anybody(connection)

    def alarm(self, words: str) -> list[Frame]:
        """Whom to call, for words that say that somebody is in danger; nothing for others."""
        danger = self.dangers.recognise(words) if words else None
        if danger is None:
            return []
        raw = danger.frame()
        fields = {name: value for name, value in raw.items() if name not in ("kind", "text")}
        return [Frame("notice", raw["text"], fields, author="system")]

    async def has_people(self) -> bool:
        """As `may_ask`, now."""
        async with self.database.read() as connection:
            return await self.may_ask(connection)

    def menu(self, text: str, names: Iterable[str]) -> Frame:
        """Buttons of ours, without what isn't set up: no e-mail is promised where none leaves."""
        return told.menu(text, [name for name in names if name != "email" or self.letters.works], self.wording)

    def is_open(self, team_id: str) -> bool:
        """Whether agents of the team answer at this hour."""
        team = self.teams.get(team_id)
        return team is not None and team.is_open(self.clock())

    def day(self, stamp: str) -> str:
        """A stamp as a French day."""
        return records.moment(stamp).astimezone(PARIS).strftime("%d/%m/%Y")

    async def whereabouts(self, conversation_id: str) -> tuple[int | None, str | None]:
        """The place in the queue and the reference of a conversation's open request; None where there is none."""
        async with self.database.read() as connection:
            request = await last_of(connection, conversation_id)
            if request is None or not request.is_open:
                return None, None
            waits = request.status == Status.WAITING
            return (await self.place(connection, request)).position if waits else None, request.reference

    async def expecting(self, conversation_id: str) -> str:
        """The detail that the citizen was asked for; empty for none."""
        async with self.database.read() as connection:
            request = await last_of(connection, conversation_id)
        return request.expecting if request else ""

    async def place(self, connection: AsyncConnection, request: HandoffRequest) -> Place:
        """Where a waiting request stands among those of its team."""
        mine = sa.and_(requests.c.status == Status.WAITING.value, requests.c.team == request.team)
        before = sa.or_(
            requests.c.queued_at < request.queued_at,
            sa.and_(requests.c.queued_at == request.queued_at, requests.c.id < request.id),
        )
        ahead = (await connection.execute(sa.select(sa.func.count()).where(mine, before))).scalar_one()
        return Place(ahead + 1, await self._minutes(connection, request.team, ahead + 1))

    async def _minutes(self, connection: AsyncConnection, team: str, position: int) -> int | None:
        """The time the last ones were in an agent's hands, shared among those who are there; None without enough."""
        there = len(await self.presence.available(connection, team))
        following = transitions.alias()
        ended = sa.select(sa.func.min(following.c.id)).where(
            following.c.request_id == transitions.c.request_id, following.c.id > transitions.c.id
        )
        handled = (
            sa.select(transitions.c.at, following.c.at)
            .join(following, following.c.id == ended.correlate(transitions).scalar_subquery())
            .where(transitions.c.team == team, transitions.c.status == Status.TAKEN.value)
            .order_by(transitions.c.id.desc())
            .limit(LATELY)
        )
        took = [_seconds(*row) for row in await connection.execute(handled)]
        if not there or len(took) < ENOUGH:
            return None
        return max(1, math.ceil(median(took) * position / there / 60))

    def moved(self, command: Command, then: Standing) -> None:
        """Count a change of ownership; where its transaction fails afterwards, it was counted all the same."""
        outcome = then.outcome if then.status is Status.CLOSED else ""
        self.metrics.count("handoffs_total", team=then.team, step=type(command).__name__, outcome=outcome)

    async def publish(self, conversation_id: str) -> None:
        """Tell the conversation's pages, the desk and other tools that something happened; after the commit."""
        await self.broadcast.publish(conversation_id)
        await self.broadcast.publish(DESK)


def _seconds(start: str, end: str) -> float:
    return (records.moment(end) - records.moment(start)).total_seconds()
