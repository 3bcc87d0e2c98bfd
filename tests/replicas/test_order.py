"""Messages of a conversation that come through different gateways: each answered once, in order, one at a time."""

from __future__ import annotations

import asyncio
import random

from tests.replicas.several import answers, gateways, wander


async def slow(_sender: str, message: str) -> list[dict]:
    await asyncio.sleep(random.uniform(0, 0.02))
    return [{"text": f"réponse à {message}"}]


async def test_messages_that_alternate_between_gateways_keep_their_order(settings, engine):
    engine.behaviour = slow
    async with gateways(settings, 3) as clients:
        citizens = [await wander(clients) for _ in range(6)]

        async def talk(citizen) -> list[str]:
            for number in range(12):
                await citizen.say(f"message {number}")
            return [event["text"] for event in await answers(citizen, 12)]

        said = await asyncio.gather(*(talk(citizen) for citizen in citizens))
        assert said == [[f"réponse à message {number}" for number in range(12)]] * 6
        for citizen in citizens:
            events = await citizen.events()
            assert [event["seq"] for event in events] == list(range(1, 26))
    assert engine.overlaps == 0
    assert len(engine.heard) == 72


async def test_the_same_message_through_two_gateways_is_one(settings, engine):
    async with gateways(settings) as clients:
        citizen = await wander(clients)
        body = {"client_id": "once", "text": "bonjour"}
        sent = [citizen.call("POST", "/messages", json=body) for _ in range(10)]
        numbers = {response.json()["seq"] for response in await asyncio.gather(*sent)}
        assert numbers == {2}
        await answers(citizen, 1)
        assert [event["seq"] for event in await citizen.events()] == [1, 2, 3]
    assert len(engine.heard) == 1


async def test_gateways_that_start_on_an_empty_database_together_make_its_tables_once(settings, databases):
    from guichet.gateway.database import Database

    url = databases.cluster.create("empty")
    several = [Database(url) for _ in range(4)]
    await asyncio.gather(*(database.migrate() for database in several))
    await asyncio.gather(*(database.close() for database in several))
    assert databases.cluster.run("SELECT count(*) FROM conversations", "empty") == "0"
    databases.cluster.drop("empty")
