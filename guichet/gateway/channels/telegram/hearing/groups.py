"""Groups and channels, which are declined: what is asked at a counter is nobody else's business."""

from __future__ import annotations

from html import escape

from guichet.gateway.channels.telegram.hearing.errands import Errands, Outward
from guichet.gateway.channels.telegram.hearing.updates import Membership, Message
from guichet.gateway.clock import Clock
from guichet.gateway.rates import Rate
from guichet.gateway.typography import french

#: What became of us in a group that we are still in.
_IN = ("member", "administrator", "restricted")


class Groups:
    """Says where the counter is, and leaves. `sentence` has a place for the `{link}`."""

    def __init__(self, channel: Outward, errands: Errands, sentence: str, clock: Clock) -> None:
        self._channel = channel
        self._errands = errands
        self._sentence = sentence
        self._rate = Rate(1, clock)

    def decline(self, heard: Membership | Message) -> None:
        """Once, however much is said in the group before we are gone."""
        out = isinstance(heard, Membership) and heard.new_chat_member.status not in _IN
        if not out and self._rate.take(str(heard.chat.id)) == 0:
            self._errands.do(self._leave(str(heard.chat.id), heard.chat.type != "channel"))

    async def _leave(self, address: str, speaking: bool) -> None:
        try:
            if speaking and (name := await self._channel.username()):
                sentence = french(self._sentence.format(link=f"https://t.me/{name}"))
                await self._channel.reply(address, escape(sentence, quote=False))
        finally:
            await self._channel.leave_chat(address)
