"""Carries the signals of `broadcast.py` between gateways, as fast as there is a wire, and heals by itself.

A signal only makes somebody look. Where a wire is cut, everybody looks again and again instead; whatever it was that
could not be told is in SQL.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol

import msgspec

from guichet.gateway.broadcast import Broadcast

logger = logging.getLogger(__name__)

#: Seconds between two looks without a wire; between two signs of life on one; of silence after which it is cut.
LOOK, HEARTBEAT, SILENCE = 1.5, 2.0, 6.0

#: Topics in one signal, so that it is below 8,000 bytes, PostgreSQL's limit; and those kept for when a wire is back.
AT_ONCE, MOST = 20, 10_000


class Line(Protocol):
    """An open wire; each call raises something when it is cut."""

    async def send(self, signal: str) -> None:
        """To every gateway, this one too."""

    async def receive(self) -> str:
        """The next signal."""


class Wire(Protocol):
    """What connects the gateways."""

    def open(self) -> AbstractAsyncContextManager[Line]:
        """Connect. Raises something when that can't be done."""


class _Signal(msgspec.Struct, frozen=True):
    """What happened at the gateway `of`: topics, each with who is typing there."""

    of: str
    topics: dict[str, str] = {}


class Relay:
    """Keeps one gateway on the wire."""

    def __init__(self, wire: Wire, broadcast: Broadcast) -> None:
        self._wire = wire
        self._broadcast = broadcast
        self._name = secrets.token_hex(4)
        self._waiting: dict[str, str] = {}
        self._something = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.is_open = False

    async def start(self) -> None:
        self._broadcast.carry(self.pass_on)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Tell the others what they haven't been told, if that can be done at once."""
        if self._task:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    while self._waiting:
                        await asyncio.sleep(0.01)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def pass_on(self, topic: str, typing: str) -> None:
        """Something happened here."""
        if len(self._waiting) < MOST:
            self._waiting[topic] = typing or self._waiting.get(topic, "")
            self._something.set()

    async def _run(self) -> None:
        cut = False
        while True:
            try:
                async with self._wire.open() as line:
                    logger.info("relay.open")
                    cut, self.is_open = False, True
                    # What was signalled meanwhile was not heard.
                    self._broadcast.hear_all()
                    async with asyncio.TaskGroup() as both:
                        both.create_task(self._send(line))
                        both.create_task(self._receive(line))
            except Exception as error:
                if not cut:
                    logger.warning("relay.cut", extra={"reason": _reason(error)})
                cut = True
            self.is_open = False
            self._broadcast.hear_all()
            await asyncio.sleep(LOOK)

    async def _send(self, line: Line) -> None:
        while True:
            self._something.clear()
            topics = dict(list(self._waiting.items())[:AT_ONCE])
            async with asyncio.timeout(SILENCE):
                await line.send(msgspec.json.encode(_Signal(self._name, topics)).decode())
            for topic in topics:
                del self._waiting[topic]
            if not self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._something.wait(), HEARTBEAT)

    async def _receive(self, line: Line) -> None:
        while True:
            async with asyncio.timeout(SILENCE):  # our own signs of life come back
                told = await line.receive()
            self._hear(told)

    def _hear(self, told: str) -> None:
        try:
            signal = msgspec.json.decode(told, type=_Signal)
        except msgspec.DecodeError:
            return
        if signal.of != self._name:
            for topic, typing in signal.topics.items():
                self._broadcast.hear(topic, typing)


def _reason(error: BaseException) -> str:
    """The kind of error only: its words may hold an address."""
    inner: Sequence[BaseException] = getattr(error, "exceptions", ())
    return _reason(inner[0]) if inner else type(error).__name__
