"""Another site, on an origin of its own: serves the pages that a test writes, with the headers it wants."""

from __future__ import annotations

import asyncio


class StrangeSite:
    """A tiny HTTP server on a free loopback port."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[str, dict[str, str]]] = {}
        self._server: asyncio.Server | None = None
        self.origin = ""

    def serve(self, path: str, html: str, headers: dict[str, str]) -> None:
        self._pages[path] = (html, headers)

    async def __aenter__(self) -> StrangeSite:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.origin = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_error) -> None:
        self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("latin-1").partition("?")[0]
            writer.write(self._response(path))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _response(self, path: str) -> bytes:
        html, headers = self._pages.get(path, ("", {}))
        body = html.encode()
        fixed = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
        lines = [f"{name}: {value}" for name, value in (fixed | headers).items()]
        status = "200 OK" if path in self._pages else "404 Not Found"
        return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body
