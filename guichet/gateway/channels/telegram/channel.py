"""Telegram as a messaging channel of the counter: what the courier and the hearing ask of it.

What is said is in `rendering/`, what is heard in `hearing/`, how calls are made in `calling/`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import msgspec
from sanic import Sanic

from guichet.gateway.channels.channel import Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.api import BotApi, Rejected
from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.calling.sending import Sending, text_of
from guichet.gateway.channels.telegram.hearing import webhook
from guichet.gateway.channels.telegram.hearing.hearing import Hearing
from guichet.gateway.channels.telegram.rendering.frames import parts
from guichet.gateway.channels.telegram.rendering.keyboards import markup
from guichet.gateway.channels.telegram.rendering.messages import Button, Message, answered
from guichet.gateway.channels.telegram.wording import load
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.frames import Event
from guichet.gateway.services import Services
from guichet.settings import TelegramSettings

logger = logging.getLogger(__name__)

#: Seconds that are worth waiting for a few words, and for a button: later, nobody looks any more.
FOR_WORDS, FOR_BUTTONS = 30.0, 3.0

#: Seconds between two tries to learn who the bot is: first, at most.
PAUSE, LONGEST_PAUSE = 1.0, 60.0

Result = TypeVar("Result")


class _Bot(msgspec.Struct, frozen=True):
    username: str


class TelegramChannel:
    """The bot of the settings; its address of a citizen is the id of their private chat."""

    name = "telegram"

    def __init__(self, settings: TelegramSettings, known: Services, pace: Pace | None = None) -> None:
        self.secret = settings.secret
        self._wording = load()
        self._api = BotApi(settings.token, settings.api_base)
        self._sending = Sending(self._api, Pace() if pace is None else pace, known.metrics)
        self._hearing = Hearing(self, Visitors(known, self.name), known, self._wording)
        self._username = ""
        self._greeting: asyncio.Task[None] | None = None

    def attach(self, app: Sanic) -> None:
        webhook.attach(app, self, self._hearing)

    async def start(self) -> None:
        """Ask Telegram who we are, while everything else goes on: a wrong token must be seen, and stops nothing."""
        self._greeting = asyncio.create_task(self._introduce())

    async def stop(self) -> None:
        if self._greeting:
            self._greeting.cancel()
            await asyncio.gather(self._greeting, return_exceptions=True)
        await self._hearing.stop()
        await self._api.close()

    async def _introduce(self) -> None:
        pause = PAUSE
        while True:
            try:
                self._username = await self._ask_username()
                return
            except Rejected as refused:
                logger.error("telegram.refused", extra={"reason": refused.reason})
                return
            except Undelivered as failure:
                logger.warning("telegram.unreachable", extra={"reason": failure.reason})
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _ask_username(self) -> str:
        try:
            return msgspec.convert(await self._api.call("getMe"), _Bot).username
        except msgspec.ValidationError:
            raise Unsure("garbage") from None
        except Undelivered as failure:
            self._sending.judged(failure)
            raise

    def parts(self, event: Event) -> Sequence[Message]:
        return parts(event, self._wording.rendering)

    async def turn(self, address: str) -> None:
        await self._sending.turn(address)

    async def send(self, address: str, part: Message) -> str:
        return await self._sending.send(address, part, in_turn=True)

    async def arrived(self, address: str, part: Message, after: Sequence[str]) -> str:
        return await self._sending.find(address, part, after)

    async def withdraw(self, address: str, message: str, part: Message, label: str) -> None:
        after = answered(part, label, self._wording.rendering)
        if after.html != part.html and await self._changed(address, message, after):
            return
        try:
            await self._sending.set_buttons(address, int(message), markup(after))
        except Unfit:
            return  # as it should be already, or too old to be changed

    async def _changed(self, address: str, message: str, after: Message) -> bool:
        """Whether a message says this now; one that was sent as plain text may not take ours."""
        words = text_of(after) | {"reply_markup": markup(after)}
        try:
            await self._sending.edit(address, "editMessageText", int(message), **words)
        except Unfit:
            return False
        return True

    async def busy(self, address: str) -> None:
        await self._sending.show_typing(address)

    async def answer_callback(self, query_id: str, text: str = "", alert: bool = False) -> None:
        """Tell who pressed a button that it was heard, with a few words or none. Never raises."""
        said = {"text": text or None, "show_alert": alert or None}
        await self._try(lambda: self._answer(query_id, said), FOR_BUTTONS, tries=2)

    async def _answer(self, query_id: str, said: dict[str, Any]) -> None:
        # Outside the pace: it adds nothing to a chat, and a button that isn't answered keeps turning.
        try:
            await self._api.call("answerCallbackQuery", callback_query_id=query_id, **said)
        except Undelivered as failure:
            raise self._sending.judged(failure) from None

    async def set_buttons(self, address: str, message_id: int, inline_keyboard: list[list[dict[str, str]]]) -> None:
        """The buttons under a message of ours, in place of those there were. Never raises."""
        wanted = {"inline_keyboard": inline_keyboard}
        await self._try(lambda: self._sending.set_buttons(address, message_id, wanted), FOR_BUTTONS, tries=2)

    async def reply(self, address: str, html: str, rows: Sequence[Sequence[Button]] = ()) -> str:
        """Say what belongs to no conversation; the id of the message, empty when it didn't leave. Never raises."""
        message = Message(html, tuple(tuple(row) for row in rows))
        return await self._try(lambda: self._sending.send(address, message), FOR_WORDS, tries=3) or ""

    async def leave_chat(self, address: str) -> None:
        """Leave a group. Never raises."""
        await self._try(lambda: self._sending.call(address, "leaveChat"), FOR_WORDS, tries=3)

    async def username(self) -> str:
        """The bot's name, without @; empty while Telegram doesn't tell. Never raises."""
        if not self._username:
            self._username = await self._try(self._ask_username, FOR_BUTTONS, tries=2) or ""
        return self._username

    async def _try(self, work: Callable[[], Awaitable[Result]], within: float, tries: int) -> Result | None:
        """The result; None after a failure that another try may make worse, or that would come too late."""
        for left in reversed(range(tries)):
            try:
                return await work()
            except Later as later:
                if not left or later.seconds > within:
                    return None
                await asyncio.sleep(later.seconds)
            except Undelivered:
                return None
        return None
