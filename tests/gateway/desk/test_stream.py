"""The desk's stream: signals when something is different, an agent's sign of life, an end with the session."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.gateway.desk.answering import someone_asking
from tests.gateway.desk.signing import Browser, signed_in
from tests.gateway.running import arrive

BEAT = 0.1


@pytest.fixture
def heartbeat():
    return BEAT


class Flow:
    """What a page hears."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self) -> str:
        """The name of the next signal; empty when the stream has ended."""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line.startswith("event: "):
                    return line.removeprefix("event: ")
        return ""

    async def until(self, name: str) -> None:
        while (heard := await self.next()) != name:
            assert heard, f"{name} never came"

    async def silent(self, beats: int = 3) -> bool:
        """Whether nothing but signs of life comes for a while."""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line.startswith("event: "):
                    return False
                beats -= line.startswith(":")
                if not beats:
                    return True
        return False


@asynccontextmanager
async def flow(browser: Browser, reference: str = ""):
    headers = {"Accept": "text/event-stream"}
    async with browser.http.stream("GET", "/desk/flux", params={"reference": reference}, headers=headers) as response:
        assert response.status_code == 200
        heard = Flow(response)
        # The first line comes once the page is listened for.
        async with asyncio.timeout(10):
            await anext(heard._lines)
        yield heard


async def test_the_queue_rings_when_it_is_different_and_only_then(camille, http):
    async with flow(camille) as heard:
        talker = await arrive(http)
        await talker.ask("je parle à l'assistant")
        assert await heard.silent()
        await someone_asking(http)
        assert await heard.next() == "queue"


async def test_another_team_does_not_ring(url, settings, hands, http):
    async with signed_in(url, settings, "ines", teams=["etat_civil"], clock=hands) as ines, flow(ines) as heard:
        await someone_asking(http)
        assert await heard.silent()
        await someone_asking(http, "mes papiers, quelqu'un")
        assert await heard.next() == "queue"


async def test_a_request_tells_of_words_notes_and_typing(camille, http):
    citizen, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    async with flow(camille, reference) as heard:
        await citizen.call("POST", "/typing")
        await heard.until("typing")
        await citizen.say("je suis là")
        await heard.until("request")
        await camille.send(f"{path}/note", text="vu")
        await heard.until("request")
        await citizen.call("DELETE")
        await heard.until("gone")
        assert await heard.next() == ""


async def test_the_citizen_learns_that_the_agent_types(camille, http):
    citizen, reference = await someone_asking(http)
    await camille.send(f"/desk/demandes/{reference}/prendre")
    headers = citizen.headers | {"Accept": "text/event-stream"}
    async with http.stream("GET", f"{citizen.path}/events?after=99", headers=headers) as response:
        heard = Flow(response)
        async with asyncio.timeout(10):
            await anext(heard._lines)
        answer = await camille.fetch("POST", f"/desk/demandes/{reference}/ecrit")
        assert answer.status_code == 204
        assert await heard.next() == "typing"


async def test_an_open_page_keeps_its_agent_present(camille, desk, hands):
    (agent,) = await desk.accounts.all()
    async with flow(camille) as heard:
        hands.turn(minutes=10)
        assert await heard.silent(2)
        assert (await desk.accounts.get(agent.id)).last_seen == "2026-03-02T09:10:00.000Z"
    hands.turn(minutes=10)
    await asyncio.sleep(3 * BEAT)
    assert (await desk.accounts.get(agent.id)).last_seen == "2026-03-02T09:10:00.000Z"


async def test_the_stream_ends_with_the_session(camille):
    async with flow(camille) as heard:
        await camille.sign_out()
        assert await heard.next() == "signed_out"
        assert await heard.next() == ""


async def test_a_stream_of_another_team_s_request_is_refused(url, settings, hands, http):
    async with signed_in(url, settings, "ines", teams=["etat_civil"], clock=hands) as ines:
        _, reference = await someone_asking(http)
        for wrong, status in ((reference, 403), ("DEM-2222-22", 404)):
            answer = await ines.read(f"/desk/flux?reference={wrong}", headers={"Accept": "text/event-stream"})
            assert answer.status_code == status
