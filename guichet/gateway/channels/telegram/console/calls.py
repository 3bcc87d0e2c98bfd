"""The Bot API for somebody who waits at a terminal: it tries again, says so, and fails in one line with its cure.

What is asked of Telegram is elsewhere. Neither the token nor the secret is ever part of what is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from math import ceil
from typing import Any, TypeVar

import httpx
import msgspec

from guichet.errors import GuichetError
from guichet.gateway.channels.channel import Gone, Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.api import BotApi
from guichet.gateway.channels.telegram.hearing.updates import KINDS
from guichet.gateway.channels.telegram.wording import ConsoleWording, load
from guichet.settings import Settings, TelegramSettings

#: What Telegram is asked to send: the kinds of updates that the channel hears.
ALLOWED_UPDATES = tuple(KINDS)

#: How often a call is tried, and for how long Telegram may ask us to wait: beyond, the operator comes back.
TRIES, LONGEST_WAIT = 5, 120.0
#: Telegram answers an empty `getUpdates` after 25 s; an answer is late after this.
TIMEOUT = 40.0

Say = Callable[[str], None]
Pause = Callable[[float], Awaitable[None]]
Shape = TypeVar("Shape", bound=msgspec.Struct)


class Bot(msgspec.Struct, frozen=True):
    """Who the bot is, as `getMe` says."""

    username: str
    first_name: str


class Webhook(msgspec.Struct, frozen=True):
    """Where updates go, as `getWebhookInfo` says; `allowed_updates` is empty when Telegram chooses."""

    url: str
    pending_update_count: int = 0
    ip_address: str = ""
    last_error_date: int = 0
    last_error_message: str = ""
    allowed_updates: tuple[str, ...] = ()


class Console:
    """Asks Telegram. Raises `GuichetError` for all that goes wrong."""

    def __init__(self, api: BotApi, wanted: TelegramSettings, say: Say, pause: Pause = asyncio.sleep) -> None:
        self.say = say
        self.words: ConsoleWording = load().console
        self._api = api
        self._settings = wanted
        self._pause = pause

    async def ask(self, method: str, **params: Any) -> Any:
        """The result of a method that may be called twice; a few tries."""
        for attempt in range(TRIES):
            try:
                return await self.try_once(method, **params)
            except (Later, Unsure) as error:
                if attempt + 1 < TRIES:
                    await self._wait(max(2.0**attempt, wait_of(error)))
        raise GuichetError(self.words.unreachable.format(tries=TRIES, base=self._settings.api_base))

    async def try_once(self, method: str, **params: Any) -> Any:
        """The result of a method. Raises `Later` or `Unsure` too."""
        try:
            return await self._api.call(method, **params)
        except (Later, Unsure):
            raise
        except (Gone, Unfit) as error:
            raise GuichetError(self._refusal(method, error)) from None

    async def bot(self) -> Bot:
        """Who the bot is: the first thing to ask, since it tells a wrong token."""
        return self._read("getMe", await self.ask("getMe"), Bot)

    async def webhook(self) -> Webhook:
        """Where updates go, and what went wrong last."""
        return self._read("getWebhookInfo", await self.ask("getWebhookInfo"), Webhook)

    def _read(self, method: str, result: Any, shape: type[Shape]) -> Shape:
        try:
            return msgspec.convert(result, shape)
        except msgspec.ValidationError:
            raise GuichetError(self.words.unreadable.format(method=method)) from None

    async def _wait(self, seconds: float) -> None:
        if seconds > LONGEST_WAIT:
            raise GuichetError(self.words.long_wait.format(minutes=ceil(seconds / 60)))
        self.say(self.words.again.format(seconds=ceil(seconds)))
        await self._pause(seconds)

    def _refusal(self, method: str, error: Undelivered) -> str:
        description = " ".join(str(getattr(error, "description", "") or error.reason).split())
        heard = f"{getattr(error, 'code', '')} {description}".lower()
        for known in self.words.refusals:
            if any(said in heard for said in known.said):
                return known.error
        return self._without_secrets(self.words.refused.format(method=method, description=description))

    def _without_secrets(self, line: str) -> str:
        for secret in filter(None, (self._settings.token, self._settings.secret)):
            line = line.replace(secret, "…")
        return line


def wait_of(error: Undelivered) -> float:
    """For how many seconds Telegram asks us to wait; 0 when it does not say."""
    return error.seconds if isinstance(error, Later) else 0.0


@asynccontextmanager
async def opened(settings: Settings, say: Say, pause: Pause = asyncio.sleep) -> AsyncIterator[Console]:
    """A console on the bot of the settings. Raises `GuichetError` when there is none."""
    wanted = settings.telegram
    if not wanted.works:
        raise GuichetError(load().console.no_token)
    try:
        api = BotApi(wanted.token, wanted.api_base, timeout=TIMEOUT)
    except httpx.InvalidURL:
        raise GuichetError(load().console.bad_base) from None
    try:
        yield Console(api, wanted, say, pause)
    finally:
        await api.close()
