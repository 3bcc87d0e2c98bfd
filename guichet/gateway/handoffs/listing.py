"""What agents read of requests: the queue they may see, and all that is known of one. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.handoffs import contacts, records
from guichet.gateway.handoffs.contacts import Contact
from guichet.gateway.handoffs.records import COLUMNS, HandoffRequest
from guichet.gateway.tables import contacts as ways
from guichet.gateway.tables import conversations, events, notes, requests, transitions
from guichet.handoff import OPEN, Status

#: The most lines of each part of the queue; what is beyond is counted.
MOST = 100

#: The last messages among which a citizen's own words are looked for, where the file has none.
LATELY = 5


@dataclass(frozen=True)
class Line:
    """A request in a list. `words`: the citizen's own; `unanswered`: how many of their messages await a word."""

    request: HandoffRequest
    words: str
    language: str
    unanswered: int


@dataclass(frozen=True)
class Queue:
    """What an agent has before them; `counts` tells how many there are in all of each part."""

    waiting: tuple[Line, ...]
    mine: tuple[Line, ...]
    tickets: tuple[Line, ...]
    counts: dict[str, int]


@dataclass(frozen=True)
class Note:
    """A private note."""

    at: str
    agent_id: str
    text: str


@dataclass(frozen=True)
class Move:
    """A change of owner or status, by whom."""

    at: str
    actor: str
    agent_id: str
    command: str
    status: str
    team: str
    detail: str


@dataclass(frozen=True)
class Dossier:
    """All that is known of a request; `others`: references of the conversation's other requests, newest first."""

    request: HandoffRequest
    channel: str
    language: str
    notes: tuple[Note, ...]
    moves: tuple[Move, ...]
    contact: Contact
    others: tuple[str, ...]


def visible(agent_id: str, teams: Collection[str], all_teams: Sequence[str]) -> sa.ColumnElement[bool]:
    """The requests of an agent's teams (none: all of them), and those that they have or are meant to have."""
    if not teams:
        return sa.true()
    return sa.or_(of_teams(teams, all_teams), requests.c.agent_id == agent_id, requests.c.wanted_id == agent_id)


def of_teams(teams: Collection[str], all_teams: Sequence[str]) -> sa.ColumnElement[bool]:
    """The requests of these teams; those of a team that is no more are the first one's."""
    theirs = requests.c.team.in_(teams)
    first = bool(all_teams) and all_teams[0] in teams
    return sa.or_(theirs, requests.c.team.not_in(all_teams)) if first else theirs


async def queue(
    connection: AsyncConnection, allowed: sa.ColumnElement[bool], agent_id: str, limit: int = MOST
) -> Queue:
    """The requests to answer now, those in the agent's hands, and those to answer later."""
    meant = sa.case((requests.c.wanted_id == agent_id, 0), else_=1)
    longest = (meant, requests.c.queued_at, requests.c.id)
    mine = sa.and_(requests.c.status == Status.TAKEN.value, requests.c.agent_id == agent_id)
    quiet = sa.case((requests.c.unanswered_since == "", 1), else_=0)
    parts = {
        "waiting": (sa.and_(allowed, requests.c.status == Status.WAITING.value), longest),
        "mine": (mine, (quiet, requests.c.unanswered_since, requests.c.since)),
        "tickets": (sa.and_(allowed, requests.c.status == Status.TICKET.value), longest),
    }
    found = {name: await _lines(connection, *part, limit) for name, part in parts.items()}
    counts = {name: await _count(connection, part[0]) for name, part in parts.items()}
    return Queue(**found, counts=counts)


async def _count(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(requests).where(condition)
    return (await connection.execute(query)).scalar_one()


async def _lines(
    connection: AsyncConnection, condition: sa.ColumnElement[bool], order: tuple[sa.ColumnElement, ...], limit: int
) -> tuple[Line, ...]:
    query = (
        sa.select(*COLUMNS, conversations.c.language, _unanswered().label("unanswered"))
        .join(conversations, conversations.c.id == requests.c.conversation_id)
        .where(condition)
        .order_by(*order)
        .limit(limit)
    )
    rows = [dict(row._mapping) for row in await connection.execute(query)]
    return tuple([await _line(connection, row) for row in rows])


async def _line(connection: AsyncConnection, row: dict) -> Line:
    language, unanswered = row.pop("language"), row.pop("unanswered")
    request = HandoffRequest(**row)
    file = request.file
    words = file.get("question") or file.get("last") or await _last_words(connection, request.conversation_id)
    return Line(request, str(words), language, unanswered if request.unanswered_since else 0)


def _unanswered() -> sa.ScalarSelect:
    """The citizen's messages since the last word of an agent."""
    said = events.alias()
    here = said.c.conversation_id == requests.c.conversation_id
    last = sa.select(sa.func.coalesce(sa.func.max(said.c.seq), 0)).where(here, said.c.author == "agent")
    theirs = sa.and_(events.c.conversation_id == requests.c.conversation_id, events.c.author == "citizen")
    since = sa.and_(events.c.at >= requests.c.opened_at, events.c.seq > last.correlate(requests).scalar_subquery())
    return sa.select(sa.func.count()).where(theirs, since).correlate(requests).scalar_subquery()


async def _last_words(connection: AsyncConnection, conversation_id: str) -> str:
    """What the citizen typed last; a button is nobody's words."""
    query = (
        sa.select(events.c.body)
        .where(events.c.conversation_id == conversation_id, events.c.author == "citizen")
        .order_by(events.c.seq.desc())
        .limit(LATELY)
    )
    bodies = (await connection.execute(query)).scalars()
    return next((body["text"] for body in bodies if "choice" not in body), "")


async def pulse(connection: AsyncConnection, allowed: sa.ColumnElement[bool], agent_id: str) -> tuple[tuple, ...]:
    """What is different when an agent's queue is: as small as it can be, for it is asked for all the time."""
    mine = requests.c.agent_id == agent_id
    names = ("id", "status", "team", "agent_id", "wanted_id", "unanswered_since", "escalated_at")
    spoken = sa.case((mine, conversations.c.last_seq), else_=0)
    query = (
        sa.select(*(requests.c[name] for name in names), spoken)
        .join(conversations, conversations.c.id == requests.c.conversation_id)
        .where(requests.c.status.in_([status.value for status in OPEN]), sa.or_(allowed, mine))
        .order_by(requests.c.id)
    )
    return tuple(tuple(row) for row in await connection.execute(query))


async def trace(connection: AsyncConnection, reference: str) -> tuple | None:
    """What is different when anything of a request or its conversation is; None when it is gone."""
    about = {"id": requests.c.id, "seq": conversations.c.last_seq, "expecting": requests.c.expecting}
    about |= {name: requests.c[name] for name in ("unanswered_since", "escalated_at")}
    moved = sa.select(sa.func.max(transitions.c.id)).where(transitions.c.request_id == requests.c.id)
    noted = sa.select(sa.func.count()).select_from(notes).where(notes.c.request_id == requests.c.id)
    reach = sa.select(sa.func.max(ways.c.consented_at)).where(ways.c.request_id == requests.c.id)
    query = (
        sa.select(*about.values(), *(part.correlate(requests).scalar_subquery() for part in (moved, noted, reach)))
        .join(conversations, conversations.c.id == requests.c.conversation_id)
        .where(requests.c.reference == reference)
    )
    row = (await connection.execute(query)).first()
    return tuple(row) if row else None


async def dossier(connection: AsyncConnection, reference: str) -> Dossier | None:
    """Everything about a request; None when it is gone."""
    request = await records.by_reference(connection, reference)
    if request is None:
        return None
    about = sa.select(conversations.c.channel, conversations.c.language)
    row = (await connection.execute(about.where(conversations.c.id == request.conversation_id))).one()
    return Dossier(
        request=request,
        channel=row.channel,
        language=row.language,
        notes=tuple(Note(*row) for row in await connection.execute(_of(notes, Note, request.id))),
        moves=tuple(Move(*row) for row in await connection.execute(_of(transitions, Move, request.id))),
        contact=await contacts.of_request(connection, request.id),
        others=await _others(connection, request),
    )


def _of(table: sa.Table, kind: type, request_id: int) -> sa.Select:
    columns = (table.c[name] for name in kind.__dataclass_fields__)
    return sa.select(*columns).where(table.c.request_id == request_id).order_by(table.c.id)


async def _others(connection: AsyncConnection, request: HandoffRequest) -> tuple[str, ...]:
    query = sa.select(requests.c.reference).where(
        requests.c.conversation_id == request.conversation_id, requests.c.id != request.id
    )
    return tuple((await connection.execute(query.order_by(requests.c.id.desc()))).scalars())
