"""What happened in a period, counted in SQL: conversations, messages, opinions, answers and questions left without one.

Numbers of requests are in `request_figures.py`. No query reads more than counts, but for the last answers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields

import sqlalchemy as sa

from guichet.gateway.database import Database
from guichet.gateway.desk.supervision.periods import HOUR, Period
from guichet.gateway.tables import choices, conversations, events, feedback, requests

#: Kinds of the bot's events that answer.
ANSWERS = ("answer", "checklist", "offices")

#: The newest answers of a period, whose procedures are counted: each has to be opened for that.
READ = 5_000

#: Lines of a list of the most frequent.
TOP = 10

#: The button that goes with « je n'ai pas compris » says so to the engine.
_LOST = sa.and_(choices.c.payload.startswith("/human_handoff"), choices.c.payload.contains('"lost"'))

_FAILED = sa.and_(events.c.author == "bot", events.c.kind == "notice", events.c.body["retry"].as_string().is_not(None))


@dataclass(frozen=True)
class Volume:
    """Counts of an hour, a day or a period.

    `opened`: conversations; of these, `written`: in which the citizen wrote; `answered`: in which the bot answered at
    least once and no person was asked for. `messages`: of citizens. `requests`: opened.
    """

    opened: int = 0
    written: int = 0
    answered: int = 0
    messages: int = 0
    requests: int = 0

    def __add__(self, other: Volume) -> Volume:
        return Volume(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Volume)))


@dataclass(frozen=True)
class Procedure:
    """How often a procedure came up; without an id, none was in hand."""

    id: str
    title: str
    count: int


@dataclass(frozen=True)
class Opinions:
    """What citizens said of it: how many gave each score, 1 to 5, and each thumb."""

    scores: dict[int, int]
    up: int
    down: int

    @property
    def mean(self) -> float | None:
        given = sum(self.scores.values())
        return sum(score * count for score, count in self.scores.items()) / given if given else None


@dataclass(frozen=True)
class Unanswered:
    """Messages that the bot did not understand, the conversations they are in, and messages it could not answer."""

    lost: int
    lost_conversations: int
    failed: int


def answered(period: Period) -> sa.ColumnElement:
    """Whether the bot answered in a conversation that began in the period, and no person was asked for."""
    replies = sa.select(events.c.conversation_id).where(events.c.author == "bot", events.c.kind.in_(ANSWERS))
    return sa.and_(written(), conversations.c.id.in_(replies.where(events.c.at >= period.start)), ~asked())


def written() -> sa.ColumnElement:
    """Whether the citizen wrote in a conversation: its first event is the bot's welcome."""
    return conversations.c.last_seq > 1


def asked() -> sa.ColumnElement:
    """Whether a person was asked for in a conversation."""
    return sa.exists().where(requests.c.conversation_id == conversations.c.id)


def lost(period: Period) -> sa.Select:
    """The events in which the bot said that it did not understand, of the conversations that began in the period."""
    # Apart, so that the few such buttons are found first, and not the many conversations.
    said = sa.select(choices.c.conversation_id, choices.c.seq).where(_LOST).distinct().subquery()
    query = sa.select(said).join(conversations, conversations.c.id == said.c.conversation_id)
    return query.where(*within(conversations.c.created_at, period))


def failed(period: Period) -> sa.Select:
    """The conversations of messages to which the bot could not answer, once for each message."""
    return sa.select(events.c.conversation_id).where(_FAILED, *within(events.c.at, period))


def within(column: sa.Column, period: Period) -> tuple[sa.ColumnElement, sa.ColumnElement]:
    """Whether a stamp is in the period."""
    return column >= period.start, column < period.end


class Supervision:
    """The numbers of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hours(self, period: Period) -> dict[str, Volume]:
        """Volumes by hour (`2026-11-22T10`, UTC), of those hours in which anything was."""
        hour = sa.func.substr(conversations.c.created_at, 1, HOUR)
        messages = _by_hour(events.c.at, period, events.c.author == "citizen")
        return await self._volumes(period, hour, messages, _by_hour(requests.c.opened_at, period))

    async def channels(self, period: Period) -> dict[str, Volume]:
        """Volumes by channel, of those in which anything was."""
        messages = _by_channel(events, events.c.at, period, events.c.author == "citizen")
        asking = _by_channel(requests, requests.c.opened_at, period)
        return await self._volumes(period, conversations.c.channel, messages, asking)

    async def _volumes(
        self, period: Period, name: sa.ColumnElement, messages: sa.Select, asking: sa.Select
    ) -> dict[str, Volume]:
        """Volumes by `name`, which is the first column of both queries too."""
        counted = (sa.func.count(), _number_of(written()), _number_of(answered(period)))
        opened = sa.select(name, *counted).where(*within(conversations.c.created_at, period)).group_by(name)
        volumes: dict[str, Volume] = defaultdict(Volume)
        async with self._database.read() as connection:
            for at, *counts in await connection.execute(opened):
                volumes[at] += Volume(*counts)
            for at, count in await connection.execute(messages):
                volumes[at] += Volume(messages=count)
            for at, count in await connection.execute(asking):
                volumes[at] += Volume(requests=count)
        return dict(volumes)

    async def opinions(self, period: Period, allowed: sa.ColumnElement[bool] | None = None) -> Opinions:
        """What was said of the service, each citizen's last word on each thing; `allowed`: of these requests only."""
        kinds = (feedback.c.rating, feedback.c.satisfaction)
        query = sa.select(*kinds, sa.func.count()).where(*within(feedback.c.at, period)).group_by(*kinds)
        if allowed is not None:
            query = query.where(feedback.c.conversation_id.in_(sa.select(requests.c.conversation_id).where(allowed)))
        found: Counter[str | int] = Counter()
        async with self._database.read() as connection:
            for rating, score, count in await connection.execute(query):
                found[rating or score] += count
        return Opinions({score: found[score] for score in range(1, 6)}, found["up"], found["down"])

    async def answers(self, period: Period) -> tuple[list[Procedure], int]:
        """The procedures of the newest answers of the period, and how many answers were looked at."""
        about = events.c.body["procedure"]
        newest = (
            sa.select(about["id"].as_string().label("id"), about["title"].as_string().label("title"))
            .where(events.c.author == "bot", events.c.kind.in_(("answer", "checklist")), *within(events.c.at, period))
            .order_by(events.c.at.desc())
            .limit(READ)
            .subquery()
        )
        count = sa.func.count().label("count")
        query = sa.select(newest.c.id, sa.func.max(newest.c.title).label("title"), count).group_by(newest.c.id)
        async with self._database.read() as connection:
            rows = (await connection.execute(query.order_by(count.desc(), newest.c.id))).all()
        found = [Procedure(id or "", title or "", times) for id, title, times in rows]
        return found[:TOP], sum(one.count for one in found)

    async def unanswered(self, period: Period) -> Unanswered:
        """What the bot could not answer."""
        found = lost(period).subquery()
        both = sa.select(sa.func.count(), sa.func.count(sa.distinct(found.c.conversation_id))).select_from(found)
        broken = sa.select(sa.func.count()).select_from(failed(period).subquery())
        async with self._database.read() as connection:
            times, conversation_count = (await connection.execute(both)).one()
            return Unanswered(times, conversation_count, (await connection.execute(broken)).scalar_one())


def _number_of(condition: sa.ColumnElement) -> sa.ColumnElement:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _by_hour(column: sa.Column, period: Period, *conditions: sa.ColumnElement) -> sa.Select:
    hour = sa.func.substr(column, 1, HOUR)
    return sa.select(hour, sa.func.count()).where(*within(column, period), *conditions).group_by(hour)


def _by_channel(table: sa.Table, column: sa.Column, period: Period, *conditions: sa.ColumnElement) -> sa.Select:
    counted = sa.select(conversations.c.channel, sa.func.count()).select_from(table)
    joined = counted.join(conversations, conversations.c.id == table.c.conversation_id)
    return joined.where(*within(column, period), *conditions).group_by(conversations.c.channel)
