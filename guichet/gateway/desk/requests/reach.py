"""Whether an agent's words get to the citizen of a messaging channel. Where the citizen is found is never read here.

A citizen of a page fetches what is said, and no more is known of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import stamp
from guichet.gateway.tables import chats, conversations, events

#: Words arrive within a second or two; it is worth a line when they have not by then.
LATE = timedelta(seconds=15)


@dataclass(frozen=True)
class Reach:
    """`stopped`: the citizen wants nothing from us any more; `late`: how many of agents' words should have arrived.

    `told`: the number of the last event that arrived.
    """

    stopped: bool = False
    late: int = 0
    told: int = 0


async def reach(connection: AsyncConnection, conversation_id: str, now: datetime) -> Reach:
    """How it stands in one conversation."""
    query = sa.select(chats.c.stopped_at, chats.c.seq).where(chats.c.conversation_id == conversation_id)
    chat = (await connection.execute(query)).first()
    if chat is None or chat.stopped_at:
        return Reach(stopped=chat is not None, told=chat.seq if chat else 0)
    said = (events.c.conversation_id == conversation_id, events.c.seq > chat.seq, events.c.author == "agent")
    late = sa.select(sa.func.count()).where(*said, events.c.at <= stamp(now - LATE))
    return Reach(late=(await connection.execute(late)).scalar_one(), told=chat.seq)


async def channels(connection: AsyncConnection, conversation_ids: Collection[str]) -> dict[str, str]:
    """The channel of each conversation."""
    query = sa.select(conversations.c.id, conversations.c.channel).where(conversations.c.id.in_(conversation_ids))
    return {row.id: row.channel for row in await connection.execute(query)}
