"""Erasing a conversation, once the citizen has confirmed it. What is said about it belongs to no conversation."""

from __future__ import annotations

from html import escape

from guichet.gateway.channels.telegram.hearing.errands import Errands, Outward
from guichet.gateway.channels.telegram.rendering.messages import Button
from guichet.gateway.channels.telegram.wording import ErasingWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.refusals import Refused
from guichet.gateway.typography import french

#: What the buttons send back.
YES, NO = "e:yes", "e:no"


class Erasing:
    """Asks, and does it."""

    def __init__(self, channel: Outward, visitors: Visitors, errands: Errands, wording: ErasingWording) -> None:
        self._channel = channel
        self._visitors = visitors
        self._errands = errands
        self._wording = wording

    async def ask(self, address: str) -> None:
        """Whether they are sure; there may be nothing to erase."""
        if await self._visitors.find(address) is None:
            return self._say(address, self._wording.nothing)
        yes, no = Button(french(self._wording.confirm), YES), Button(french(self._wording.keep), NO)
        self._say(address, self._wording.ask, ((yes,), (no,)))

    async def answer(self, address: str, data: str) -> bool:
        """They said yes or no; False when it could not be done, and they may say so again."""
        conversation = await self._visitors.find(address)
        said = self._wording.kept
        if data == YES and conversation is None:
            said = self._wording.nothing
        elif data == YES:
            try:
                await self._visitors.erase(conversation)
            except Refused:
                self._say(address, self._wording.failed)
                return False
            said = self._wording.done
        self._say(address, said)
        return True

    def _say(self, address: str, text: str, rows: tuple[tuple[Button, ...], ...] = ()) -> None:
        self._errands.do(self._channel.reply(address, escape(french(text), quote=False), rows))
