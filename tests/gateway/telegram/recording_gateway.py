"""A gateway that only notes what it is brought, and refuses what a test wants refused."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections import defaultdict

from sanic import Request, Sanic, json

from tests.gateway.running import hang_up

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class RecordingGateway:
    """`texts` as they came; `statuses[text]` answers other than 200; `held[text]` waits before it answers."""

    def __init__(self, secret: str) -> None:
        self.texts: list[str] = []
        self.updates: list[dict] = []
        self.statuses: dict[str, int] = {}
        self.held: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._secret = secret
        self._server = None
        self._changed = asyncio.Event()
        self.port = 0

    async def start(self) -> None:
        """On a free port, and on the same one again after a stop."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        app = Sanic(f"recording-{secrets.token_hex(8)}", configure_logging=False)
        # Sanic would compile its own methods anew, once for each application of a process.
        app.config.TOUCHUP = False
        app.add_route(self._take, "/channels/telegram", methods=["POST"])
        self._server = await app.create_server(sock=listener, return_asyncio_server=True)
        await self._server.startup()
        await self._server.start_serving()

    async def stop(self) -> None:
        self._server.close()
        await hang_up(list(self._server.connections))

    async def got(self, count: int, timeout: float = 10) -> list[str]:
        """The texts, once there are that many. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            while len(self.texts) < count:
                self._changed.clear()
                await self._changed.wait()
        return self.texts

    async def _take(self, request: Request):
        if request.headers.get(SECRET_HEADER) != self._secret:
            return json({}, status=403)
        update = request.json
        text = update["message"]["text"]
        self._note(text, update)
        if text in self.held:
            await self.held[text].wait()
        return json({}, status=self.statuses.get(text, 200))

    def _note(self, text: str, update: dict) -> None:
        self.texts.append(text)
        self.updates.append(update)
        self._changed.set()
