"""Too much to do: refused politely before it is accepted, and nothing that was accepted is lost."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace

import httpx
import pytest

from guichet.gateway.access import LATEST, SOONEST
from guichet.gateway.limits import FULL, TABS, Load, Places
from tests.gateway.running import arrive, serving


class Stuck:
    """An engine that answers when it is let go."""

    def __init__(self):
        self.gate = asyncio.Event()

    async def __call__(self, _sender, message):
        await self.gate.wait()
        return [{"text": f"Réponse à {message}"}]


@pytest.fixture
async def crowd(settings, engine):
    """A counter where two messages may wait, and an engine that is stuck."""
    engine.behaviour = Stuck()
    async with (
        serving(replace(settings, most_waiting=2)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http,
    ):
        yield http
        engine.behaviour.gate.set()


async def fill(http):
    """Messages of several people until one is refused: those accepted, and the refusal."""
    accepted = []
    async with asyncio.timeout(15):
        while True:
            citizen = await arrive(http)
            response = await citizen.call("POST", "/messages", json={"client_id": "c1", "text": "bonjour"})
            if response.status_code != 202:
                return accepted, citizen, response
            accepted.append(citizen)


async def test_what_is_refused_says_when_to_come_back_and_what_was_accepted_is_answered(crowd, engine):
    accepted, refused, response = await fill(crowd)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "overloaded"
    assert "appelez le 15" in response.json()["error"]["message"]
    assert SOONEST <= int(response.headers["retry-after"]) <= LATEST
    assert len(accepted) == 2
    assert [e["kind"] for e in await refused.events(1)] == []
    engine.behaviour.gate.set()
    for citizen in accepted:
        answers = await citizen.answers(1)
        assert [event["text"] for event in answers] == ["Réponse à bonjour"]


async def test_a_message_that_was_accepted_is_acknowledged_again(crowd):
    accepted, _, _ = await fill(crowd)
    again = await accepted[0].call("POST", "/messages", json={"client_id": "c1", "text": "bonjour"})
    assert (again.status_code, again.json()) == (202, {"seq": 2})


async def test_a_page_without_javascript_says_it_too(crowd):
    await fill(crowd)
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    response = await crowd.post("/demo/sans-js/", data={"text": "bonjour", "once": "x"}, headers=headers)
    assert response.status_code == 503
    assert "Beaucoup de personnes nous écrivent en ce moment" in response.text
    assert "bonjour" in response.text


async def test_everybody_together_has_a_rate(settings):
    async with (
        serving(replace(settings, rate_for_all=3)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        statuses = [(await http.post("/api/conversations")).status_code for _ in range(4)]
    assert statuses == [201, 201, 201, 429]


async def test_a_conversation_holds_so_many_streams_and_gives_them_back(http):
    citizen = await arrive(http)
    stream = {"headers": citizen.headers | {"Accept": "text/event-stream"}}
    async with AsyncExitStack() as opened:
        for _ in range(TABS):
            response = await opened.enter_async_context(http.stream("GET", f"{citizen.path}/events", **stream))
            assert response.status_code == 200
        refused = await citizen.call("GET", "/events", headers=stream["headers"])
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
        assert (await citizen.call("GET", "/events", params={"after": 1, "wait": 1})).status_code == 503
        assert len(await citizen.events()) == 1
        another = await arrive(http)
        assert await another.events(1, wait=0.05) == []
    async with asyncio.timeout(10):
        while (await citizen.call("GET", "/events", params={"after": 1, "wait": 0.01})).status_code == 503:
            await asyncio.sleep(0.05)


def test_an_address_has_a_part_of_the_places_and_leaves_nothing_behind():
    places = Places(8)
    with ExitStack() as taken:
        wanted = (("a", "1"), ("a", "2"), ("a", "3"), ("b", "4"))
        assert [taken.enter_context(places.taken(*who)) for who in wanted] == [True, True, False, True]
        assert len(places) == 3
    assert len(places) == 0
    assert not places._taken


class Stored:
    """Messages that wait; `counted`: how often somebody asked."""

    def __init__(self, waiting=0):
        self.waiting = waiting
        self.counted = 0

    async def __call__(self, most):
        self.counted += 1
        await asyncio.sleep(0)
        return min(self.waiting, most)


async def enter(load, stored):
    """Whether one more was let in and stored."""
    async with load.entering() as free:
        await asyncio.sleep(0)
        stored.waiting += free
    return free


async def test_of_a_crowd_that_comes_at_once_as_many_are_let_in_as_there_is_room():
    stored = Stored(waiting=3)
    load = Load(10, stored)
    assert sum(await asyncio.gather(*(enter(load, stored) for _ in range(200)))) == 7
    assert stored.counted == 1


async def test_who_is_let_in_and_not_stored_yet_takes_a_place():
    stored = Stored()
    load = Load(2, stored)
    async with load.entering() as first, load.entering() as second:
        await asyncio.sleep(FULL)
        assert [first, second, await enter(load, stored)] == [True, True, False]
    assert stored.counted == 2


async def test_what_was_answered_makes_room_without_waiting_for_the_next_second():
    stored = Stored(waiting=2)
    load = Load(2, stored)
    assert not await enter(load, stored)
    stored.waiting = 0
    async with asyncio.timeout(1):
        while not await enter(load, stored):
            await asyncio.sleep(FULL / 4)


@pytest.mark.parametrize("hosts", [["127.0.0.1"], ["127.0.0.1", "localhost"]])
async def test_each_engine_has_its_own_messages_that_wait(settings, engine, hosts):
    engine.behaviour = Stuck()
    engines = " ".join(f"http://{host}:{engine.port}" for host in hosts)
    several = replace(settings, most_waiting=1, engine_at=engines)
    async with serving(several) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http:
        assert len((await fill(http))[0]) == len(hosts)
        engine.behaviour.gate.set()
