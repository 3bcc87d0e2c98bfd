"""Opinions: the last one about the same thing counts, and an older database keeps its own."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from guichet.gateway import database as database_module
from guichet.gateway.clock import stamp, utc_now
from tests.gateway.running import serving, sqlite_alone

pytestmark = sqlite_alone

COLUMNS = "seq, rating, satisfaction, comment"


def rows(settings):
    with sqlite3.connect(settings.var / "guichet.db") as database:
        return database.execute(f"SELECT {COLUMNS} FROM feedback ORDER BY id").fetchall()


async def give(citizen, **opinion):
    response = await citizen.call("POST", "/feedback", json=opinion)
    assert response.status_code == 204, response.text


async def test_the_last_thumb_of_an_event_counts(citizen, settings):
    await citizen.ask("bonjour")
    await give(citizen, seq=3, rating="up")
    await give(citizen, seq=2, rating="up")
    await give(citizen, seq=3, rating="down", comment="faux")
    assert rows(settings) == [(2, "up", None, ""), (3, "down", None, "faux")]


async def test_the_last_satisfaction_counts_and_leaves_the_thumbs(citizen, settings):
    await give(citizen, rating="up")
    await give(citizen, satisfaction=2, comment="rappelez le 0612345678")
    await give(citizen, satisfaction=5)
    assert rows(settings) == [(None, "up", None, ""), (None, None, 5, "")]


async def test_the_comment_on_the_whole_is_masked_too(citizen, settings):
    await give(citizen, satisfaction=2, comment="rappelez le 0612345678")
    assert rows(settings)[0][3] == "rappelez le [numéro de téléphone masqué]"


async def test_opinions_that_come_at_once_leave_one(citizen, settings):
    await asyncio.gather(*(give(citizen, satisfaction=1 + i % 5) for i in range(12)))
    assert len(rows(settings)) == 1


@pytest.fixture
def first_version(settings):
    """A database as the first migration left it, with a doubled opinion."""
    settings.var.mkdir(exist_ok=True)
    config = Config()
    folder = Path(database_module.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    engine = sa.create_engine(f"sqlite:///{settings.var / 'guichet.db'}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        # Of today: what is too old is purged when the gateway starts.
        at = stamp(utc_now())
        conversation = "INSERT INTO conversations VALUES ('a', '', 'widget', 'bot', :at, 3)"
        connection.execute(sa.text(conversation), {"at": at})
        for seq, rating in ((3, "up"), (3, "down"), (None, "up")):
            values = {"seq": seq, "rating": rating, "at": at}
            insert = (
                "INSERT INTO feedback (conversation_id, seq, at, rating, comment) VALUES ('a', :seq, :at, :rating, '')"
            )
            connection.execute(sa.text(insert), values)
    engine.dispose()


async def test_an_older_database_keeps_the_last_opinions_and_still_erases_them(first_version, settings):
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        assert (await http.get("/health/ready")).json()["parts"]["database"] == "ok"
    assert rows(settings) == [(3, "down", None, ""), (None, "up", None, "")]
    with sqlite3.connect(settings.var / "guichet.db") as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM conversations")
        assert database.execute("SELECT count(*) FROM feedback").fetchone() == (0,)
        indexes = database.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'feedback'")
        assert ("ix_feedback_conversation_id",) in indexes.fetchall()
