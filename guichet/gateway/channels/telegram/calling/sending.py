"""What leaves for a chat of Telegram: at its pace, as plain text where it refuses ours, asked about where nobody knows.

What is sent is for `rendering/`, when for `courier.py`.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

import msgspec

from guichet.gateway.channels.channel import Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.api import BotApi, Rejected
from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.rendering.keyboards import markup
from guichet.gateway.channels.telegram.rendering.messages import Message
from guichet.gateway.metrics import Metrics

logger = logging.getLogger(__name__)

#: Seconds before a new try of what may be done twice; and while the operator has something to mend, as a new token.
RETRY, MENDING = 2.0, 60.0

#: Ids that are asked about after a crash, and those of other messages that are known and left out.
PROBES, KNOWN = 32, 1_000

#: Refusals that a careful bot meets too.
_USUAL = {"not_modified", "message_not_found", "not_editable"}


class _Sent(msgspec.Struct, frozen=True):
    message_id: int


class Sending:
    """Calls about a chat; each raises `Undelivered`, of one of its kinds."""

    def __init__(self, api: BotApi, pace: Pace, metrics: Metrics) -> None:
        self._api = api
        self._pace = pace
        self._metrics = metrics
        #: Ids with the chat that each is of; empty for what no conversation says.
        self._known: deque[tuple[int, str]] = deque(maxlen=KNOWN)

    async def turn(self, address: str) -> None:
        """Wait until a message may be sent."""
        await self._pace.turn(address)

    async def call(self, address: str, method: str, /, **params: Any) -> Any:
        """A method on a chat that adds no message, in its turn."""
        await self._pace.turn(address, light=True)
        return await self._call(address, method, params)

    async def _call(self, address: str, method: str, params: dict[str, Any]) -> Any:
        try:
            return await self._api.call(method, chat_id=int(address), **params)
        except Undelivered as failure:
            raise self.judged(failure, address) from None

    def judged(self, failure: Undelivered, address: str = "") -> Undelivered:
        """A failure that was counted, as what it means for us."""
        if failure.reason not in _USUAL:
            self._metrics.count("telegram_failures_total", reason=failure.reason)
        if isinstance(failure, Later) and failure.reason == "too_many_requests" and address:
            self._pace.hold(address, failure.seconds)
        if isinstance(failure, Rejected) and failure.code != 400:
            # A token that was revoked, a proxy in the way: nothing is wrong with the message, which must not be lost.
            return Later(failure.reason, MENDING)
        return failure

    async def send(self, address: str, message: Message, in_turn: bool = False) -> str:
        """Send a message, as plainly as it takes; its id. `in_turn`: its turn was waited for."""
        if not in_turn:
            await self.turn(address)
        forms = _forms(message)
        for form in forms[:-1]:
            try:
                return await self._send(address, form, in_turn)
            except Unfit as refused:
                self._metrics.count("telegram_unfit_total", reason=refused.reason)
                logger.warning("telegram.unfit", extra={"reason": refused.reason})
        return await self._send(address, forms[-1], in_turn)

    async def _send(self, address: str, message: Message, told: bool) -> str:
        method, params = _content(message)
        result = await self._call(address, method, params)
        try:
            sent = msgspec.convert(result, _Sent).message_id
        except msgspec.ValidationError:
            raise self.judged(Unsure("garbage")) from None
        self._known.append((sent, address if told else ""))
        self._metrics.count("telegram_sent_total")
        return str(sent)

    async def find(self, address: str, message: Message, after: Sequence[str]) -> str:
        """The id of a message that may have been sent, by trying to give it the buttons it has; empty for none.

        Ids count up over all private chats of a bot, so it comes after every id that was known before it left.
        """
        newest = max((int(known) for known in after if known.isdecimal()), default=0)
        # Telegram changes no message that came with a keyboard under the input field: nothing tells whose it is.
        if not newest or message.under:
            return ""
        for candidate in islice(self._unknown(address, newest), PROBES):
            if await self._is_there(address, candidate, message):
                return str(candidate)
        return ""

    def _unknown(self, address: str, newest: int) -> Iterator[int]:
        # One of this chat, newer than all that was noted, is a message whose arrival could not be noted.
        others = {sent for sent, where in self._known if where != address}
        return (candidate for candidate in count(newest + 1) if candidate not in others)

    async def _is_there(self, address: str, candidate: int, message: Message) -> bool:
        try:
            await self.set_buttons(address, candidate, markup(message))
        except Unfit as refused:
            return refused.reason == "not_modified"
        return True

    async def set_buttons(self, address: str, message_id: int, reply_markup: dict[str, Any] | None) -> None:
        """The buttons under a message of ours. Raises `Later`, `Gone` or `Unfit`."""
        await self.edit(address, "editMessageReplyMarkup", message_id, reply_markup=reply_markup)

    async def edit(self, address: str, method: str, message_id: int, /, **params: Any) -> None:
        """Change a message of ours, which may be done twice. Raises `Later`, `Gone` or `Unfit`."""
        try:
            await self.call(address, method, message_id=message_id, **params)
        except Unsure as lost:
            raise Later(lost.reason, RETRY) from None

    async def show_typing(self, address: str) -> None:
        """Show for some seconds that somebody writes, unless Telegram wants to hear nothing now; never raises."""
        if self._pace.held(address):
            return
        try:
            await self._api.call("sendChatAction", chat_id=int(address), action="typing")
        except Undelivered as failure:
            self.judged(failure, address)


def _forms(message: Message) -> list[Message]:
    """The message as it should be, without formats, and at last as words alone; each only where it differs."""
    plain = message if message.venue else message.plain()
    forms = [message, plain, replace(plain, rows=(), under="")]
    return [form for number, form in enumerate(forms) if form not in forms[:number]]


def _content(message: Message) -> tuple[str, dict[str, Any]]:
    """The method that sends a message, and its parameters."""
    buttons = {"reply_markup": markup(message)}
    if place := message.venue:
        where = {"latitude": place.latitude, "longitude": place.longitude}
        return "sendVenue", {**where, "title": place.title, "address": place.address, **buttons}
    return "sendMessage", {**text_of(message), **buttons}


def text_of(message: Message) -> dict[str, Any]:
    """The parameters that say the words of a message; links show no preview of where they lead."""
    mode = "HTML" if message.formatted else None
    return {"text": message.html, "parse_mode": mode, "link_preview_options": {"is_disabled": True}}
