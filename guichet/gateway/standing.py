"""The queues as they stand in SQL: messages, requests for a person, letters, chats; counts and ages, no words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.database import Database
from guichet.gateway.handoffs import records, switches
from guichet.gateway.handoffs.floor import Presence
from guichet.gateway.inbox import PROCESSING, RECEIVED
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.mail.outbox import WAITING
from guichet.gateway.tables import chats, conversations, events, forgetting, messages, requests
from guichet.gateway.unanswered.entries import OPEN
from guichet.gateway.unanswered.unanswered_tables import unanswered
from guichet.handoff import OPEN as STILL_OPEN
from guichet.teams import Team


@dataclass(frozen=True)
class Queue:
    """How many wait, and for how many seconds the oldest has."""

    count: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Standing:
    """`requests`: by team and status; `agents`: there, by team; `chats`: behind, by channel; `off`: by a supervisor.

    `erasures`: conversations that the engine has still to forget.
    """

    messages: Queue
    requests: Mapping[tuple[str, str], Queue]
    agents: Mapping[str, int]
    unanswered: int
    mails: Queue
    erasures: Queue
    chats: Mapping[str, int]
    off: Collection[str]


async def read_standing(database: Database, presence: Presence, teams: Sequence[Team], now: datetime) -> Standing:
    """Everything in one reading. Raises `SQLAlchemyError`."""
    async with database.read() as connection:
        there = {team.id: len(await presence.available(connection, team.id)) for team in teams}
        open_questions = sa.select(sa.func.count()).select_from(unanswered).where(unanswered.c.status == OPEN)
        return Standing(
            messages=_queue(*(await connection.execute(_MESSAGES)).one(), now),
            requests=await _requests(connection, now),
            agents=there,
            unanswered=(await connection.execute(open_questions)).scalar_one(),
            mails=_queue(*(await connection.execute(_MAILS)).one(), now),
            erasures=_queue(*(await connection.execute(_ERASURES)).one(), now),
            chats={row.channel: row.behind for row in await connection.execute(_CHATS)},
            off=frozenset(await switches.off(connection)),
        )


#: Named one by one, so that the index on `status` serves.
_WAITING = messages.c.status.in_((RECEIVED, PROCESSING))

_MESSAGES = (
    sa.select(sa.func.count(), sa.func.min(events.c.at))
    .select_from(messages)
    .join(events, sa.and_(events.c.conversation_id == messages.c.conversation_id, events.c.seq == messages.c.seq))
    .where(_WAITING)
)

_MAILS = sa.select(sa.func.count(), sa.func.min(mails.c.created_at)).where(mails.c.status == WAITING)

_ERASURES = sa.select(sa.func.count(), sa.func.min(forgetting.c.at))

_REQUESTS = (
    sa.select(requests.c.team, requests.c.status, sa.func.count().label("count"), sa.func.min(requests.c.since))
    .where(requests.c.status.in_([status.value for status in STILL_OPEN]))
    .group_by(requests.c.team, requests.c.status)
)

_CHATS = (
    sa.select(chats.c.channel, sa.func.count().label("behind"))
    .join(conversations, conversations.c.id == chats.c.conversation_id)
    .where(chats.c.stopped_at == "", conversations.c.last_seq > chats.c.seq)
    .group_by(chats.c.channel)
)


async def _requests(connection: AsyncConnection, now: datetime) -> dict[tuple[str, str], Queue]:
    rows = await connection.execute(_REQUESTS)
    return {(team, status): _queue(count, oldest, now) for team, status, count, oldest in rows}


def _queue(count: int, oldest: str | None, now: datetime) -> Queue:
    return Queue(count, max(0.0, (now - records.moment(oldest)).total_seconds()) if oldest else 0.0)
