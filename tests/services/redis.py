"""A Redis of our own, which keeps nothing."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import Service, binary


class RedisServer(Service):
    """Redis on loopback."""

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        quiet = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        return [binary("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port), *quiet]

    def answers(self) -> bool:
        try:
            return self._ask(b"PING").startswith(b"+PONG")
        except OSError:
            return False

    def forget(self) -> None:
        """Leave nothing of what was stored."""
        self._ask(b"FLUSHALL")

    def _ask(self, command: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
            connection.sendall(command + b"\r\n")
            return connection.recv(16)


@contextmanager
def redis() -> Iterator[RedisServer]:
    """A Redis that runs; it may be stopped, killed and started again inside the block."""
    with tempfile.TemporaryDirectory(prefix="guichet-redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()
