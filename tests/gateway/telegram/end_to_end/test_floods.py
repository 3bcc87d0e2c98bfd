"""Telegram says that it is too much: everything arrives all the same, once, in order, and nobody insists."""

from __future__ import annotations

import asyncio

from guichet.gateway.channels.telegram.calling.pacing import Pace
from tests.gateway.telegram.end_to_end import script
from tests.gateway.telegram.end_to_end.counter import PATIENCE, open_counter, reads, whole


async def test_thirty_people_with_long_answers_while_telegram_takes_two_messages_in_three_seconds(
    settings, bot_api, engine
):
    engine.behaviour = script.at_length
    bot_api.limits(per_chat=(2, 3.0), overall=(40, 1.0))
    people = [bot_api.person(f"Personne {number}") for number in range(30)]
    async with open_counter(settings, bot_api, pace=Pace()):
        await asyncio.gather(*(person.says("bonjour") for person in people))
        for person in people:
            await person.sees(lambda _, person=person: whole(person) == f"Réponse à bonjour. {script.LONG}", PATIENCE)
            assert len(person.messages) == 3
    assert [call for call in bot_api.calls if "Too Many Requests" in call.error]
    assert bot_api.complaints == []


async def test_without_a_limit_of_ours_telegram_s_own_is_obeyed(settings, bot_api, engine):
    """The same storm where only the answers of Telegram slow us down."""
    bot_api.limits(per_chat=(1, 1.0))
    people = [bot_api.person(f"Personne {number}") for number in range(10)]
    async with open_counter(settings, bot_api):
        await asyncio.gather(*(person.says("bonjour") for person in people))
        for person in people:
            await reads(person, "Vous avez dit : bonjour")
    assert bot_api.complaints == []


async def test_a_chat_that_has_to_wait_long_keeps_nobody_waiting(settings, bot_api, engine):
    ana, bob = bot_api.person("Ana"), bot_api.person("Bob")
    async with open_counter(settings, bot_api):
        await ana.says("un")
        await reads(ana, "Vous avez dit : un")
        bot_api.fail("sendMessage", code=429, retry_after=60, chat=ana)
        await ana.says("deux")
        await bot_api.until(lambda: any(call.error for call in bot_api.called("sendMessage", ana)), PATIENCE)
        for word in ("un", "deux", "trois"):
            await bob.says(word)
        await reads(bob, *(f"Vous avez dit : {word}" for word in ("un", "deux", "trois")))
        assert len(ana.messages) == 2
    assert bot_api.complaints == []


async def test_what_telegram_asked_for_is_remembered_over_a_restart(settings, bot_api, ana):
    async with open_counter(settings, bot_api) as counter:
        await ana.says("un")
        await reads(ana, "Vous avez dit : un")
        bot_api.fail("sendMessage", code=429, retry_after=2, chat=ana)
        await ana.says("deux")
        await counter.noted(ana, "not_before")
    async with open_counter(settings, bot_api):
        await reads(ana, "Vous avez dit : un", "Vous avez dit : deux")
    assert bot_api.complaints == []
