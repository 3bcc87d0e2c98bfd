"""What another tool for agents is told, and how far it has been: its interface, and the backlog in SQL.

When it is told is in `bridge.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sanic import Sanic
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.database import Database
from guichet.gateway.frames import Event
from guichet.gateway.handoffs import contacts, records
from guichet.gateway.handoffs.contacts import Contact
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.gateway.tables import conversations, events, messages, metadata, requests, transitions
from guichet.handoff import Status

# No key to the request: what is left of an erased one is how the tool learns that it must forget it too.
tool_cursors = sa.Table(
    "tool_cursors",
    metadata,
    sa.Column("reference", sa.String(12), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("move", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Move:
    """Something done to a request: `command` as in `guichet/handoff.py`, `actor` citizen, bot, timer or agent."""

    id: int
    at: str
    command: str
    actor: str
    agent_id: str
    detail: str


@dataclass(frozen=True)
class Said:
    """An event of the conversation. `sent_as`, of an agent's words: `agent id:client id`: a tool knows its own."""

    event: Event
    sent_as: str = ""


@dataclass(frozen=True)
class News:
    """What a tool was not told of a request: as it stands now, what was done, what was said; at first, all there is.

    `contact` is there to answer the citizen, as they were told, and for nothing else.
    """

    request: HandoffRequest
    moves: tuple[Move, ...]
    said: tuple[Said, ...]
    contact: Contact


class AgentTool:
    """Another place where agents work; a tool is one of these, and acts through the `AgentSide` it was made with."""

    def attach(self, app: Sanic) -> None:
        """Register its routes: where its own server calls back."""

    async def start(self) -> None:
        """Open what it needs; tried again until it works."""

    async def stop(self) -> None:
        """Close it."""

    async def happened(self, news: News) -> None:
        """Something is new about a request. Told again, with what came since, after an exception or a crash."""
        raise NotImplementedError

    async def erased(self, reference: str) -> None:
        """The citizen erased everything: nothing of it may stay in the tool."""
        raise NotImplementedError


@dataclass(frozen=True)
class Behind:
    """A request of which the tool was told up to event `seq` and transition `move`; `new`: nothing at all."""

    id: int
    reference: str
    seq: int
    move: int
    new: bool


class Backlog:
    """What the tool has not been told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def behind(self) -> list[Behind]:
        """Requests with something new. Of one that is over, only what was done counts: the bot has the conversation."""
        told, is_open = tool_cursors.c, requests.c.status != Status.CLOSED.value
        mine = transitions.c.request_id == requests.c.id
        last_move = sa.select(sa.func.max(transitions.c.id)).where(mine).scalar_subquery()
        new = told.reference.is_(None)
        cursor = (sa.func.coalesce(told.seq, 0).label("seq"), sa.func.coalesce(told.move, 0).label("move"))
        query = (
            sa.select(requests.c.id, requests.c.reference, *cursor, new.label("new"))
            .join(conversations, conversations.c.id == requests.c.conversation_id)
            .outerjoin(tool_cursors, told.reference == requests.c.reference)
            .where(sa.or_(sa.and_(is_open, sa.or_(new, conversations.c.last_seq > told.seq)), last_move > told.move))
            .order_by(requests.c.id)
        )
        async with self._database.read() as connection:
            return [Behind(**row._mapping) for row in await connection.execute(query)]

    async def news(self, behind: Behind) -> News | None:
        """What to tell of it; None when it is no more. From then on it counts as known, also if it ends meanwhile."""
        async with self._database.write() as connection:
            request = await records.by_id(connection, behind.id)
            if request is None:
                return None
            if behind.new:
                row = {"reference": behind.reference, "seq": 0, "move": 0}
                await connection.execute(tool_cursors.insert(), row)
            moves = await _moves(connection, behind)
            said = await _said(connection, request.conversation_id, behind.seq)
            return News(request, moves, said, await contacts.of_request(connection, request.id))

    async def told(self, behind: Behind, news: News) -> None:
        """The tool knows all of this."""
        seq = news.said[-1].event.seq if news.said else behind.seq
        move = news.moves[-1].id if news.moves else behind.move
        async with self._database.write() as connection:
            here = tool_cursors.c.reference == behind.reference
            await connection.execute(tool_cursors.update().where(here).values(seq=seq, move=move))

    async def erased(self) -> list[str]:
        """References that the tool knows, of requests that are no more."""
        there = sa.exists().where(requests.c.reference == tool_cursors.c.reference)
        async with self._database.read() as connection:
            return list((await connection.execute(sa.select(tool_cursors.c.reference).where(~there))).scalars())

    async def forget(self, reference: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(tool_cursors.delete().where(tool_cursors.c.reference == reference))


async def _moves(connection: AsyncConnection, behind: Behind) -> tuple[Move, ...]:
    query = sa.select(*(transitions.c[name] for name in Move.__dataclass_fields__))
    here = sa.and_(transitions.c.request_id == behind.id, transitions.c.id > behind.move)
    rows = await connection.execute(query.where(here).order_by(transitions.c.id))
    return tuple(Move(**row._mapping) for row in rows)


async def _said(connection: AsyncConnection, conversation_id: str, after: int) -> tuple[Said, ...]:
    same = sa.and_(
        messages.c.conversation_id == events.c.conversation_id,
        messages.c.seq == events.c.seq,
        events.c.author == "agent",
    )
    query = (
        sa.select(*(events.c[name] for name in Event.__dataclass_fields__), messages.c.client_id)
        .outerjoin(messages, same)
        .where(events.c.conversation_id == conversation_id, events.c.seq > after)
        .order_by(events.c.seq)
    )
    return tuple(_one(dict(row._mapping)) for row in await connection.execute(query))


def _one(row: dict[str, Any]) -> Said:
    return Said(sent_as=row.pop("client_id") or "", event=Event(**row))
