"""A real HTTP server on loopback, with the answers a test gives it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answers(BaseHTTPRequestHandler):
    """Serves `server.body` at any path, with an ETag, or `server.status` alone."""

    def do_GET(self) -> None:
        self.server.requests.append(dict(self.headers))
        if self.server.status != 200:
            self.send_error(self.server.status)
        elif self.headers.get("If-None-Match") == self.server.etag:
            self.send_response(304)
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("ETag", self.server.etag)
            self.send_header("Content-Length", str(len(self.server.body) + self.server.missing))
            self.end_headers()
            self.wfile.write(self.server.body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the test reads `server.requests`."""


@contextmanager
def serving(body: bytes = b"", status: int = 200, missing: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A server whose `address` is that of a zip; `missing` bytes are announced and never sent."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.body, server.status, server.missing, server.etag, server.requests = body, status, missing, '"un"', []
    server.address = f"http://127.0.0.1:{server.server_port}/part/feed.zip"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
