"""All requests that an agent may see: counted, sorted and searched in SQL. The page is in `tickets.py`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.desk.supervision.periods import Period
from guichet.gateway.tables import conversations, events, requests
from guichet.handoff import OPEN, Status
from guichet.language import fold

#: Beside the statuses of `guichet.handoff`: what is to be done, and all there is.
TO_DO, ALL = "open", "all"

#: In place of an agent's id: requests of nobody.
NOBODY = "nobody"

#: A search in words reads the newest requests only, so that it stays quick and small.
SEARCHED = 2_000

#: Words of a search that count.
WORDS = 12

#: Requests whose words are read at once.
_AT_ONCE = 200

#: In place of a procedure's id: requests about none.
NONE = "-"


@dataclass(frozen=True)
class Wanted:
    """Which requests; what is empty does not matter.

    `allowed`: those that may be seen, and of the team chosen. `ids`: those that a search found, None without a search.
    """

    allowed: sa.ColumnElement[bool] = field(default_factory=sa.true)
    status: str = ALL
    agent: str = ""
    reason: str = ""
    outcome: str = ""
    procedure: str = ""
    channel: str = ""
    period: Period | None = None
    reference: str = ""
    ids: tuple[int, ...] | None = None

    def conditions(self) -> list[sa.ColumnElement]:
        """The same for SQL, but for the status."""
        exact = {"reason": self.reason, "outcome": self.outcome, "reference": self.reference}
        found = [self.allowed, *(requests.c[name] == value for name, value in exact.items() if value)]
        if self.agent:
            found.append(requests.c.agent_id == ("" if self.agent == NOBODY else self.agent))
        if self.procedure:
            found.append(requests.c.procedure_id == ("" if self.procedure == NONE else self.procedure))
        if self.channel:
            held = sa.select(conversations.c.id).where(conversations.c.channel == self.channel)
            found.append(requests.c.conversation_id.in_(held))
        if self.period:
            found += [requests.c.opened_at >= self.period.start, requests.c.opened_at < self.period.end]
        if self.ids is not None:
            found.append(requests.c.id.in_(self.ids))
        return found

    def of_status(self) -> list[sa.ColumnElement]:
        """All conditions."""
        kept = {TO_DO: [status.value for status in OPEN], ALL: [status.value for status in Status]}
        return [*self.conditions(), requests.c.status.in_(kept.get(self.status, [self.status]))]


@dataclass(frozen=True)
class Ticket:
    """A request as a line of a list; moments are stamps, empty when they have not come."""

    reference: str
    conversation_id: str
    status: str
    team: str
    agent_id: str
    outcome: str
    reason: str
    procedure_id: str
    procedure_title: str
    opened_at: str
    queued_at: str
    taken_at: str
    closed_at: str
    unanswered_since: str
    channel: str
    language: str


_COLUMNS = tuple(
    conversations.c[name] if name in ("channel", "language") else requests.c[name]
    for name in Ticket.__dataclass_fields__
)

_OVER = requests.c.status == Status.CLOSED.value

#: Who has waited longest comes first, what is over last. Or simply the newest first.
ORDERS = {
    "attente": (
        _OVER,
        sa.case((_OVER, ""), else_=requests.c.queued_at),
        requests.c.closed_at.desc(),
        requests.c.id.desc(),
    ),
    "recentes": (requests.c.opened_at.desc(), requests.c.id.desc()),
}


class Tickets:
    """The requests of a database, to be read only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self, wanted: Wanted) -> dict[str, int]:
        """How many there are of each status, whatever status is wanted; `TO_DO` and `ALL` too."""
        query = (
            sa.select(requests.c.status, sa.func.count().label("count"))
            .where(*wanted.conditions())
            .group_by(requests.c.status)
        )
        async with self._database.read() as connection:
            found = {row.status: row.count for row in await connection.execute(query)}
        counted = {status.value: found.get(status.value, 0) for status in Status}
        return counted | {TO_DO: sum(counted[status.value] for status in OPEN), ALL: sum(counted.values())}

    async def channels(self) -> list[str]:
        """The channels from which requests came."""
        query = sa.select(conversations.c.channel).distinct()
        asked = query.join(requests, requests.c.conversation_id == conversations.c.id)
        async with self._database.read() as connection:
            return list((await connection.execute(asked.order_by(conversations.c.channel))).scalars())

    async def page(self, wanted: Wanted, order: str, limit: int, skip: int = 0) -> list[Ticket]:
        """Some of them, in an order of `ORDERS`."""
        query = (
            sa.select(*_COLUMNS)
            .join(conversations, conversations.c.id == requests.c.conversation_id)
            .where(*wanted.of_status())
            .order_by(*ORDERS[order])
        )
        async with self._database.read() as connection:
            return [Ticket(**row._mapping) for row in await connection.execute(query.limit(limit).offset(skip))]

    async def search(self, wanted: Wanted, text: str, names: dict[str, str]) -> tuple[Wanted, bool]:
        """Narrow down to requests with all these words; whether every request was looked at.

        Words are looked for in the procedure's title, in the agent's name (`names`, by id) and in what citizen and
        agents said, whatever their accents and case: SQL does not fold those everywhere.
        """
        words = frozenset(fold(text).split()[:WORDS])
        columns = (requests.c.id, requests.c.conversation_id, requests.c.procedure_title, requests.c.agent_id)
        query = sa.select(*columns).where(*wanted.conditions()).order_by(requests.c.id.desc()).limit(SEARCHED)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all() if words else []
        found: list[int] = []
        for begin in range(0, len(rows), _AT_ONCE):
            packet = rows[begin : begin + _AT_ONCE]
            said = await self._said({row.conversation_id for row in packet}, words)
            for row in packet:
                about = _among(words, f"{row.procedure_title} {names.get(row.agent_id, '')}")
                if words == about | said.get(row.conversation_id, set()):
                    found.append(row.id)
        return (replace(wanted, ids=tuple(found)) if words else wanted), len(rows) < SEARCHED

    async def _said(self, ids: Collection[str], words: frozenset[str]) -> dict[str, set[str]]:
        """Which of the words citizen and agents used, by conversation."""
        query = sa.select(events.c.conversation_id, events.c.body["text"].as_string().label("text")).where(
            events.c.conversation_id.in_(ids), events.c.author.in_(("citizen", "agent"))
        )
        said: dict[str, set[str]] = {}
        async with self._database.read() as connection:
            async for row in await connection.stream(query):
                said.setdefault(row.conversation_id, set()).update(_among(words, row.text or ""))
        return said


def _among(words: frozenset[str], text: str) -> set[str]:
    """The words that are in the text."""
    folded = fold(text)
    return {word for word in words if word in folded}
