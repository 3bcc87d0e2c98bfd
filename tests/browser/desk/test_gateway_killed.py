"""The gateway is killed in the middle of a conversation: both pages come back by themselves, and nothing is lost."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from guichet.settings import ROOT
from tests.browser.desk.conftest import line, take_first, write
from tests.browser.desk.test_desk_page import lose_answer
from tests.browser.desk.test_whole_story import behind_page, log, person
from tests.browser.test_widget import ask
from tests.gateway.test_restart import free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")

#: Milliseconds: a process starts, and browsers try again at their own pace.
PATIENCE = 30_000


class Gateway:
    """A gateway as a process of its own, on teams that never close; it can be killed and started again."""

    def __init__(self, settings, port: int) -> None:
        arguments = (settings.var, port, settings.engine_port, 1)
        self._command = [sys.executable, "-m", "tests.simulation.gateway_process", *map(str, arguments)]
        self.url = f"http://127.0.0.1:{port}"
        self._running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        quiet = asyncio.subprocess.DEVNULL
        self._running = await asyncio.create_subprocess_exec(
            *self._command, cwd=ROOT, env=dict(os.environ), stdout=quiet, stderr=quiet
        )
        async with asyncio.timeout(30), httpx.AsyncClient(trust_env=False) as http:
            while not await self._lives(http):
                assert self._running.returncode is None, "the gateway has stopped"
                await asyncio.sleep(0.05)

    async def _lives(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.url}/health/live")).is_success
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        self._running.send_signal(signal.SIGKILL)
        await self._running.wait()

    async def kill_before_it_answers(self, route: Route) -> None:
        """The words are stored, and who sent them does not learn it."""
        await route.fetch()
        await self.kill()
        await route.abort()

    async def killed(self) -> None:
        await self._running.wait()


@pytest_asyncio.fixture(loop_scope="module")
async def gateway(settings, teams):
    process = Gateway(settings, free_port())
    await process.start()
    yield process
    await process.kill()


@pytest.fixture
def url(gateway):
    return gateway.url


async def test_words_said_when_it_dies_and_after_arrive_once_and_in_order(open_counter, open_desk, gateway, http):
    camille, citizen = await open_desk(), await open_counter()
    await ask(citizen, "je veux quelqu'un")
    await take_first(camille)
    await write(camille, "Bonjour")
    await expect(log(citizen)).to_contain_text("Bonjour")
    await citizen.route("**/messages", lose_answer, times=1)
    await ask(citizen, "mon premier")
    await expect(line(camille, "mon premier")).to_be_visible()
    await camille.route("**/dire", gateway.kill_before_it_answers, times=1)
    await write(camille, "votre premier")
    await gateway.killed()
    await ask(citizen, "mon second")
    await write(camille, "votre second")
    await expect(camille.locator(".pending").last).to_contain_text("Pas encore parti")
    await expect(camille.locator("[data-connection]")).to_contain_text("Connexion perdue")
    await expect(citizen.locator("[part=status]")).to_be_visible()
    await gateway.start()
    await back_again(citizen, camille)
    await still_talking(citizen, camille)
    check(await (await behind_page(citizen, http)).events())


async def back_again(citizen, camille) -> None:
    """Each sees the words of both, once."""
    for words in ("mon premier", "mon second", "votre premier", "votre second"):
        await expect(line(camille, words)).to_have_count(1, timeout=PATIENCE)
        await expect(citizen.locator(".entry .words", has_text=words)).to_have_count(1, timeout=PATIENCE)
    await expect(camille.locator(".pending")).to_have_count(0)
    await expect(camille.locator("[data-connection]")).to_be_empty(timeout=PATIENCE)
    await expect(person(citizen)).to_have_text("Vous parlez avec Camille")


async def still_talking(citizen, camille) -> None:
    await ask(citizen, "vous revoilà")
    await expect(line(camille, "vous revoilà")).to_be_visible(timeout=PATIENCE)
    await write(camille, "Oui")
    await expect(citizen.locator(".entry .words", has_text="Oui")).to_be_visible(timeout=PATIENCE)


def check(events: list[dict]) -> None:
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert said(events, "citizen") == ["je veux quelqu'un", "mon premier", "mon second", "vous revoilà"]
    assert said(events, "agent") == ["Bonjour", "votre premier", "votre second", "Oui"]
    assert [event["owner"] for event in events if event["kind"] == "handoff"] == ["waiting", "agent"]


def said(events: list[dict], author: str) -> list[str]:
    return [event["text"] for event in events if event["author"] == author]
