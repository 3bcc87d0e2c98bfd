"""What `guichet telegram poll` does: fetches updates, and hands them to the local gateway as Telegram would.

For development: no public address is needed. The gateway as seen from here is `relay.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx

from guichet.errors import GuichetError
from guichet.gateway.channels.channel import Later, Unsure
from guichet.gateway.channels.telegram.console.calls import ALLOWED_UPDATES, Console, Pause, opened, wait_of
from guichet.gateway.channels.telegram.console.relay import Relay, Silence, Waiting, waiting
from guichet.gateway.channels.telegram.wording import load
from guichet.settings import Settings

#: For how many seconds Telegram keeps a `getUpdates` that has nothing to bring.
HOLD = 25
#: For how long Ctrl-C may wait for Telegram to note what is done.
FAREWELL = 3.0


class Screen:
    """Lines, and a count that stays in place on a terminal."""

    def __init__(self, write: Callable[..., None], live: bool) -> None:
        self._write = write
        self._live = live
        self._counting = False

    def line(self, text: str) -> None:
        if self._counting:
            self._write("")
        self._counting = False
        self._write(text)

    def count(self, text: str) -> None:
        """Show a count, over the one before it."""
        if self._live:
            self._write(f"\r\x1b[K{text}", nl=False)
        else:
            self._write(text)
        self._counting = self._live


class Poll:
    """Fetches and hands on, chats side by side; Telegram forgets what the gateway took, and only that."""

    def __init__(self, console: Console, relay: Relay, screen: Screen, silence: Silence) -> None:
        self._console, self._relay, self._screen, self._silence = console, relay, screen, silence
        self._offset: int | None = None
        self._taken: set[int] = set()
        self.count = 0

    async def run(self) -> None:
        """Until it is cancelled. Raises `GuichetError`."""
        while True:
            updates = [waiting(update, self._console.words) for update in await self._fetch()]
            try:
                await self._hand_on(updates)
            finally:
                self._confirm(updates)
            if updates:
                self._screen.count(self._console.words.delivered.format(count=self.count))

    async def take_leave(self) -> None:
        """Have Telegram forget what was taken since the last fetch, if it answers at once."""
        if self._offset is not None:
            with suppress(GuichetError, Later, Unsure, TimeoutError):
                async with asyncio.timeout(FAREWELL):
                    await self._console.try_once("getUpdates", offset=self._offset, timeout=0, limit=1)

    async def _fetch(self) -> list[Any]:
        attempt = 0
        while True:
            try:
                found = await self._console.try_once(
                    "getUpdates", offset=self._offset, timeout=HOLD, allowed_updates=ALLOWED_UPDATES
                )
            except (Later, Unsure) as error:
                await self._silence.wait(attempt, wait_of(error))
                attempt += 1
            else:
                self._silence.over()
                return found if isinstance(found, list) else [found]

    async def _hand_on(self, updates: list[Waiting]) -> None:
        chats: dict[int | None, list[Waiting]] = {}
        for update in updates:
            chats.setdefault(update.chat, []).append(update)
        tasks = [asyncio.create_task(self._in_order(of_one)) for of_one in chats.values()]
        try:
            await asyncio.gather(*tasks)
        finally:
            # What the gateway never takes from one chat, it takes from none.
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _in_order(self, updates: list[Waiting]) -> None:
        for update in updates:
            await self._relay.deliver(update)
            self._taken.add(update.number)
            self.count += 1

    def _confirm(self, updates: list[Waiting]) -> None:
        """Everything below an offset is forgotten by Telegram: it stops before the first that was not taken."""
        for update in updates:
            if update.number not in self._taken:
                break
            self._offset = update.number + 1
        self._taken.clear()


async def poll(settings: Settings, force: bool, screen: Screen, pause: Pause = asyncio.sleep) -> None:
    """Hand updates to the local gateway until it is cancelled. Raises `GuichetError`."""
    words, gateway = load().console, local_gateway(settings)
    async with opened(settings, screen.line, pause) as console, httpx.AsyncClient(timeout=30, trust_env=False) as http:
        bot = await console.bot()
        await _free(console, force)
        screen.line(words.polling.format(username=bot.username, gateway=gateway))
        here = Silence(screen.line, words.gateway_silent.format(gateway=gateway), words.gateway_back, pause)
        there = Silence(screen.line, words.telegram_silent, words.telegram_back, pause)
        polling = Poll(console, Relay(http, settings.telegram.secret, gateway, words, here), screen, there)
        try:
            await polling.run()
        except asyncio.CancelledError:
            screen.line(words.ended.format(count=polling.count))
            raise
        finally:
            await polling.take_leave()


async def _free(console: Console, force: bool) -> None:
    """Telegram either calls an address or is asked. Raises `GuichetError` when it calls one."""
    url = (await console.webhook()).url
    if url and not force:
        raise GuichetError(console.words.webhook_set.format(url=url))
    if url:
        await console.ask("deleteWebhook")
        console.say(console.words.withdrawn.format(url=url))


def local_gateway(settings: Settings) -> str:
    """The address of the gateway from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
