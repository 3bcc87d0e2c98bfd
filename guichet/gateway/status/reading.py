"""Reads SQL for `guichet status`, whether the gateway runs or not; it migrates nothing and writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.desk.door.presence import DeskPresence
from guichet.gateway.handoffs.team_book import TeamBook
from guichet.gateway.retention.purge import Purge
from guichet.gateway.standing import Standing, read_standing
from guichet.gateway.status.facts import Activity, Waiting
from guichet.gateway.tables import events
from guichet.gateway.unanswered.entries import NONE
from guichet.gateway.unanswered.unanswered_tables import unanswered
from guichet.handoff import Status
from guichet.settings import ROOT, Settings
from guichet.teams import TEAMS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def is_there(settings: Settings) -> bool:
    """Whether there is a database to connect to; SQLite's is a file, made at the first start."""
    url = sa.make_url(settings.database_url)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()


async def read(settings: Settings, clock: Clock) -> tuple[Activity, Waiting, int] | None:
    """What happened, what waits, and how many rows are too old; None where the database can not be read."""
    if not is_there(settings):
        return None  # connecting would make an empty one
    database = Database(settings.database_url)
    try:
        async with database.read() as connection:
            activity = await _activity(connection, clock())
        teams = TeamBook(ROOT / TEAMS)
        overdue = sum((await Purge(database, clock, settings.keep).preview()).values())
        standing = await read_standing(database, DeskPresence(clock), teams.all(), clock())
    except (SQLAlchemyError, OSError):
        return None
    finally:
        await database.close()
    return activity, _waiting(standing), overdue


async def _activity(connection: AsyncConnection, now: datetime) -> Activity:
    async def count(query: sa.Select) -> int:
        return (await connection.execute(query)).scalar_one()

    said = sa.select(sa.func.count()).where(events.c.author == "citizen")
    unclear = sa.select(sa.func.count()).where(unanswered.c.why == NONE, unanswered.c.at >= stamp(now - DAY))
    notices = sa.select(events.c.body).where(events.c.kind == "notice", events.c.author == "bot")
    bodies = (await connection.execute(notices.where(events.c.at >= stamp(now - DAY)))).scalars()
    return Activity(
        last_hour=await count(said.where(events.c.at >= stamp(now - HOUR))),
        last_day=await count(said.where(events.c.at >= stamp(now - DAY))),
        not_understood=await count(unclear),
        # Only what says that there was no answer names the message to send again.
        failed=sum("retry" in body for body in bodies),
    )


def _waiting(standing: Standing) -> Waiting:
    live = [queue for (_, status), queue in standing.requests.items() if status == Status.WAITING]
    return Waiting(
        messages=standing.messages.count,
        oldest_message=standing.messages.seconds,
        people=sum(queue.count for queue in live),
        oldest_person=max((queue.seconds for queue in live), default=0.0),
        tickets=sum(queue.count for (_, status), queue in standing.requests.items() if status == Status.TICKET),
        agents=max(standing.agents.values(), default=0),
        mails=standing.mails.count,
        oldest_mail=standing.mails.seconds,
        chats=sum(standing.chats.values()),
        questions=standing.unanswered,
        off=tuple(sorted(standing.off)),
    )
