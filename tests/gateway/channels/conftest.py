"""A gateway with the postcards channel, its postal service, and a citizen who writes cards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from guichet.gateway.channels.chats import Chat
from guichet.gateway.services import Services
from guichet.gateway.tokens import new_id
from tests.gateway.channels.postcards import Post, Postcards
from tests.gateway.running import serving


class Writer:
    """A citizen at the address `who`."""

    def __init__(self, http: httpx.AsyncClient, post: Post, who: str, known: Services | None = None) -> None:
        self.http = http
        self.post = post
        self.who = who
        self.known = known

    async def write(self, text: str, number: str = "") -> None:
        await self._send({"number": number or new_id(), "text": text})

    async def press(self, button: str) -> None:
        await self._send({"number": new_id(), "button": button})

    async def _send(self, card: dict) -> None:
        response = await self.http.post("/channels/postcards", json=card | {"from": self.who})
        assert response.status_code == 204, response.text

    async def chat(self) -> Chat:
        """What the gateway knows of this chat."""
        return await self.known.chats.at(Postcards.name, self.who)

    async def reads(self, last: str) -> list[str]:
        """What was brought here, once it ends so."""
        await until(lambda: self.read()[-1:] == [last])
        return self.read()

    def read(self) -> list[str]:
        """What was brought here, but the welcome."""
        texts = self.post.texts(self.who)
        end = next((i for i, text in enumerate(texts) if text.endswith("faire ?")), len(texts) - 1)
        return texts[end + 1 :]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def gateway(settings, post):
    """Starts a gateway; started again, it has the same database."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Writer]:
        made: list[Services] = []

        def channels(known):
            made.append(known)
            return {Postcards.name: Postcards(known, post)}

        async with (
            serving(settings, channels=channels) as url,
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http,
        ):
            yield Writer(http, post, "rue-des-lilas", made[0])

    return start
