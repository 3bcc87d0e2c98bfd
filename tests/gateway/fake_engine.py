"""A stand-in for the Rasa engine: a real HTTP server that answers, waits, fails or hangs up as a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

#: What a test plugs in: (sender, message) → replies, or bytes to send as they are, or None to hang up.
Behaviour = Callable[[str, str], Awaitable[Any]]


async def echo(_sender: str, message: str) -> list[dict]:
    return [{"text": f"Vous avez dit : {message}"}]


class FakeEngine:
    """Rasa's REST channel on a free loopback port; `heard` keeps what came in, in order."""

    def __init__(self, behaviour: Behaviour = echo) -> None:
        self.behaviour = behaviour
        self.heard: list[tuple[str, str]] = []
        self.forgotten: list[str] = []
        self.heads: list[str] = []
        self.model = "guichet-0123456789abcdef.tar.gz"
        self.busy: dict[str, int] = {}
        self.most_busy = 0
        self.overlaps = 0
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, port: int = 0) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next((int(h[15:]) for h in head.lower().split("\r\n") if h.startswith("content-length:")), 0)
            body = await reader.readexactly(length)
            if head.startswith("DELETE"):
                self.forgotten.append(head.split(" ")[1].rpartition("/")[2])
            self.heads.append(head)
            if head.startswith("GET /webhooks/rest/model "):
                answer = json.dumps({"model": self.model}).encode()
            else:
                answer = await self._answer(body) if head.startswith("POST") else b'"Hello from Rasa"'
            if answer is not None:
                writer.write(answer if answer.startswith(b"HTTP/") else _response(answer))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, body: bytes) -> bytes | None:
        message = json.loads(body)
        sender, text = message["sender"], message["message"]
        self.heard.append((sender, text))
        self.busy[sender] = self.busy.get(sender, 0) + 1
        self.overlaps += self.busy[sender] > 1
        self.most_busy = max(self.most_busy, sum(self.busy.values()))
        try:
            replies = await self.behaviour(sender, text)
        finally:
            self.busy[sender] -= 1
        return replies if replies is None or isinstance(replies, bytes) else json.dumps(replies).encode()


def _response(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return head.encode() + b"\r\n" + body


def timed(replies: list[dict], timing: str) -> bytes:
    """A whole response in which the engine tells of its own work."""
    body = json.dumps(replies).encode()
    head = f"HTTP/1.1 200 OK\r\nServer-Timing: {timing}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def status(code: int) -> bytes:
    """A whole response with an error status and a body that must not reach a citizen."""
    body = b'{"traceback": "secret internals"}'
    return b"HTTP/1.1 %d Oops\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (code, len(body), body)
