"""HTTP on loopback, by h11, in the loop of the test: a handler answers a request, or lets the connection drop."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import unquote

import h11


@dataclass(frozen=True)
class Request:
    """`headers` have small letters."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


#: A status and a JSON body, or None to drop the connection without an answer.
Handler = Callable[[Request], Awaitable[tuple[int, dict] | None]]


class HttpServer:
    """Keeps connections alive, as the real one does."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task] = set()
        self.port = 0

    async def start(self) -> None:
        """On a free port, and on the same one again after a stop."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            self._server = None
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._open.add(task)
        try:
            # Cancelled by `stop`, which waits for it.
            with contextlib.suppress(ConnectionError, h11.ProtocolError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while request := await _read(connection, reader):
            answer = await self._handler(request)
            if answer is None:
                return
            writer.write(_written(connection, *answer))
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE:
                return
            connection.start_next_cycle()


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head, body = None, []
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65_536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage) and head:
            path, _, query = head.target.decode().partition("?")
            headers = {name.decode(): value.decode() for name, value in head.headers}
            return Request(head.method.decode(), unquote(path), query, headers, b"".join(body))
        else:
            return None


def _written(connection: h11.Connection, status: int, answer: dict) -> bytes:
    body = json.dumps(answer).encode()
    head = h11.Response(
        status_code=status,
        headers=[("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
    )
    return b"".join(connection.send(event) for event in (head, h11.Data(data=body), h11.EndOfMessage()))
