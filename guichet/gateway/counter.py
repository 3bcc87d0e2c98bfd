"""What a citizen does in a conversation, whatever page they use: open, say, erase, read again. HTTP is in `api.py`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from guichet.frames import option
from guichet.gateway.bodies import NewMessage
from guichet.gateway.conversations import PAGE, Conversation, Feedback, append
from guichet.gateway.dispatcher import bot_off
from guichet.gateway.engine import EngineError
from guichet.gateway.frames import Event, Frame
from guichet.gateway.handoffs.switches import BOT
from guichet.gateway.inbox import Said
from guichet.gateway.refusals import Refused, invalid
from guichet.gateway.services import Services
from guichet.gateway.slash import neutralise
from guichet.gateway.tokens import digest, new_id, new_token
from guichet.privacy import mask

logger = logging.getLogger(__name__)


async def open_conversation(known: Services, channel: str, accept_language: str = "") -> tuple[str, str]:
    """The id of a new conversation and its token, which is stored nowhere."""
    conversation_id, token = new_id(), new_token()
    off = (await known.switches.off()).get(BOT)
    welcome = [bot_off(off, known.floor, known.wording.handoff)] if off else [Frame("text", known.wording.welcome)]
    await known.conversations.open(conversation_id, digest(token), channel, _first(accept_language), welcome)
    known.metrics.count("conversations_total", channel=channel)
    logger.info("conversation.opened", extra={"conversation": conversation_id})
    return conversation_id, token


def _first(accept_language: str) -> str:
    """The language a browser asks for first ("fr-FR,fr;q=0.9" → "fr")."""
    tag = accept_language.split(",")[0].split(";")[0].split("-")[0].strip().lower()
    return tag if tag.isascii() and tag.isalpha() and len(tag) <= 3 else ""


async def receive(known: Services, conversation: Conversation, message: NewMessage) -> int:
    """The number of the citizen's message, stored once however often it is sent. Raises `Refused` (422, 404)."""
    seq = await known.inbox.known(conversation.id, message.client_id)
    return await _accept(known, conversation, message) if seq is None else seq


async def _accept(known: Services, conversation: Conversation, message: NewMessage) -> int:
    return await _store(known, conversation, message.client_id, await _said(known, conversation, message))


async def command(known: Services, conversation: Conversation, client_id: str, shown: str, payload: str) -> int:
    """The number of something asked for in a way of its channel's own: what is `shown`, and the engine's `payload`."""
    return await _store(known, conversation, client_id, Said(Frame("text", shown, {"client_id": client_id}), payload))


async def _store(known: Services, conversation: Conversation, client_id: str, said: Said) -> int:
    seq, new = await known.inbox.accept(conversation.id, client_id, said)
    if seq is None:
        raise Refused(404, "not_found")
    if new:
        known.metrics.count("messages_total", channel=conversation.channel)
        logger.info("message.received", extra={"conversation": conversation.id, "seq": seq})
        known.dispatcher.wake(conversation.id)
        await known.floor.publish(conversation.id)
    return seq


async def _said(known: Services, conversation: Conversation, message: NewMessage) -> Said:
    """The citizen's event, and what the engine gets for it."""
    sent = {"client_id": message.client_id}
    if message.choice:
        choice = await known.conversations.choice(conversation.id, message.choice)
        if choice is None:
            raise invalid("choice_unknown")
        return Said(Frame("text", choice.label, {"choice": choice.id} | sent), choice.payload)
    if message.procedure:
        return await _opening(known, message.procedure, sent)
    masked = mask(message.text, known.wording.masks)
    # What was asked for is kept, elsewhere: the citizen is not told that it is lost.
    lost = masked.kinds and not await known.floor.expecting(conversation.id)
    fields = {"masked": [kind.value for kind in masked.kinds]} if lost else {}
    return Said(Frame("text", masked.text, fields | sent), neutralise(masked.text), message.text)


async def _opening(known: Services, identifier: str, sent: dict[str, str]) -> Said:
    found = await known.offers.procedure(identifier)
    if found is None:
        raise invalid("procedure_unknown")
    pressed = option(found.title, {"procedure": found.id})
    fields = {"procedure": {"id": found.id, "title": found.title}} | sent
    return Said(Frame("text", found.title, fields), pressed["payload"])


async def tell(known: Services, conversation_id: str, frames: Sequence[Frame]) -> None:
    """Say something as the counter itself, neither the bot nor a person."""
    async with known.database.write() as connection:
        await append(connection, conversation_id, "system", frames, known.floor.clock)
    await known.floor.publish(conversation_id)


async def rate(known: Services, conversation: Conversation, given: Feedback) -> None:
    """Keep an opinion. Raises `Refused` (422) for one about an event that isn't there."""
    if given.seq is not None and given.seq > conversation.last_seq:
        raise invalid("seq_invalid")
    comment = mask(given.comment, known.wording.masks).text
    kept = replace(given, comment=comment)
    await known.conversations.set_feedback(conversation.id, kept)
    await known.opinions.rated(conversation, kept)
    about, value = ("rating", given.rating) if given.rating else ("satisfaction", given.satisfaction)
    known.metrics.count("feedback_total", about=about, value=str(value))


async def erase(known: Services, conversation_id: str) -> None:
    """Leave nothing of the conversation, here or in the engine. Raises `Refused` (503), and nothing is erased, else."""
    try:
        await known.engine.forget(conversation_id)
    except EngineError as error:
        logger.error("conversation.erase.failed", extra={"conversation": conversation_id, "reason": error.reason})
        raise Refused(503, "unavailable", {"Retry-After": "5"}) from error
    await known.conversations.erase(conversation_id)
    await known.floor.publish(conversation_id)
    logger.info("conversation.erased", extra={"conversation": conversation_id})


async def whole(known: Services, conversation: Conversation) -> list[Event]:
    """Every event of the conversation."""
    events: list[Event] = []
    while page := await known.conversations.events_after(conversation.id, events[-1].seq if events else 0, PAGE):
        events += page
    return events
