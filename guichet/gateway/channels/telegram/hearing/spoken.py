"""Messages of a private chat: words, a position, a telephone number, and what only people could see or hear."""

from __future__ import annotations

import json

from guichet.gateway.channels.telegram.hearing.commands import HeardCommands
from guichet.gateway.channels.telegram.hearing.erasing import Erasing
from guichet.gateway.channels.telegram.hearing.last_words import LastWords
from guichet.gateway.channels.telegram.hearing.numbers import french_number
from guichet.gateway.channels.telegram.hearing.refusing import Refusing
from guichet.gateway.channels.telegram.hearing.updates import Contact, Location, Message
from guichet.gateway.channels.telegram.wording import HearingWording
from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.clock import Clock
from guichet.gateway.conversations import Conversation
from guichet.gateway.rates import Rate
from guichet.gateway.refusals import Refused
from guichet.handoff import HUMAN

#: Which sentence of `MediaWording` each kind of message gets.
FAMILIES = {
    **dict.fromkeys(("voice", "audio", "video_note"), "voice"),
    **dict.fromkeys(("photo", "live_photo", "document", "paid_media"), "papers"),
    **dict.fromkeys(("video", "animation", "story"), "video"),
    **dict.fromkeys(("sticker", "dice", "game"), "sticker"),
}

#: Sentences a minute and chat about what can't be read; somebody who sends a whole folder is told often enough.
SENTENCES = 6


class Spoken:
    """Hears one message after the other of a chat."""

    def __init__(
        self, visitors: Visitors, commands: HeardCommands, erasing: Erasing, wording: HearingWording, clock: Clock
    ) -> None:
        self._visitors = visitors
        self._commands = commands
        self._erasing = erasing
        self._wording = wording
        self._refusing = Refusing(visitors, wording.refusals, clock)
        self._last = LastWords()
        self._albums, self._sentences = Rate(1, clock), Rate(SENTENCES, clock)

    async def hear(self, update_id: int, message: Message, edited: bool) -> None:
        """Answer it, or have it answered. An edited one is said anew, if its words changed."""
        words = message.text or message.caption or ""
        place = (str(message.chat.id), message.message_id)
        service = message.carries == "service" and not words
        if service or (message.sender and message.sender.is_bot) or (edited and not self._last.changed(place, words)):
            return
        if (command := self._commands.parse(words)) and command.name == "effacer":
            await self._erasing.ask(place[0])
        else:
            # An edited message is an old one: the newest is still the newest.
            newest = "" if edited else str(message.message_id)
            conversation, new = await self._visitors.enter(place[0], newest)
            try:
                if command:
                    await self._commands.run(conversation, new, command, f"tg:{update_id}")
                else:
                    await self._said(conversation, f"tg:{update_id}", message, words, edited)
            except Refused as refused:
                await self._refusing.tell(conversation, refused)
        self._last.keep(place, words)

    async def _said(self, conversation: Conversation, update: str, message: Message, words: str, edited: bool) -> None:
        if not edited and message.text is None:
            await self._look(conversation, update, message)
        if words:
            await self._visitors.say(conversation, update, words)

    async def _look(self, conversation: Conversation, update: str, message: Message) -> None:
        """What came is not only words."""
        if message.location:
            await self._locate(conversation, update, message.location)
        elif message.contact:
            await self._called(conversation, update, message, message.contact)
        else:
            await self._explain(conversation, message)

    async def _locate(self, conversation: Conversation, update: str, place: Location) -> None:
        """Offices near them. A hundredth of a degree is a kilometre: more is not kept, nor needed."""
        if conversation.owner in HUMAN:
            return await self._visitors.tell(conversation, self._wording.location_for_person)
        # Adding zero makes 0.0 of -0.0.
        latitude, longitude = (round(degrees, 2) + 0.0 for degrees in (place.latitude, place.longitude))
        payload = "/choose" + json.dumps({"near": f"{latitude:.2f} {longitude:.2f}"})
        await self._visitors.command(conversation, update, self._wording.location, payload)

    async def _called(self, conversation: Conversation, update: str, message: Message, contact: Contact) -> None:
        """A number is taken when it was asked for, and of its owner only: theirs is the consent."""
        own = message.sender is not None and contact.user_id == message.sender.id
        if await self._visitors.detail(conversation) != "phone":
            await self._visitors.tell(conversation, self._wording.contact_unasked)
        elif own:
            await self._visitors.say(conversation, update, french_number(contact.phone_number))
        else:
            await self._visitors.tell(conversation, self._wording.contact_of_another)

    async def _explain(self, conversation: Conversation, message: Message) -> None:
        """What they can do instead; an album comes as one message for each picture."""
        album = message.media_group_id
        if (album and self._albums.take(f"{conversation.id} {album}")) or self._sentences.take(conversation.id):
            return
        wording = self._wording.media_for_person if conversation.owner in HUMAN else self._wording.media
        await self._visitors.tell(conversation, getattr(wording, FAMILIES.get(message.carries, "other")))
