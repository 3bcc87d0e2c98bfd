"""Somebody at a terminal: settings for a fake Bot API, what they read, and the pauses that nobody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from guichet.gateway.channels.telegram.console.polling import Screen
from guichet.settings import Settings, TelegramSettings
from tests.gateway.running import settings_for
from tests.gateway.telegram.bot_api import FakeBotApi

PUBLIC_URL = "https://guichet.mairie.example"
SECRET = "a-test-secret_0123456789"


def settings_with(fake: FakeBotApi, folder: Path, token: str = "", public_url: str = PUBLIC_URL, **more) -> Settings:
    """Those of an operator whose bot is the fake's."""
    telegram = TelegramSettings(token or fake.token, SECRET, fake.url)
    return replace(settings_for(folder), telegram=telegram, public_url=public_url, **more)


class Terminal:
    """The lines that were printed; `pauses`: those that were asked for, which take no time here."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pauses: list[float] = []
        self._changed = asyncio.Event()

    def say(self, line: str) -> None:
        self.lines.append(line)
        self._changed.set()

    def screen(self) -> Screen:
        return Screen(lambda text, nl=True: self.say(text), live=False)

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self._changed.set()
        await asyncio.sleep(0.001)

    async def shows(self, text: str) -> None:
        """Wait for a line that holds this. Raises `TimeoutError`."""
        await self._until(lambda: any(text in line for line in self.lines))

    async def waits(self, times: int) -> None:
        """Wait for that many pauses. Raises `TimeoutError`."""
        await self._until(lambda: len(self.pauses) >= times)

    async def _until(self, look: Callable[[], bool], timeout: float = 10) -> None:
        async with asyncio.timeout(timeout):
            while not look():
                self._changed.clear()
                await self._changed.wait()
