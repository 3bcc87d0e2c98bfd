"""What citizens do in a messaging channel, said once for all of them: enter, say, press, erase.

Masking, storing and answering are those of every page (`counter.py`); what a service's messages mean is the channel's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from guichet.gateway import bodies, counter
from guichet.gateway.bodies import NewMessage
from guichet.gateway.conversations import Conversation, Feedback
from guichet.gateway.frames import Frame
from guichet.gateway.refusals import Refused
from guichet.gateway.services import Services
from guichet.gateway.turns import Turns


class Visitors:
    """The citizens of one channel. `address`: where the service finds one; it never leaves the table of chats."""

    def __init__(self, known: Services, channel: str) -> None:
        self._known = known
        self._channel = channel
        self._turns = Turns()

    async def once(self, update: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do the work of an update, unless it was done; whether it was done now.

        It counts as done after it: what a crash interrupts is done when the service sends it again.
        """
        async with self._turns.of(update):
            if await self._known.chats.heard(self._channel, update):
                return False
            await work()
            await self._known.chats.hear(self._channel, update)
            return True

    async def find(self, address: str) -> Conversation | None:
        """The conversation of an address, if there is one."""
        chat = await self._known.chats.at(self._channel, address)
        return await self._known.conversations.get(chat.conversation_id) if chat else None

    async def enter(self, address: str, message: str = "") -> tuple[Conversation, bool]:
        """The conversation of somebody who writes, opened if need be; whether it is new. `message`: the id of theirs.

        Who blocked us and is back gets what was said meanwhile.
        """
        chat = await self._known.chats.at(self._channel, address)
        if chat is None:
            return await self._open(address, message)
        values = {"newest": message} if message else {}
        values |= {"stopped_at": ""} if chat.stopped_at else {}
        if values:
            await self._known.chats.note(chat.id, **values)
        if chat.stopped_at:
            await self._known.floor.publish(chat.conversation_id)
        found = await self._known.conversations.get(chat.conversation_id)
        return (found, False) if found else await self._open(address, message)

    async def _open(self, address: str, message: str) -> tuple[Conversation, bool]:
        conversation_id, _token = await counter.open_conversation(self._known, self._channel)
        if not await self._known.chats.open(self._channel, address, conversation_id, message):
            # Somebody opened it at the same moment, through another gateway.
            await self._known.conversations.erase(conversation_id)
            return await self.enter(address, message)
        await self._known.floor.publish(conversation_id)
        return await self._known.conversations.get(conversation_id), True

    async def leave(self, address: str) -> None:
        """They want nothing from us any more: deliveries stop until they write."""
        chat = await self._known.chats.at(self._channel, address)
        if chat and not chat.stopped_at:
            await self._known.chats.stop(chat)
            await self._known.floor.publish(chat.conversation_id)

    async def say(self, conversation: Conversation, client_id: str, text: str) -> None:
        """A text, as typed in any page. Raises `Refused`: 413, 422, or 429 with `Retry-After`."""
        await self._slow_down(conversation)
        await counter.receive(self._known, conversation, bodies.typed(client_id, text))

    async def press(self, conversation: Conversation, client_id: str, choice: str) -> None:
        """A button of a question. Raises `Refused`: 422 for one that isn't of this conversation, 429."""
        await self._slow_down(conversation)
        await counter.receive(self._known, conversation, NewMessage(client_id, choice=choice))

    async def open(self, conversation: Conversation, client_id: str, procedure: str) -> None:
        """Open a procedure by its id. Raises `Refused`: 422 for one that isn't there, 429."""
        await self._slow_down(conversation)
        await counter.receive(self._known, conversation, NewMessage(client_id, procedure=procedure))

    async def command(self, conversation: Conversation, client_id: str, shown: str, payload: str) -> None:
        """Something the channel has its own way to ask for. Raises `Refused` (429)."""
        await self._slow_down(conversation)
        await counter.command(self._known, conversation, client_id, shown, payload)

    async def tell(self, conversation: Conversation, *texts: str) -> None:
        """Say something as the counter itself."""
        await counter.tell(self._known, conversation.id, [Frame("text", text) for text in texts])

    async def detail(self, conversation: Conversation) -> str:
        """What the citizen was just asked for, with their consent: phone, email, note, or nothing."""
        return await self._known.floor.expecting(conversation.id)

    async def rate(
        self, conversation: Conversation, seq: int | None, rating: str | None, satisfaction: int | None
    ) -> None:
        """A thumb on an event, or the satisfaction with all of it. Raises `Refused` (422) about what isn't there."""
        await counter.rate(self._known, conversation, Feedback(rating, "", seq, satisfaction))

    async def erase(self, conversation: Conversation) -> None:
        """Leave nothing of the conversation. Raises `Refused` (503), and nothing is erased, without the engine."""
        await counter.erase(self._known, conversation.id)

    async def _slow_down(self, conversation: Conversation) -> None:
        if seconds := await self._known.limits.conversation.take(conversation.id):
            raise Refused(429, "too_many_requests", {"Retry-After": str(seconds)})
