"""The calls of the public API on conversations and messages. Reading events is in `events.py`."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json

from guichet.gateway import bodies, counter, transcript
from guichet.gateway.access import (
    admit,
    room_to_wait,
    slow_down_address,
    slow_down_conversation,
    slow_down_typing,
)
from guichet.gateway.handoffs.floor import TYPING
from guichet.gateway.services import services
from guichet.handoff import Owner


def attach(app: Sanic) -> None:
    """Register the calls."""
    one = "/api/conversations/<conversation_id:str>"
    app.add_route(open_conversation, "/api/conversations", methods=["POST"])
    app.add_route(show, one, methods=["GET"])
    app.add_route(erase, one, methods=["DELETE"])
    app.add_route(post_message, f"{one}/messages", methods=["POST"])
    app.add_route(post_feedback, f"{one}/feedback", methods=["POST"])
    app.add_route(show_typing, f"{one}/typing", methods=["POST"])
    app.add_route(show_transcript, f"{one}/transcript", methods=["GET"])


async def open_conversation(request: Request) -> HTTPResponse:
    """201 with the id and the token, which is shown this once."""
    await slow_down_address(request)
    conversation_id, token = await counter.open_conversation(
        services(request), "widget", request.headers.get("accept-language", "")
    )
    return json({"id": conversation_id, "token": token}, status=201)


async def show(request: Request, conversation_id: str) -> HTTPResponse:
    """Who owns the conversation; its place in the queue and its open request, if it has any."""
    conversation = await admit(request, conversation_id)
    position, reference = await services(request).floor.whereabouts(conversation.id)
    shown = {"id": conversation.id, "owner": conversation.owner, "position": position, "reference": reference}
    return json(shown)


async def show_typing(request: Request, conversation_id: str) -> HTTPResponse:
    """204; whoever answers sees that the citizen is writing, never what."""
    conversation = await admit(request, conversation_id)
    slow_down_typing(request)
    if conversation.owner == Owner.AGENT:
        await services(request).broadcast.publish(f"{TYPING}{conversation.id}", typing="citizen")
    return empty()


async def erase(request: Request, conversation_id: str) -> HTTPResponse:
    """204; nothing of the conversation is left, here or in the engine. 503, and nothing erased, while that can't be."""
    await admit(request, conversation_id)
    await counter.erase(services(request), conversation_id)
    return empty()


async def post_message(request: Request, conversation_id: str) -> HTTPResponse:
    """202 once the message is stored; the answer comes as events."""
    conversation = await admit(request, conversation_id)
    await slow_down_conversation(request, conversation)
    message = bodies.new_message(request.body)
    known = services(request)
    async with room_to_wait(known, conversation, message.client_id):
        seq = await counter.receive(known, conversation, message)
    return json({"seq": seq}, status=202)


async def post_feedback(request: Request, conversation_id: str) -> HTTPResponse:
    """204 once the opinion is stored, in place of the former one on the same thing."""
    conversation = await admit(request, conversation_id)
    await slow_down_conversation(request, conversation)
    await counter.rate(services(request), conversation, bodies.feedback(request.body))
    return empty()


async def show_transcript(request: Request, conversation_id: str) -> HTTPResponse:
    """The conversation as a page to print or keep."""
    conversation = await admit(request, conversation_id)
    known = services(request)
    page = transcript.render(
        conversation.created_at, await counter.whole(known, conversation), known.wording.transcript
    )
    return html(page, headers={"Content-Security-Policy": transcript.policy()})
