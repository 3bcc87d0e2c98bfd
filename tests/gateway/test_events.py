"""Reading events: lists, long polls, and streams that resume where they were cut."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager

import httpx

from tests.gateway.running import arrive, serving


@asynccontextmanager
async def listening(citizen, query: str = "", **headers):
    """An open stream; gives a coroutine function that reads the next event as (id, data)."""
    sent = citizen.headers | {"Accept": "text/event-stream"} | headers
    async with citizen.http.stream("GET", f"{citizen.path}/events{query}", headers=sent) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()

        async def following() -> tuple[str, dict] | None:
            fields: dict[str, str] = {}
            async for line in lines:
                if not line and fields:
                    return fields["id"], json.loads(fields["data"])
                name, _, value = line.partition(": ")
                if name:  # a line that starts with a colon is a comment
                    fields[name] = value
            return None

        async with asyncio.timeout(10):
            yield following


async def test_a_list_holds_what_comes_after(citizen):
    await citizen.ask("un")
    assert [event["seq"] for event in await citizen.events()] == [1, 2, 3]
    assert [event["seq"] for event in await citizen.events(after=2)] == [3]
    assert await citizen.events(after=3) == []


async def test_a_long_poll_returns_at_the_first_event(citizen):
    loop = asyncio.get_running_loop()
    began = loop.time()
    waiting = asyncio.create_task(citizen.events(after=1, wait=20))
    await asyncio.sleep(0.05)
    await citizen.say("bonjour")
    assert [event["author"] for event in await waiting][:1] == ["citizen"]
    assert loop.time() - began < 5


async def test_a_long_poll_ends_empty_when_its_time_is_up(citizen):
    assert await citizen.events(after=1, wait=0.1) == []


async def test_a_stream_gives_the_past_then_the_present(citizen):
    await citizen.ask("avant")
    async with listening(citizen) as following:
        assert [(await following())[0] for _ in range(3)] == ["1", "2", "3"]
        await citizen.say("pendant")
        number, event = await following()
        assert (number, event["text"], event["author"]) == ("4", "pendant", "citizen")
        assert (await following())[1]["text"] == "Vous avez dit : pendant"


async def test_a_cut_stream_resumes_without_loss_or_repeat(citizen):
    await citizen.ask("un")
    async with listening(citizen, "?after=1") as following:
        assert (await following())[0] == "2"
    await citizen.ask("deux")
    async with listening(citizen, "?after=1", **{"Last-Event-ID": "2"}) as following:
        assert [(await following())[0] for _ in range(3)] == ["3", "4", "5"]


async def test_a_stream_hears_only_its_conversation(http, citizen):
    other = await arrive(http)
    async with listening(citizen, "?after=1") as following:
        await other.ask("pas pour vous")
        await citizen.say("pour vous")
        assert (await following())[1]["text"] == "pour vous"


async def test_a_stream_ends_when_the_conversation_is_erased(citizen):
    async with listening(citizen, "?after=1") as following:
        await asyncio.sleep(0.05)
        await citizen.call("DELETE")
        assert await following() is None


async def test_a_silent_stream_shows_that_it_lives(settings):
    async with serving(settings, heartbeat=0.05) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
        headers = citizen.headers | {"Accept": "text/event-stream"}
        async with http.stream("GET", f"{citizen.path}/events?after=1", headers=headers) as response:
            lines = response.aiter_lines()
            async with asyncio.timeout(5):
                comments = [line for line in [await anext(lines) for _ in range(6)] if line]
    assert comments == [": "] * 3


async def test_a_client_that_leaves_is_forgotten(http, citizen):
    async with listening(citizen) as following:
        await following()
        assert "guichet_listeners 1" in (await http.get("/metrics")).text
    async with asyncio.timeout(5):
        while "guichet_listeners 0" not in (await http.get("/metrics")).text:
            await citizen.say("toujours là ?")
            await asyncio.sleep(0.05)
