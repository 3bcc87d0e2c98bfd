"""What one gateway does is seen at once through another, and what connects them may be cut and come back."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.replicas.several import gateways, stream, wander


async def next_text(events, text: str, seconds: float = 10.0) -> float:
    """Seconds until an event with this text came."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        async for event in events:
            if event.get("text") == text:
                return time.monotonic() - began
    raise AssertionError("the stream ended")


async def test_a_stream_at_one_gateway_shows_what_came_through_the_other(settings, engine):
    async with gateways(settings) as clients:
        citizen = await wander(clients[:1])
        async with stream(clients[1], citizen) as events:
            await next_text(events, (await citizen.events())[0]["text"])
            await citizen.say("bonjour")
            # Far below what a look without a signal would take.
            assert await next_text(events, "Vous avez dit : bonjour") < 1.0


async def test_who_erases_through_one_gateway_ends_the_streams_of_the_other(settings, engine):
    async with gateways(settings) as clients:
        citizen = await wander(clients[:1])
        async with stream(clients[1], citizen) as events:
            assert (await citizen.call("DELETE")).status_code == 204
            async with asyncio.timeout(3):
                assert len([event async for event in events]) <= 1


@pytest.mark.parametrize("wire", ["redis"], indirect=True)
async def test_redis_is_cut_and_comes_back(settings, engine, signals):
    async with gateways(settings) as clients:
        citizen = await wander(clients[:1])
        async with stream(clients[1], citizen) as events:
            signals.kill()
            try:
                await citizen.say("sans Redis")
                assert await next_text(events, "Vous avez dit : sans Redis") < 5.0
            finally:
                await asyncio.to_thread(signals.start)
            await healed(citizen, events)


@pytest.mark.parametrize("wire", ["redis"], indirect=True)
async def test_redis_that_answers_nothing_more_is_done_without(settings, engine, signals):
    async with gateways(settings) as clients:
        citizen = await wander(clients[:1])
        async with stream(clients[1], citizen) as events:
            signals.freeze()
            try:
                await citizen.say("Redis figé")
                assert await next_text(events, "Vous avez dit : Redis figé", 15.0) < 10.0
            finally:
                signals.thaw()
            await healed(citizen, events)


async def healed(citizen, events) -> None:
    """Until signals come at once again."""
    async with asyncio.timeout(20):
        for number in range(100):
            await citizen.say(f"de retour {number}")
            if await next_text(events, f"Vous avez dit : de retour {number}") < 0.3:
                return


async def test_postgresql_is_killed_and_comes_back(settings, engine, cluster):
    async with gateways(settings) as clients:
        citizen = await wander(clients)
        await citizen.ask("avant")
        cluster.kill()
        try:
            refused = await citizen.call("POST", "/messages", json={"client_id": "pendant", "text": "pendant"})
            assert refused.status_code in (500, 503)
            assert refused.json()["error"]["message"]
        finally:
            await asyncio.to_thread(cluster.start)
        async with asyncio.timeout(15):
            while (
                await citizen.call("POST", "/messages", json={"client_id": "a", "text": "après"})
            ).status_code != 202:
                await asyncio.sleep(0.1)
        async with stream(clients[1], citizen) as events:
            await next_text(events, "Vous avez dit : après")
            await healed(citizen, events)
