"""A reverse proxy before a gateway, as good or as bad as a test wants it; one request per connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\nConnection: close\r\n\r\n<p>Wi-Fi</p"
NOWHERE = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 3\r\nConnection: close\r\n\r\n404"


class Proxy:
    """What it does with every call of the `api` (`down`, `portal`, `nowhere`) and with a `stream` (`hold`, `cut`)."""

    def __init__(self, port: int) -> None:
        self.api = "pass"
        self.stream = "pass"
        self.seen: list[str] = []
        self._port = port
        self._freezes = 0

    def count(self, word: str) -> int:
        return sum(word in line for line in self.seen)

    def freeze(self) -> None:
        """From now on nothing more comes by the streams that are open; nobody hangs up."""
        self._freezes += 1

    async def saw(self, word: str, times: int) -> None:
        """Wait until that many calls with this word have come."""
        async with asyncio.timeout(10):
            while self.count(word) < times:
                await asyncio.sleep(0.02)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line for line in head.strip().split("\r\n") if not line.lower().startswith("connection:")]
        length = next((int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0)
        body = await reader.readexactly(length)
        streams = "text/event-stream" in head
        self.seen.append(f"{'STREAM' if streams else 'CALL'} {lines[0]}")
        if "/api/" in lines[0] and self.api == "down":
            return
        if "/api/" in lines[0] and self.api != "pass":
            writer.write({"portal": PORTAL, "nowhere": NOWHERE}[self.api])
            return
        request = "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body
        await self._relay(request, writer, streams)

    async def _relay(self, request: bytes, writer: asyncio.StreamWriter, streams: bool) -> None:
        upstream, out = await asyncio.open_connection("127.0.0.1", self._port)
        out.write(request)
        began = self._freezes
        try:
            while piece := await upstream.read(65536):
                if streams and (self.stream == "hold" or began < self._freezes):
                    continue  # read, and never passed on
                writer.write(piece)
                await writer.drain()
                if streams and self.stream == "cut" and b": \n\n" in piece:
                    return
        finally:
            out.close()


@asynccontextmanager
async def proxying(url: str) -> AsyncIterator[tuple[Proxy, str]]:
    """A proxy before the gateway at this address; gives it and its own address."""
    proxy = Proxy(int(url.rpartition(":")[2]))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield proxy, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
