"""How fast messages leave: bursts, rates, and the waits that Telegram asks for."""

from __future__ import annotations

import asyncio
import time

import pytest

from guichet.gateway.channels.telegram.calling.pacing import Pace


async def turns(pace: Pace, *addresses: str, light: bool = False) -> list[float]:
    """When each turn came, in seconds from the start, in the order of coming."""
    begun, times = time.monotonic(), []

    async def one(address: str) -> None:
        await pace.turn(address, light)
        times.append(time.monotonic() - begun)

    await asyncio.gather(*(one(address) for address in addresses))
    return times


def busiest(times: list[float], seconds: float) -> int:
    """The most turns within any span of so many seconds."""
    return max(sum(start <= other < start + seconds for other in times) for start in times)


async def test_a_chat_has_a_burst_and_then_a_rate():
    times = await turns(Pace(per_chat=(3, 0.6)), *["ana"] * 6)
    assert times[2] < 0.15
    assert [later >= bound for later, bound in zip(times[3:], (0.18, 0.38, 0.58), strict=True)] == [True] * 3
    assert times[-1] < 1.2


async def test_chats_do_not_wait_for_each_other():
    pace = Pace(per_chat=(1, 5.0))
    await pace.turn("ana")
    slow = asyncio.create_task(pace.turn("ana"))
    times = await turns(pace, "bob", "eve", "zoe")
    assert times[-1] < 0.5
    assert not slow.done()
    slow.cancel()


async def test_all_chats_together_have_a_rate():
    times = await turns(Pace(overall=(2, 0.1)), *(f"chat {number}" for number in range(12)))
    assert times[-1] >= 0.45
    assert busiest(times, 0.1) <= 5


async def test_the_usual_pace_stays_below_what_telegram_takes():
    times = await turns(Pace(), *(f"chat {number}" for number in range(45)))
    assert busiest(times, 1.0) <= 30
    assert times[-1] < 2.5


async def test_a_change_to_what_is_there_does_not_count_for_the_chat():
    pace = Pace(per_chat=(1, 5.0))
    await pace.turn("ana")
    assert (await turns(pace, *["ana"] * 4, light=True))[-1] < 0.5


@pytest.mark.parametrize("light", [False, True])
async def test_the_wait_that_telegram_asks_for_is_for_that_chat_only(light):
    pace = Pace()
    pace.hold("ana", 0.3)
    assert 0.2 < pace.held("ana") <= 0.3
    assert (await turns(pace, "bob", light=light))[0] < 0.1
    assert (await turns(pace, "ana", light=light))[0] >= 0.15
    assert pace.held("ana") == 0


async def test_several_chats_refused_at_once_hold_all_of_them():
    pace = Pace()
    for address in ("ana", "bob", "bob"):
        pace.hold(address, 0.4)
    assert pace.held("eve") == 0
    pace.hold("zoe", 0.4)
    assert (await turns(pace, "eve"))[0] >= 0.3
    assert pace.held("eve") == 0


async def test_who_waits_takes_nobody_s_turn():
    pace = Pace(overall=(1, 0.1))
    pace.hold("ana", 0.8)
    waiting = asyncio.create_task(pace.turn("ana"))
    await asyncio.sleep(0)
    begun = time.monotonic()
    for address in ("bob", "eve", "zoe", "lou"):
        await pace.turn(address)
    assert time.monotonic() - begun < 0.55
    assert not waiting.done()
    waiting.cancel()


async def test_a_wait_that_comes_while_waiting_counts_and_a_shorter_one_changes_nothing():
    pace = Pace()
    pace.hold("ana", 0.1)
    waiting = asyncio.create_task(turns(pace, "ana"))
    await asyncio.sleep(0)
    pace.hold("ana", 0.3)
    pace.hold("ana", 0.05)
    assert (await waiting)[0] >= 0.28


async def test_silent_chats_are_forgotten_and_busy_ones_are_not():
    pace = Pace(per_chat=(1, 1.0), overall=(1_000, 0.1), many=10)
    await turns(pace, *(f"chat {number}" for number in range(10)))
    await asyncio.sleep(0.7)
    await pace.turn("ana")
    await asyncio.sleep(0.4)
    begun = time.monotonic()
    await turns(pace, *(f"other {number}" for number in range(10)))
    assert len(pace) == 11
    await pace.turn("ana")
    assert time.monotonic() - begun >= 0.3
