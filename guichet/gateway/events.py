"""Reading the events of a conversation: a JSON list, a long poll, or a stream of Server-Sent Events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext

import msgspec
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from guichet.gateway import bodies
from guichet.gateway.access import admit, open_answer
from guichet.gateway.broadcast import Subscription
from guichet.gateway.conversations import Conversation
from guichet.gateway.frames import Event
from guichet.gateway.journeys import delivered
from guichet.gateway.services import Services, services

#: A sign of life on a silent stream; readers of a stream skip it.
COMMENT = ": \n\n"

STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def attach(app: Sanic) -> None:
    """Register the call."""
    app.add_route(read_events, "/api/conversations/<conversation_id:str>/events", methods=["GET"])


async def read_events(request: Request, conversation_id: str) -> HTTPResponse | None:
    """The events after `after`: as a stream if the client accepts one, else as a list."""
    conversation = await admit(request, conversation_id)
    after, wait = bodies.after(request), bodies.wait(request)
    if "text/event-stream" in request.headers.get("accept", ""):
        with open_answer(request, conversation):
            return await _stream(request, conversation, after)
    with open_answer(request, conversation) if wait else nullcontext():
        events = await poll(services(request), conversation, after, wait)
    return json([event.as_json() for event in events], headers={"Cache-Control": "no-store"})


async def poll(known: Services, conversation: Conversation, after: int, wait: float) -> list[Event]:
    """The events after a number, as soon as there are some; an empty list after `wait` seconds."""
    deadline, heard = asyncio.get_running_loop().time() + wait, False
    with known.broadcast.subscribe(conversation.id) as subscription:
        while True:
            events = await known.conversations.events_after(conversation.id, after)
            if heard and events:
                delivered(known.metrics, events[-1], known.floor.clock())
            left = deadline - asyncio.get_running_loop().time()
            if events or left <= 0 or subscription.closed or not await subscription.wait(left):
                return events
            heard = True


async def _stream(request: Request, conversation: Conversation, after: int) -> None:
    response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=STREAM_HEADERS)
    with services(request).broadcast.subscribe(conversation.id) as subscription:
        async for piece in _pieces(services(request), conversation, after, subscription):
            await response.send(piece)
    await response.eof()


async def _pieces(
    known: Services, conversation: Conversation, after: int, subscription: Subscription
) -> AsyncIterator[str]:
    """The stream's text, until the conversation is erased or the server stops."""
    yield COMMENT  # sends the headers, so that the client knows that it is heard
    heard = False
    while not subscription.closed:
        for event in await known.conversations.events_after(conversation.id, after):
            after = event.seq
            yield f"id: {event.seq}\ndata: {msgspec.json.encode(event.as_json()).decode()}\n\n"
            if heard:
                delivered(known.metrics, event, known.floor.clock())
        heard = await subscription.wait(known.heartbeat)
        if name := subscription.take_typing():
            yield f"event: typing\ndata: {msgspec.json.encode({'agent': name}).decode()}\n\n"
        if not heard:
            yield COMMENT
        elif await known.conversations.get(conversation.id) is None:
            return
