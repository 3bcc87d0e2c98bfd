"""Requests for a person as rows: reading them within a transaction, and the one way of changing them, `move`.

What a move means for the citizen and for the agents is in `citizen.py` and `agents.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.tables import conversations, requests, transitions
from guichet.handoff import Ask, Command, Owner, Standing, Status, after
from guichet.references import new_reference


@dataclass(frozen=True)
class HandoffRequest:
    """A request for a person. Moments are stamps, empty when they have not come; ids are empty when nobody is meant.

    `queued_at`: since when the citizen waits, whatever team or agent had it meanwhile. `since`: of the present status.
    `unanswered_since`: since when the citizen's last words wait for an agent's. `expecting`: the detail that the
    citizen was asked for.
    """

    id: int
    reference: str
    conversation_id: str
    status: str
    team: str
    agent_id: str
    wanted_id: str
    outcome: str
    reason: str
    procedure_id: str
    procedure_title: str
    file: dict[str, Any]
    opened_at: str
    queued_at: str
    since: str
    taken_at: str
    closed_at: str
    unanswered_since: str
    escalated_at: str
    expecting: str
    told_position: int

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


@dataclass(frozen=True)
class Actor:
    """Who did it: citizen, bot, timer or agent, with the agent's id."""

    kind: str
    agent_id: str = ""


CITIZEN, BOT, TIMER = Actor("citizen"), Actor("bot"), Actor("timer")

COLUMNS = tuple(requests.c[name] for name in HandoffRequest.__dataclass_fields__)


def record(row: sa.Row) -> HandoffRequest:
    """The request of a row of `COLUMNS`."""
    return HandoffRequest(**row._mapping)


async def lock(connection: AsyncConnection, conversation_id: str) -> Owner | None:
    """Keep the conversation for this transaction alone; its owner, or None when it is gone."""
    # An update that changes nothing: it locks the row on PostgreSQL and takes the writer's place on SQLite.
    same = conversations.update().where(conversations.c.id == conversation_id).values(owner=conversations.c.owner)
    owner = (await connection.execute(same.returning(conversations.c.owner))).scalar()
    return Owner(owner) if owner is not None else None


async def last_of(connection: AsyncConnection, conversation_id: str) -> HandoffRequest | None:
    """The open request of a conversation, which may be an old one taken up again, else the newest."""
    query = sa.select(*COLUMNS).where(requests.c.conversation_id == conversation_id)
    over = requests.c.status == Status.CLOSED.value
    row = (await connection.execute(query.order_by(over, requests.c.id.desc()).limit(1))).first()
    return record(row) if row else None


async def by_id(connection: AsyncConnection, request_id: int) -> HandoffRequest | None:
    row = (await connection.execute(sa.select(*COLUMNS).where(requests.c.id == request_id))).first()
    return record(row) if row else None


async def by_reference(connection: AsyncConnection, reference: str) -> HandoffRequest | None:
    row = (await connection.execute(sa.select(*COLUMNS).where(requests.c.reference == reference))).first()
    return record(row) if row else None


async def create(connection: AsyncConnection, conversation_id: str, about: dict[str, Any], clock: Clock) -> int:
    """The id of a new request of nobody yet; `about`: reason, procedure_id, procedure_title, file."""
    now = stamp(clock())
    words = dict.fromkeys(
        ("agent_id", "wanted_id", "outcome", "taken_at", "closed_at", "escalated_at", "expecting"), ""
    )
    row = {
        "conversation_id": conversation_id,
        "status": Status.CLOSED,
        "team": "",
        "told_position": 0,
        **words,
        **about,
    }
    row |= dict.fromkeys(("opened_at", "queued_at", "since", "unanswered_since"), now)
    while True:
        row["reference"] = new_reference()
        if await by_reference(connection, row["reference"]) is None:
            break
    return (await connection.execute(requests.insert().returning(requests.c.id), row)).scalar_one()


def standing(owner: Owner, request: HandoffRequest | None) -> Standing:
    """What the rules of ownership need to know."""
    if request is None:
        return Standing(owner)
    return Standing(owner, Status(request.status), request.team, request.agent_id, request.wanted_id, request.outcome)


async def move(
    connection: AsyncConnection,
    request: HandoffRequest,
    before: Standing,
    command: Command,
    actor: Actor,
    clock: Clock,
    detail: str = "",
) -> Standing:
    """Apply a command to a request of a locked conversation, and record who did what. Raises `NotAllowed`."""
    then, now = after(before, command), stamp(clock())
    values = {
        "status": then.status.value,
        "team": then.team,
        "agent_id": then.agent,
        "wanted_id": then.wanted,
        "outcome": then.outcome,
        "closed_at": now if then.status is Status.CLOSED else "",
        "since": request.since if then.status is before.status is Status.WAITING else now,
    }
    if isinstance(command, Ask):
        values["queued_at"] = now
    if then.status is Status.CLOSED:
        # Nobody waits for anything any more: were it taken up again, it would start afresh.
        values |= dict.fromkeys(("expecting", "unanswered_since", "escalated_at"), "")
    if then.status is Status.TAKEN and not request.taken_at:
        values["taken_at"] = now
    if then.status is Status.WAITING and before.status is not Status.WAITING:
        values["told_position"] = 0
    await connection.execute(requests.update().where(requests.c.id == request.id).values(values))
    await set_owner(connection, request.conversation_id, then.owner)
    row = {"request_id": request.id, "at": now, "actor": actor.kind, "agent_id": actor.agent_id, "detail": detail}
    row |= {
        "command": type(command).__name__,
        "owner": then.owner.value,
        "status": then.status.value,
        "team": then.team,
    }
    await connection.execute(transitions.insert(), row)
    return then


def moment(stamped: str) -> datetime:
    """The moment of a stamp."""
    return datetime.fromisoformat(stamped.replace("Z", "+00:00"))


async def set_owner(connection: AsyncConnection, conversation_id: str, owner: Owner) -> None:
    here = conversations.c.id == conversation_id
    await connection.execute(conversations.update().where(here).values(owner=owner.value))


async def note(connection: AsyncConnection, request_id: int, **values: Any) -> None:
    """Change what is no matter of ownership: expecting, unanswered_since, told_position, escalated_at."""
    await connection.execute(requests.update().where(requests.c.id == request_id).values(values))
