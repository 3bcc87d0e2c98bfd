"""What is too old goes, on the day it is; what is open, or young, stays; the engine forgets too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from guichet.gateway import counter
from guichet.gateway.conversations import Feedback
from guichet.gateway.desk.desk_tables import audit
from guichet.gateway.retention.forgetting import Forgetting
from guichet.gateway.retention.purge import Purge
from guichet.gateway.retention.rules import KINDS, RULES
from guichet.gateway.retention.schedule import Retention
from guichet.gateway.tables import contacts, conversations, feedback, forgetting
from guichet.setting_parts import KeepSettings
from tests.gateway.handoffs.house import by, says, words

KEEP = KeepSettings()
MOMENT = timedelta(seconds=1)


async def open_conversations(house) -> set[str]:
    return {row.id for row in await house.rows(sa.select(conversations.c.id))}


async def talk(house):
    """A citizen who was answered, and is gone."""
    visitor = await house.arrive()
    await visitor.talk("combien coûte un passeport ?", words("86 €"))
    return visitor


async def closed_request(house):
    """A citizen with a telephone number to call, whose request is over."""
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await visitor.press("Être rappelé par téléphone")
    await visitor.say("06 39 98 12 34")
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.close(by(agent), reference, "answered")
    return visitor, agent, reference


def test_every_kind_of_the_settings_has_a_rule():
    assert {rule.kind for rule in RULES} == set(KINDS)


async def test_a_conversation_goes_so_long_after_its_last_word(house, purge):
    old = await talk(house)
    house.now += timedelta(days=1)
    young = await talk(house)
    house.now += timedelta(days=KEEP.conversations - 1)
    assert (await purge.preview())["conversations"] == 0
    house.now += MOMENT
    assert (await purge.preview())["conversations"] == 1
    assert await open_conversations(house) == {old.id, young.id}
    assert (await purge.run())["conversations"] == 1
    assert await open_conversations(house) == {young.id}


async def test_a_word_said_since_keeps_it(house, purge):
    visitor = await talk(house)
    house.now += timedelta(days=KEEP.conversations)
    await visitor.talk("et une carte d'identité ?", words("gratuit"))
    house.now += MOMENT
    assert (await purge.run())["conversations"] == 0


async def test_what_is_open_or_awaits_an_answer_never_goes(house, purge):
    await house.agent()
    waiting, _ = await house.waiting_citizen()
    unanswered = await house.arrive()
    await unanswered.say("vous êtes là ?")
    house.now += timedelta(days=5_000)
    assert set((await purge.run()).values()) == {0}
    assert await open_conversations(house) == {waiting.id, unanswered.id}


async def test_contact_details_go_before_the_request_that_they_were_for(house, purge):
    await closed_request(house)
    house.now += timedelta(days=KEEP.contacts)
    assert (await purge.run())["contacts"] == 0
    house.now += MOMENT
    assert (await purge.run())["contacts"] == 1
    assert await house.rows(sa.select(contacts)) == []
    house.now += timedelta(days=KEEP.requests - KEEP.contacts)
    assert (await purge.run())["requests"] == 1
    assert await open_conversations(house) == set()


async def test_a_request_that_is_taken_up_again_keeps_everything(house, purge):
    _, agent, reference = await closed_request(house)
    house.now += timedelta(days=KEEP.requests - 1)
    await house.known.agents.reopen(by(agent), reference)
    house.now += timedelta(days=KEEP.requests)
    assert set((await purge.run(("requests", "contacts", "conversations"))).values()) == {0}


async def test_opinions_and_the_journal_have_durations_of_their_own(house, purge):
    visitor = await talk(house)
    opinion = Feedback("down", "pas clair")
    await counter.rate(house.known, await house.known.conversations.get(visitor.id), opinion)
    await house.known.desk.audit.record(None, "agent.added", "camille")
    house.now += timedelta(days=KEEP.feedback, seconds=1)
    await visitor.talk("toujours là", words("oui"))
    assert (await purge.run())["feedback"] == 1
    house.now += timedelta(days=KEEP.journal - KEEP.feedback)
    assert (await purge.run())["journal"] == 1
    assert await house.rows(sa.select(feedback)) == await house.rows(sa.select(audit)) == []


async def test_without_a_limit_nothing_of_the_kind_goes(house):
    await talk(house)
    house.now += timedelta(days=5_000)
    purge = Purge(house.database, house.clock, replace(KEEP, conversations=0))
    assert "conversations" not in await purge.run()
    assert len(await open_conversations(house)) == 1


async def test_many_go_a_few_at_a_time(house, purge, monkeypatch):
    monkeypatch.setattr("guichet.gateway.retention.purge.AT_ONCE", 2)
    for _ in range(5):
        await talk(house)
    house.now += timedelta(days=KEEP.conversations, seconds=1)
    assert (await purge.preview())["conversations"] == (await purge.run())["conversations"] == 5


async def test_the_engine_forgets_later_what_it_could_not_be_told(house, purge):
    visitor = await talk(house)
    house.now += timedelta(days=KEEP.conversations, seconds=1)
    await purge.run()
    due = Forgetting(house.database, house.clock, house.engine)
    assert (await due.work(), house.engine.forgotten) == (0, [])
    house.now += timedelta(minutes=1)
    assert (await due.work(), house.engine.forgotten) == (1, [visitor.id])
    assert await house.rows(sa.select(forgetting)) == []


async def test_the_purge_is_of_every_night(house, purge):
    retention = Retention(house.database, house.clock, house.settings.keep, house.engine)
    await talk(house)
    await retention.look()
    house.now += timedelta(days=KEEP.conversations, seconds=1)
    house.now = house.now.replace(hour=0)
    await retention.look()
    assert len(await open_conversations(house)) == 1
    house.now = house.now.replace(hour=12)
    await retention.look()
    assert await open_conversations(house) == set()


@pytest.mark.parametrize("mode", ["INCREMENTAL", "NONE"])
async def test_the_space_is_given_back_also_of_a_file_of_before(house, mode):
    if house.database.is_shared:
        pytest.skip("a server's files are its own")
    path = house.folder / "guichet.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(f"PRAGMA auto_vacuum={mode}; VACUUM")
    visitor = await house.arrive()
    for _ in range(40):
        await visitor.talk("x" * 900, words("y" * 20_000))
    await house.database.scrub()
    full = path.stat().st_size
    await counter.erase(house.known, visitor.id)
    await house.database.give_back()
    assert path.stat().st_size < full / 2


async def test_an_answer_by_an_agent_is_a_last_word_too(house, purge):
    _, agent, reference = await closed_request(house)
    house.now += timedelta(days=KEEP.requests)
    await house.known.agents.reopen(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "1", says("Voici du nouveau."))
    await house.known.agents.close(by(agent), reference, "answered")
    house.now += MOMENT
    assert (await purge.run(("requests",)))["requests"] == 0
