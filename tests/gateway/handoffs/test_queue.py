"""Places in the queue, honest waiting times, several at once, and a clock that is changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from guichet.gateway import counter
from guichet.gateway.handoffs.floor import ENOUGH
from guichet.gateway.handoffs.watch import TOLD_AT_ONCE
from guichet.gateway.inbox import Inbox
from guichet.gateway.tables import requests
from guichet.handoff import NotAllowed, Status
from tests.gateway.handoffs.house import by, says


async def test_who_moves_up_is_told_so_once(house):
    agent = await house.agent()
    first, reference = await house.waiting_citizen()
    second, _ = await house.waiting_citizen()
    await house.later(seconds=2)
    assert "Votre place dans la file : 2." in await second.read()
    await house.known.agents.take(by(agent), reference)
    for _ in range(3):
        await house.later(seconds=2)
    told = [event.body["position"] for event in await second.events() if event.kind == "handoff"]
    assert told == [2, 1]
    assert "Vous avancez" not in await first.read()


async def test_a_long_queue_is_told_bit_by_bit_so_that_the_timers_go_on(house):
    agent = await house.agent()
    visitors = [await house.waiting_citizen() for _ in range(TOLD_AT_ONCE + 3)]
    await house.known.agents.take(by(agent), visitors[0][1])
    told = []
    for _ in range(3):
        await house.later(seconds=2)
        texts = [await visitor.read() for visitor, _ in visitors]
        told.append(sum("Vous avancez" in text for text in texts))
    assert told == [TOLD_AT_ONCE, TOLD_AT_ONCE + 2, TOLD_AT_ONCE + 2]


async def test_two_agents_take_at_once_and_one_of_them_has_it(house):
    agents = [await house.agent(login) for login in ("camille", "sacha", "alix")]
    visitor, reference = await house.waiting_citizen()
    taken = await asyncio.gather(
        *(house.known.agents.take(by(agent), reference) for agent in agents), return_exceptions=True
    )
    winners = [request.agent_id for request in taken if not isinstance(request, NotAllowed)]
    assert len(winners) == 1
    assert await house.rows(sa.select(requests.c.agent_id)) == [(winners[0],)]
    owners = [event.body["owner"] for event in await visitor.events() if event.kind == "handoff"]
    assert owners == ["waiting", "agent"]


async def test_a_citizen_who_gives_up_while_an_agent_takes_meets_nobody_or_somebody(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await asyncio.gather(
        visitor.press("Ne plus attendre"), house.known.agents.take(by(agent), reference), return_exceptions=True
    )
    assert (await visitor.owner(), await visitor.status()) in {("bot", Status.CLOSED), ("agent", Status.TAKEN)}


async def test_no_waiting_time_is_told_before_there_is_something_to_go_by(house):
    agent = await house.agent()
    for _ in range(ENOUGH):
        visitor, reference = await house.waiting_citizen()
        assert "Attente" not in await visitor.read()
        await house.known.agents.take(by(agent), reference)
        await house.later(minutes=1)
        await house.known.desk.accounts.seen(agent.id)
        await house.later(minutes=1)
        await house.known.desk.accounts.seen(agent.id)
        await house.known.agents.close(by(agent), reference, "resolved")
    visitor, _ = await house.waiting_citizen()
    assert "Attente : environ 2 min." in await visitor.read()


async def test_answers_given_days_later_do_not_make_the_queue_look_long(house):
    agent = await house.agent()
    for _ in range(ENOUGH):
        _, reference = await house.waiting_citizen()
        await house.known.agents.take(by(agent), reference)
        house.now += timedelta(seconds=90)
        await house.known.agents.postpone(by(agent), reference)
        house.now += timedelta(days=1)
        await house.known.desk.accounts.seen(agent.id)
        await house.known.agents.answer(by(agent), reference, reference, says("Voilà."))
    visitor, _ = await house.waiting_citizen()
    assert "Attente : environ 2 min." in await visitor.read()


async def test_what_was_taken_up_again_the_next_day_took_no_day(house):
    agent = await house.agent()
    for _ in range(ENOUGH):
        _, reference = await house.waiting_citizen()
        await house.known.agents.take(by(agent), reference)
        await house.known.agents.close(by(agent), reference, "resolved")
        house.now += timedelta(days=1)
        await house.known.desk.accounts.seen(agent.id)
        await house.known.agents.reopen(by(agent), reference)
        house.now += timedelta(minutes=1)
        await house.known.agents.close(by(agent), reference, "resolved")
    visitor, _ = await house.waiting_citizen()
    assert "Attente : environ 1 min." in await visitor.read()


async def test_a_clock_set_back_makes_nobody_wait_longer_and_no_agent_gone(house):
    agent = await house.agent()
    taken, reference = await house.waiting_citizen()
    waiting, _ = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    await house.later(hours=-3)
    assert (await taken.status(), await waiting.status()) == (Status.TAKEN, Status.WAITING)
    for _ in range(4):
        await house.known.desk.accounts.seen(agent.id)
        await house.later(seconds=20)
    assert (await taken.status(), await waiting.status()) == (Status.TAKEN, Status.TICKET)
    await house.later(minutes=3)
    assert await taken.status() is Status.WAITING


async def test_an_agent_who_was_gone_before_the_clock_was_set_back_is_found_gone(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    await house.later(hours=-3)
    await house.later(minutes=2)
    assert await visitor.status() is Status.WAITING


async def test_erasing_while_an_agent_answers_leaves_nothing(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    await counter.erase(house.known, visitor.id)
    with pytest.raises(LookupError):
        await house.known.agents.say(by(agent), reference, "1", says("Bonjour"))
    await house.later(minutes=5)
    assert await house.rows(sa.select(requests)) == []


async def test_an_erased_conversation_is_not_told_to_the_engine_again(house):
    visitor = await house.arrive()
    await visitor.say("bonjour")
    await counter.erase(house.known, visitor.id)
    assert house.engine.forgotten == [visitor.id]
    house.engine.answer(visitor.id)
    await house.settle()
    assert await house.known.inbox.next(visitor.id) is None
    assert house.engine.heard == [(visitor.id, "bonjour")]
    # Once more after its last word: it may have remembered it.
    assert house.engine.forgotten == [visitor.id, visitor.id]


async def test_a_conversation_erased_in_the_very_moment_is_not_told_to_the_engine(house):
    class ErasedMeanwhile:
        """The hand-off of a conversation that is gone once it is looked at."""

        async def hold(self, _connection, _conversation_id):
            return None

    visitor = await house.arrive()
    await visitor.say("bonjour")
    assert await Inbox(house.database, house.clock, ErasedMeanwhile()).next(visitor.id) is None


async def test_a_team_that_is_no_more_leaves_its_requests_to_the_first_one(house):
    agent = await house.agent()
    visitor = await house.arrive()
    await visitor.ask_for_a_person(theme="N19810")
    house.teams.write_text(house.teams.read_text("utf-8").replace("etat_civil", "autre"), "utf-8")
    await house.later(seconds=2)
    reference = await visitor.reference()
    assert (await house.known.agents.take(by(agent), reference)).status == Status.TAKEN
