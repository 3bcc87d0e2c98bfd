"""Several gateways in one event loop, and citizens whose every call goes to another one, as behind a load balancer."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import msgspec

from guichet.settings import Settings
from tests.gateway.running import Citizen, serving


@asynccontextmanager
async def gateways(settings: Settings, count: int = 2, **options) -> AsyncIterator[list[httpx.AsyncClient]]:
    """A client of each."""
    async with AsyncExitStack() as stack:
        urls = [await stack.enter_async_context(serving(settings, **options)) for _ in range(count)]
        clients = [httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) for url in urls]
        yield [await stack.enter_async_context(client) for client in clients]


class Wanderer(Citizen):
    """A citizen whose calls go round."""

    def __init__(self, clients: Sequence[httpx.AsyncClient], conversation_id: str, token: str) -> None:
        super().__init__(clients[0], conversation_id, token)
        self._round = itertools.cycle(clients)

    def go_to(self, *clients: httpx.AsyncClient) -> None:
        """From now on, to these only."""
        self._round = itertools.cycle(clients)

    async def call(self, method: str, rest: str = "", **options) -> httpx.Response:
        self.http = next(self._round)
        return await super().call(method, rest, **options)


async def wander(clients: Sequence[httpx.AsyncClient]) -> Wanderer:
    """A new conversation, opened at the first gateway."""
    opened = (await clients[0].post("/api/conversations")).json()
    return Wanderer(clients, opened["id"], opened["token"])


@asynccontextmanager
async def stream(http: httpx.AsyncClient, citizen: Citizen, after: int = 0) -> AsyncIterator[AsyncIterator[dict]]:
    """The events of a conversation as one gateway streams them; typing comes as `{"typing": name}`."""
    headers = citizen.headers | {"Accept": "text/event-stream"}
    where = f"{citizen.path}/events"
    async with http.stream("GET", where, params={"after": after}, headers=headers, timeout=30) as response:
        lines = response.aiter_lines()
        await anext(lines)  # the first sign of life: it listens
        yield _events(lines)


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[dict]:
    async for line in lines:
        if line.startswith("data: "):
            data = msgspec.json.decode(line.removeprefix("data: "))
            yield data if "seq" in data else {"typing": data["agent"]}


async def answers(citizen: Citizen, count: int, seconds: float = 20.0) -> list[dict]:
    """What the bot said after its welcome, once it has said that much."""
    async with asyncio.timeout(seconds):
        while True:
            events = await citizen.events(1)
            said = [event for event in events if event["author"] != "citizen"]
            if len(said) >= count:
                return said
            await asyncio.sleep(0.05)
