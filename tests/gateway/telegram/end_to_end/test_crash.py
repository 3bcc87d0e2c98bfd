"""The gateway dies while it writes to Telegram, or stops in order: at the next start each message is there once."""

from __future__ import annotations

import asyncio
import random
import signal

import pytest

from tests.gateway.telegram.end_to_end.counter import PATIENCE, Process, reads

#: How often it is killed, and the most messages that leave in between.
KILLS, MOST = 4, 12


async def twice(_sender: str, text: str) -> list[dict]:
    return [{"text": f"D'abord {text}."}, {"text": f"Puis {text}."}]


def answers(*texts: str) -> list[str]:
    return [answer for text in texts for answer in (f"D'abord {text}.", f"Puis {text}.")]


@pytest.fixture
async def gateway(tmp_path, engine, bot_api):
    """Running; killed at the end if it still is."""
    engine.behaviour = twice
    process = Process(tmp_path, engine.port, bot_api)
    await process.start()
    yield process
    await process.end()
    assert "Traceback" not in process.log
    assert bot_api.token not in process.log


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
async def test_what_arrived_without_an_answer_is_there_once_and_the_rest_follows(gateway, bot_api, ana, how):
    await ana.says("un")
    await reads(ana, *answers("un"))
    with bot_api.hold("sendMessage") as held:
        await ana.says("deux")
        await held.until(1, PATIENCE)
        await ana.says("trois")
        await gateway.end(how)
    await gateway.start()
    await reads(ana, *answers("un", "deux", "trois"))


async def test_what_did_not_arrive_before_a_crash_does_after_it(gateway, bot_api, ana):
    await ana.says("un")
    await reads(ana, *answers("un"))
    bot_api.cut("sendMessage", applied=False)
    await ana.says("deux")
    await bot_api.until(lambda: len(bot_api.called("sendMessage")) > 3, PATIENCE)
    await gateway.end()
    await gateway.start()
    await reads(ana, *answers("un", "deux"))


async def test_what_was_written_while_the_gateway_was_away_is_answered_when_it_is_back(gateway, ana):
    await ana.says("un")
    await reads(ana, *answers("un"))
    assert await gateway.end(signal.SIGINT) == 0
    await ana.says("deux")
    await ana.says("trois")
    await gateway.start()
    await reads(ana, *answers("un", "deux", "trois"))


async def test_killed_at_any_moment_of_twenty_conversations_it_says_each_thing_once_and_in_order(gateway, bot_api):
    chance = random.Random(6)
    people = [bot_api.person(f"Personne {number}") for number in range(20)]
    words = ("un", "deux", "trois")
    talks = asyncio.gather(*(talk(person, words, chance) for person in people))
    for _ in range(KILLS):
        left = len(bot_api.called("sendMessage")) + chance.randint(1, MOST)
        await bot_api.until(lambda left=left: len(bot_api.called("sendMessage")) >= left, PATIENCE)
        await gateway.spare(2)
        await gateway.end()
        await gateway.start()
    await talks
    for person in people:
        await reads(person, *answers(*words))
    assert bot_api.complaints == []


async def talk(person, words, chance) -> None:
    for word in words:
        await asyncio.sleep(chance.uniform(0, 1))
        await person.says(word)
        await person.sees(f"Puis {word}.", 6 * PATIENCE)
