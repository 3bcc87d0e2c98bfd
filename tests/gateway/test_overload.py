"""Too much to do: refused politely before it is accepted, and nothing that was accepted is lost."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace

import httpx
import pytest

from guichet.gateway.limits import TABS, Load, Places
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
    """A counter where one message may wait, and an engine that is stuck."""
    engine.behaviour = Stuck()
    async with (
        serving(replace(settings, most_waiting=1)) as url,
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
            await asyncio.sleep(0.1)  # a count is good for a second


async def test_what_is_refused_says_when_to_come_back_and_what_was_accepted_is_answered(crowd, engine):
    accepted, refused, response = await fill(crowd)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "overloaded"
    assert "appelez le 15" in response.json()["error"]["message"]
    assert int(response.headers["retry-after"]) > 0
    assert len(accepted) >= 2
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


async def test_the_load_is_counted_once_a_second():
    counted = []

    async def count(most):
        counted.append(most)
        return 5

    load = Load(4, count)
    assert [await load.too_much() for _ in range(50)] == [True] * 50
    assert counted == [5]
