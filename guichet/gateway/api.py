"""The calls of the public API on conversations and messages. Reading events is in `events.py`."""

from __future__ import annotations

import logging
from dataclasses import replace

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json

from guichet.gateway import bodies, transcript
from guichet.gateway.access import admit, slow_down_address, slow_down_conversation
from guichet.gateway.bodies import NewMessage
from guichet.gateway.conversations import PAGE, Conversation
from guichet.gateway.engine import EngineError
from guichet.gateway.frames import Frame
from guichet.gateway.refusals import Refused, invalid
from guichet.gateway.services import Services, services
from guichet.gateway.slash import neutralise
from guichet.gateway.tokens import digest, new_id, new_token
from guichet.privacy import mask

logger = logging.getLogger(__name__)


def attach(app: Sanic) -> None:
    """Register the calls."""
    one = "/api/conversations/<conversation_id:str>"
    app.add_route(open_conversation, "/api/conversations", methods=["POST"])
    app.add_route(show, one, methods=["GET"])
    app.add_route(erase, one, methods=["DELETE"])
    app.add_route(post_message, f"{one}/messages", methods=["POST"])
    app.add_route(post_feedback, f"{one}/feedback", methods=["POST"])
    app.add_route(show_transcript, f"{one}/transcript", methods=["GET"])


async def open_conversation(request: Request) -> HTTPResponse:
    """201 with the id and the token, which is shown this once."""
    slow_down_address(request)
    known = services(request)
    conversation_id, token = new_id(), new_token()
    welcome = Frame("text", known.wording.welcome)
    await known.conversations.open(conversation_id, digest(token), "widget", welcome)
    known.metrics.count("conversations_total")
    logger.info("conversation.opened", extra={"conversation": conversation_id})
    return json({"id": conversation_id, "token": token}, status=201)


async def show(request: Request, conversation_id: str) -> HTTPResponse:
    """Who owns the conversation. Queue and reference come with the hand-off to a person."""
    conversation = await admit(request, conversation_id)
    return json({"id": conversation.id, "owner": conversation.owner, "position": None, "reference": None})


async def erase(request: Request, conversation_id: str) -> HTTPResponse:
    """204; nothing of the conversation is left, here or in the engine. 503, and nothing erased, while that can't be."""
    await admit(request, conversation_id)
    try:
        await services(request).engine.forget(conversation_id)
    except EngineError as error:
        logger.error("conversation.erase.failed", extra={"conversation": conversation_id, "reason": error.reason})
        raise Refused(503, "unavailable", {"Retry-After": "5"}) from error
    await services(request).conversations.erase(conversation_id)
    await services(request).broadcast.publish(conversation_id)
    logger.info("conversation.erased", extra={"conversation": conversation_id})
    return empty()


async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """202 once the message is stored; the answer comes as events."""
    conversation = await admit(request, conversation_id)
    slow_down_conversation(request, conversation)
    message = bodies.new_message(request.body)
    known = services(request)
    seq = await known.inbox.known(conversation.id, message.client_id)
    if seq is None:
        seq = await _accept(known, conversation, message)
    return json({"seq": seq}, status=202)


async def _accept(known: Services, conversation: Conversation, message: NewMessage) -> int:
    frame, said = await _citizen_frame(known, conversation, message)
    seq, new = await known.inbox.accept(conversation.id, message.client_id, frame, said)
    if seq is None:
        raise Refused(404, "not_found")
    if new:
        known.metrics.count("messages_total")
        logger.info("message.received", extra={"conversation": conversation.id, "seq": seq})
        known.dispatcher.wake(conversation.id)
        await known.broadcast.publish(conversation.id)
    return seq


async def _citizen_frame(known: Services, conversation: Conversation, message: NewMessage) -> tuple[Frame, str]:
    """The citizen's event, and what the engine gets for it."""
    sent = {"client_id": message.client_id}
    if message.choice:
        choice = await known.conversations.choice(conversation.id, message.choice)
        if choice is None:
            raise invalid("choice_unknown")
        return Frame("text", choice.label, {"choice": choice.id} | sent), choice.payload
    masked = mask(message.text, known.wording.masks)
    fields = {"masked": [kind.value for kind in masked.kinds]} if masked.kinds else {}
    return Frame("text", masked.text, fields | sent), neutralise(masked.text)


async def post_feedback(request: Request, conversation_id: str) -> HTTPResponse:
    """204 once the thumb is stored."""
    conversation = await admit(request, conversation_id)
    slow_down_conversation(request, conversation)
    given = bodies.feedback(request.body)
    if given.seq is not None and given.seq > conversation.last_seq:
        raise invalid("seq_invalid")
    known = services(request)
    comment = mask(given.comment, known.wording.masks).text
    await known.conversations.add_feedback(conversation.id, replace(given, comment=comment))
    known.metrics.count("feedback_total", f'rating="{given.rating}"')
    return empty()


async def show_transcript(request: Request, conversation_id: str) -> HTTPResponse:
    """The conversation as a page to print or keep."""
    conversation = await admit(request, conversation_id)
    known = services(request)
    events, after = [], 0
    while page := await known.conversations.events_after(conversation.id, after, PAGE):
        events += page
        after = page[-1].seq
    page = transcript.render(conversation.created_at, events, known.wording.transcript)
    return html(page, headers={"Content-Security-Policy": transcript.policy()})
