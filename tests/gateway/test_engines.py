"""Several engines: a conversation keeps its own, and does without it when it is gone."""

from __future__ import annotations

from collections import Counter

import pytest

from guichet.gateway.engine import EngineClient, EngineError
from guichet.gateway.engines import by_preference
from tests.gateway.fake_engine import FakeEngine

URLS = [f"http://moteur-{number}:5005" for number in range(4)]


@pytest.fixture
async def pair():
    engines = [FakeEngine(), FakeEngine()]
    for engine in engines:
        await engine.start()
    yield engines
    for engine in engines:
        await engine.stop()


@pytest.fixture
async def client(pair):
    made = EngineClient(" ".join(engine.url for engine in pair), answer_timeout=2.0, retry_delay=0.01)
    yield made
    await made.close()


def test_conversations_are_shared_out():
    firsts = Counter(by_preference(URLS, f"conversation {number}")[0] for number in range(1000))
    assert set(firsts) == set(URLS)
    assert min(firsts.values()) > 180


def test_only_the_conversations_of_an_engine_that_goes_move():
    for number in range(200):
        order = by_preference(URLS, f"conversation {number}")
        assert by_preference(order[:1] + order[2:], f"conversation {number}")[0] == order[0]
        assert by_preference(order[1:], f"conversation {number}") == order[1:]


async def test_a_conversation_stays_with_its_engine(client, pair):
    for _ in range(5):
        await client.send("la_mienne", "bonjour")
    assert sorted(len(engine.heard) for engine in pair) == [0, 5]


async def test_another_engine_takes_over_when_one_is_gone(client, pair):
    await client.send("la_mienne", "bonjour")
    (own,) = (engine for engine in pair if engine.heard)
    await own.stop()
    await client.send("la_mienne", "encore là ?")
    assert [len(engine.heard) for engine in pair] == [1, 1]
    assert await client.alive()


async def test_every_engine_that_is_there_forgets(client, pair):
    await client.forget("la_mienne")
    assert [engine.forgotten for engine in pair] == [["la_mienne"], ["la_mienne"]]
    await pair[0].stop()
    await client.forget("une_autre")
    assert pair[1].forgotten == ["la_mienne", "une_autre"]


async def test_without_any_engine_nothing_is_forgotten(client, pair):
    for engine in pair:
        await engine.stop()
    with pytest.raises(EngineError, match="refused"):
        await client.forget("la_mienne")
    assert not await client.alive()
