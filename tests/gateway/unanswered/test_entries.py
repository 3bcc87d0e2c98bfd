"""How long things stay in the inbox, and what takes them off the list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guichet.gateway.database import Database
from guichet.gateway.retention.purge import Purge
from guichet.gateway.unanswered.entries import ASSIGNED, DISMISSED, SETTLED_KEPT
from guichet.setting_parts import KeepSettings
from tests.gateway.running import arrive
from tests.gateway.unanswered.confused import told


@pytest.fixture
async def purge(http, settings, hands):
    """What the gateway deletes at night."""
    database = Database(settings.database_url)
    yield Purge(database, hands, settings.keep)
    await database.close()


async def test_what_is_settled_leaves_the_list_and_its_words_go_later(citizen, kept, purge, hands):
    await citizen.ask("un zorglub")
    (entry,) = await kept.open()
    assert await kept.settle([entry.id], ASSIGNED, "camille", "rsa") == 1
    assert await kept.open() == []
    assert await kept.settle([entry.id], DISMISSED, "zoé") == 0
    hands.now += SETTLED_KEPT
    await purge.run()
    assert told(await kept.all()) == [("none", "un zorglub")]
    hands.turn(hours=2)
    await purge.run()
    assert await kept.all() == []


async def test_what_nobody_saw_to_is_deleted_in_the_end(http, citizen, kept, purge, hands):
    await citizen.ask("un zorglub")
    hands.now += timedelta(days=KeepSettings().unanswered)
    await (await arrive(http)).ask("deux zorglubs")
    hands.turn(hours=2)
    await purge.run()
    assert told(await kept.all()) == [("none", "deux zorglubs")]
