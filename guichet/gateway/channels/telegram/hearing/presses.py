"""Buttons that citizens press: each press is answered, or Telegram shows them a clock that never stops."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guichet.gateway.channels.telegram.hearing.erasing import Erasing
from guichet.gateway.channels.telegram.hearing.errands import Errands, Outward
from guichet.gateway.channels.telegram.hearing.ticks import Ticks
from guichet.gateway.channels.telegram.hearing.updates import CallbackQuery, Message
from guichet.gateway.channels.telegram.wording import HearingWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.inbox import Inbox
from guichet.gateway.refusals import Refused
from guichet.gateway.typography import french

_KNOWN = re.compile(r"[ctsfe]:.")
_THUMB = re.compile(r"f:(\d{1,9}):(up|down)", re.ASCII)
_SATISFACTION = re.compile(r"s:([1-5])", re.ASCII)


@dataclass(frozen=True)
class Toast:
    """What is shown to who pressed, for a moment; `alert`: until they have read it."""

    text: str = ""
    alert: bool = False


class Presses:
    """Hears one press after the other of a chat."""

    def __init__(
        self,
        channel: Outward,
        visitors: Visitors,
        inbox: Inbox,
        erasing: Erasing,
        errands: Errands,
        wording: HearingWording,
    ) -> None:
        self._channel = channel
        self._visitors = visitors
        self._inbox = inbox
        self._erasing = erasing
        self._errands = errands
        self._wording = wording
        self._toasts = wording.toasts
        self._ticks = Ticks(channel, errands)

    async def hear(self, query: CallbackQuery) -> None:
        """Do what the button is for. Raises what the database raises; the press is answered then as well."""
        toast = Toast(self._toasts.trouble, alert=True)
        try:
            toast = await self._pressed(query)
        except Refused as refused:
            text = self._wording.refusals.too_many_requests if refused.status == 429 else self._toasts.stale
            toast = Toast(text, alert=True)
        finally:
            self._errands.do(self._channel.answer_callback(query.id, french(toast.text), toast.alert))

    async def _pressed(self, query: CallbackQuery) -> Toast:
        message = query.message
        if message is None or not _KNOWN.match(query.data):
            return Toast(self._toasts.stale, alert=True)
        # A chat with us has the id of its citizen: anything else is somebody else's button.
        if not message.chat.private or message.chat.id != query.sender.id or message.forward_origin:
            return Toast(self._toasts.foreign, alert=True)
        if query.data.startswith("c:"):
            return await self._choose(message, query.data[2:])
        if query.data.startswith("t:"):
            return self._tick(message, query.data)
        if query.data.startswith("e:"):
            return await self._erase(message, query.data)
        return await self._rate(message, query.data)

    async def _choose(self, message: Message, choice: str) -> Toast:
        address = str(message.chat.id)
        if await self._visitors.find(address) is None:
            return Toast(self._toasts.stale, alert=True)
        conversation, _new = await self._visitors.enter(address)
        # One answer for each question shown: the second press of two quick ones is no second message.
        pressed = f"tg:button:{message.message_id}"
        if await self._inbox.known(conversation.id, pressed) is not None:
            return Toast(self._toasts.answered)
        await self._visitors.press(conversation, pressed, choice)
        return Toast()

    def _tick(self, message: Message, data: str) -> Toast:
        there = any(key.get("callback_data") == data for row in message.keyboard for key in row)
        place = (str(message.chat.id), message.message_id)
        done, total = self._ticks.tick(place, message.keyboard, data) if there else (0, 0)
        return Toast(self._toasts.ticked(done, total)) if total else Toast(self._toasts.stale, alert=True)

    async def _rate(self, message: Message, data: str) -> Toast:
        thumb, satisfaction = _THUMB.fullmatch(data), _SATISFACTION.fullmatch(data)
        conversation = await self._visitors.find(str(message.chat.id))
        if conversation is None or not (thumb or satisfaction):
            return Toast(self._toasts.stale, alert=True)
        if thumb:
            await self._visitors.rate(conversation, int(thumb[1]), thumb[2], None)
        else:
            await self._visitors.rate(conversation, None, None, int(satisfaction[1]))
        self._remove(message, data[:2])
        return Toast(self._toasts.thumb if thumb else self._toasts.satisfaction)

    async def _erase(self, message: Message, data: str) -> Toast:
        if await self._erasing.answer(str(message.chat.id), data):
            self._remove(message, "e:")
        return Toast()

    def _remove(self, message: Message, prefix: str) -> None:
        """The buttons that were pressed have done their work; links and ticks stay."""
        rows = message.keyboard
        kept = [[key for key in row if not key.get("callback_data", "").startswith(prefix)] for row in rows]
        if kept != rows:
            shown = self._channel.set_buttons(str(message.chat.id), message.message_id, [row for row in kept if row])
            self._errands.do(shown)
