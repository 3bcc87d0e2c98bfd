"""Which words of a citizen led to something the bot said, and what it showed; read from the conversation's events.

What was said to a person, or given to be reached, is no question to the bot: the search ends there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.tables import events
from guichet.gateway.unanswered.entries import Proposed

#: How far back a question may be.
_BACK = 40

#: How many of the procedures shown are kept.
MOST = 4


@dataclass(frozen=True)
class Question:
    """A citizen's own words, masked, and their number."""

    seq: int
    words: str


@dataclass(frozen=True)
class _Said:
    seq: int
    author: str
    kind: str
    body: dict[str, Any]

    @property
    def typed(self) -> bool:
        return self.author == "citizen" and not self.body.keys() & {"choice", "procedure"}

    @property
    def to_people(self) -> bool:
        """Who answers changed here, a person spoke, or a detail was asked for: before it, it may not be the bot."""
        return self.author == "agent" or self.kind == "handoff" or bool(self.body.keys() & {"asks", "noted"})


async def typed(connection: AsyncConnection, conversation_id: str, seq: int) -> Question | None:
    """The message of that number, if the citizen typed it."""
    said = await _said(connection, conversation_id, seq, 1)
    return Question(seq, said[0].body["text"]) if said and said[0].seq == seq and said[0].typed else None


async def behind(connection: AsyncConnection, conversation_id: str, seq: int) -> Question | None:
    """The words that led to the event of that number, which may be themselves; None where a person had them."""
    back = await _said(connection, conversation_id, seq, _BACK)
    found = [(one, before) for one, before in _with_before(_until_people(back)) if one.typed]
    # An answer to one of our own questions is not what the citizen came to ask.
    asking = [one for one, before in found if not (before and before.body.get("reason") == "case")]
    chosen = next(iter(asking), found[0][0] if found else None)
    return Question(chosen.seq, chosen.body["text"]) if chosen else None


async def shown(connection: AsyncConnection, conversation_id: str, seq: int) -> tuple[str, list[Proposed]]:
    """Who said the event of that number, and which procedures it showed; ("", []) where there is none."""
    said = await _said(connection, conversation_id, seq, 1)
    if not said or said[0].seq != seq:
        return "", []
    return said[0].author, procedures(said[0].body)


def procedures(fields: dict[str, Any]) -> list[Proposed]:
    """The procedures that a frame names: the one it is about, or those among which to choose."""
    named = [fields.get("procedure"), *(option.get("procedure") for option in fields.get("options") or ())]
    listed = [one for one in named if isinstance(one, dict) and isinstance(one.get("id"), str)]
    return [Proposed(one["id"][:100], str(one.get("title", ""))[:300]) for one in listed[:MOST]]


def _until_people(newest_first: Iterable[_Said]) -> Iterator[_Said]:
    for one in newest_first:
        if one.to_people:
            return
        yield one


def _with_before(newest_first: Iterable[_Said]) -> Iterator[tuple[_Said, _Said | None]]:
    """Each event with the one said before it."""
    listed = list(newest_first)
    yield from zip(listed, [*listed[1:], None], strict=True)


async def _said(connection: AsyncConnection, conversation_id: str, seq: int, limit: int) -> list[_Said]:
    query = (
        sa.select(events.c.seq, events.c.author, events.c.kind, events.c.body)
        .where(events.c.conversation_id == conversation_id, events.c.seq <= seq)
        .order_by(events.c.seq.desc())
        .limit(limit)
    )
    return [_Said(**row._mapping) for row in await connection.execute(query)]
