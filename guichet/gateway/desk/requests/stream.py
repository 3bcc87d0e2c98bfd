"""`/desk/flux`: a page of the desk learns that something is new, never what. It then asks for what it shows.

While it is open its agent is here: it writes their sign of life down.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass

from sanic import Request, Sanic

from guichet.gateway.broadcast import Broadcast, Subscription
from guichet.gateway.desk.door.access import desk, still_in
from guichet.gateway.desk.door.accounts import Agent
from guichet.gateway.desk.requests.reach import Reach, reach
from guichet.gateway.desk.requests.visibility import admit, allowed, at_work
from guichet.gateway.events import COMMENT, STREAM_HEADERS
from guichet.gateway.handoffs import listing
from guichet.gateway.handoffs.floor import DESK, TYPING
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.gateway.services import services

#: Seconds between two signs of life of an agent.
BEAT = 20.0

#: Seconds in which several news are one.
BREATH = 0.2

#: What a page may hear, and how soon it comes back after a cut.
QUEUE, REQUEST, WRITES, GONE, SIGNED_OUT = "queue", "request", "typing", "gone", "signed_out"
RETRY = "retry: 2000\n\n"


def attach(app: Sanic) -> None:
    """Register the stream."""
    app.add_route(flow, "/desk/flux", methods=["GET"], name="desk_flow")


async def flow(request: Request) -> None:
    """The signals of the queue, and of one request when `reference` names it."""
    reference = request.args.get("reference") or ""
    agent, found = await admit(request, reference) if reference else (await at_work(request), None)
    response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=STREAM_HEADERS)
    with ExitStack() as stack:
        heard = {name: stack.enter_context(listening) for name, listening in _topics(request, found).items()}
        async for piece in _pieces(request, agent, found, heard):
            await response.send(piece)
    await response.eof()


def _topics(request: Request, found: HandoffRequest | None):
    broadcast: Broadcast = services(request).broadcast
    topics = {QUEUE: DESK}
    if found:
        topics |= {REQUEST: found.conversation_id, WRITES: f"{TYPING}{found.conversation_id}"}
    return {name: broadcast.subscribe(topic) for name, topic in topics.items()}


async def _pieces(
    request: Request, agent: Agent, found: HandoffRequest | None, heard: dict[str, Subscription]
) -> AsyncIterator[str]:
    """The stream's text, until the session ends, the request is erased or the server stops."""
    known, accounts = services(request), desk(request).accounts
    beat, loop = min(BEAT, known.heartbeat), asyncio.get_running_loop()
    before, due = await _look(request, agent, found), loop.time() + beat
    await accounts.seen(agent.id)
    yield RETRY
    while not any(subscription.closed for subscription in heard.values()):
        news = await _wait(heard, due - loop.time())
        if loop.time() >= due:
            if not await still_in(request):
                yield _record(SIGNED_OUT)
                return
            await accounts.seen(agent.id)
            due = loop.time() + beat
            yield COMMENT
        if WRITES in news and heard[WRITES].take_typing():
            yield _record(WRITES)
        # A beat looks too: that words are late is no news, only time.
        if news == {WRITES}:
            continue
        now = await _look(request, agent, found)
        for name in _changed(before, now):
            yield _record(name)
        if now.gone:
            return
        before = now
        if news:
            await asyncio.sleep(BREATH)


async def _wait(heard: dict[str, Subscription], seconds: float) -> set[str]:
    """What was heard within the time; what is not waited for to its end is heard the next time."""
    tasks = {asyncio.create_task(one.wait(max(0.0, seconds))): name for name, one in heard.items()}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return {tasks[task] for task in done if task.result()}
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True)
class Seen:
    """How everything was at a moment."""

    queue: tuple
    request: tuple | None
    reach: Reach
    follows: bool

    @property
    def gone(self) -> bool:
        return self.follows and self.request is None


async def _look(request: Request, agent: Agent, found: HandoffRequest | None) -> Seen:
    known = services(request)
    async with known.database.read() as connection:
        queue = await listing.pulse(connection, allowed(agent, known.floor), agent.id)
        trace = await listing.trace(connection, found.reference) if found else None
        reached = await reach(connection, found.conversation_id, desk(request).clock()) if found else Reach()
    return Seen(queue, trace, reached, found is not None)


def _changed(before: Seen, now: Seen) -> list[str]:
    names = [QUEUE] if now.queue != before.queue else []
    if now.gone:
        return [*names, GONE]
    same = (now.request, now.reach) == (before.request, before.reach)
    return names if same else [*names, REQUEST]


def _record(name: str) -> str:
    return f"event: {name}\ndata: {{}}\n\n"
