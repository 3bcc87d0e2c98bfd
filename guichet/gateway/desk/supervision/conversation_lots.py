"""The conversations behind a number of the supervision page, as a list to go through. Their words are another page."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.desk.supervision.periods import Period
from guichet.gateway.desk.supervision.queries import answered, asked, failed, lost, within, written
from guichet.gateway.tables import conversations, events, feedback, requests

#: Names of lots, as they are in addresses.
LOTS = ("all", "written", "answered", "asked", "lost", "trouble", "up", "down", *(f"score{n}" for n in range(1, 6)))


@dataclass(frozen=True)
class Listed:
    """A conversation as a line of a list; `messages`: of the citizen; `reference`: of its newest request, or empty."""

    id: str
    created_at: str
    channel: str
    messages: int
    satisfaction: int | None
    reference: str


class Lots:
    """The conversations of a database, by what happened in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, lot: str, period: Period, channel: str = "") -> int:
        query = sa.select(sa.func.count()).select_from(conversations).where(*_conditions(lot, period, channel))
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar_one()

    async def page(self, lot: str, period: Period, limit: int, skip: int = 0, channel: str = "") -> list[Listed]:
        """Some of a lot, the newest first; `channel`: those of this one alone."""
        columns = (conversations.c.id, conversations.c.created_at, conversations.c.channel)
        query = (
            sa.select(*columns, _messages().label("messages"), _satisfaction(), _reference())
            .where(*_conditions(lot, period, channel))
            .order_by(conversations.c.created_at.desc(), conversations.c.id)
        )
        async with self._database.read() as connection:
            return [Listed(**row._mapping) for row in await connection.execute(query.limit(limit).offset(skip))]


def _conditions(lot: str, period: Period, channel: str) -> list[sa.ColumnElement]:
    return [*_of_lot(lot, period), *([conversations.c.channel == channel] if channel else [])]


def _of_lot(lot: str, period: Period) -> list[sa.ColumnElement]:
    """Those that began in the period; for opinions, troubles and what was not understood: those in which it came."""
    began = list(within(conversations.c.created_at, period))
    if lot == "lost":
        return [conversations.c.id.in_(sa.select(lost(period).subquery().c.conversation_id))]
    if lot == "trouble":
        return [conversations.c.id.in_(failed(period))]
    if lot in ("up", "down"):
        return [_rated(period, feedback.c.rating == lot)]
    if lot.startswith("score"):
        return [_rated(period, feedback.c.satisfaction == int(lot[-1]))]
    more = {"written": [written()], "answered": [answered(period)], "asked": [asked()]}
    return [*began, *more.get(lot, [])]


def _rated(period: Period, condition: sa.ColumnElement) -> sa.ColumnElement:
    given = sa.select(feedback.c.conversation_id).where(condition, *within(feedback.c.at, period))
    return conversations.c.id.in_(given)


def _messages() -> sa.ScalarSelect:
    here = sa.and_(events.c.conversation_id == conversations.c.id, events.c.author == "citizen")
    return sa.select(sa.func.count()).select_from(events).where(here).scalar_subquery()


def _satisfaction() -> sa.Label:
    here = sa.and_(feedback.c.conversation_id == conversations.c.id, feedback.c.satisfaction.is_not(None))
    return sa.select(sa.func.max(feedback.c.satisfaction)).where(here).scalar_subquery().label("satisfaction")


def _reference() -> sa.Label:
    newest = sa.select(requests.c.reference).where(requests.c.conversation_id == conversations.c.id)
    found = newest.order_by(requests.c.id.desc()).limit(1).scalar_subquery()
    return sa.func.coalesce(found, "").label("reference")
