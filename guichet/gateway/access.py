"""Who may touch a conversation, and how often."""

from __future__ import annotations

import hmac
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sanic import Request

from guichet.gateway.conversations import Conversation
from guichet.gateway.limits import EVERYONE, is_private, network
from guichet.gateway.refusals import Refused
from guichet.gateway.services import Services, services
from guichet.gateway.tokens import matches
from guichet.handoff import HUMAN

#: Seconds after which a client may come back when there is too much to do: not all of a crowd at the same moment.
SOONEST, LATEST = 3, 10

#: What proxies say of whom they speak for.
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")


async def admit(request: Request, conversation_id: str) -> Conversation:
    """The conversation whose token the request carries.

    Raises `Refused`: 401 without a token, 404 for an unknown conversation and for a wrong token alike,
    so that nobody learns which conversations exist.
    """
    scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "token_missing", {"WWW-Authenticate": "Bearer"})
    found = await services(request).conversations.get(conversation_id)
    # Compared also when there is none, so that both refusals take the same time.
    if not matches(token.strip(), found.token_digest if found else "") or found is None:
        raise Refused(404, "not_found")
    return found


async def slow_down_address(request: Request) -> None:
    """Raises `Refused` (429) when the address, or everybody together, asks too often."""
    limits = services(request).limits
    _refuse_for(await limits.address.take(origin(request)))
    _refuse_for(await limits.everyone.take(EVERYONE))


def slow_down_typing(request: Request) -> None:
    """Raises `Refused` (429) when the address asks too often for what is looked up at each keystroke."""
    _refuse_for(services(request).limits.typing.take(origin(request)))


async def slow_down_conversation(request: Request, conversation: Conversation) -> None:
    """Raises `Refused` (429) when the conversation, its address, or everybody together sends too often."""
    # The conversation first: one that is wild must not use up what its neighbours have.
    _refuse_for(await services(request).limits.conversation.take(conversation.id))
    await slow_down_address(request)


@asynccontextmanager
async def room_to_wait(known: Services, conversation: Conversation, client_id: str) -> AsyncIterator[None]:
    """Hold a place for a message while it is stored. Raises `Refused` (503) while too many wait for the bot.

    One that was accepted is still acknowledged, and what people answer goes through: it asks nothing of the bot.
    """
    if conversation.owner in HUMAN:
        yield
        return
    async with known.limits.load.entering() as free:
        if not free and await known.inbox.known(conversation.id, client_id) is None:
            raise Refused(503, "overloaded", _later())
        yield


@contextmanager
def open_answer(request: Request, conversation: Conversation) -> Iterator[None]:
    """Hold one of the places for answers that stay open. Raises `Refused` (503) when there is none."""
    with services(request).limits.places.taken(origin(request), conversation.id) as free:
        if not free:
            raise Refused(503, "overloaded", _later())
        yield


def _later() -> dict[str, str]:
    return {"Retry-After": str(random.randint(SOONEST, LATEST))}


def origin(request: Request) -> str:
    """Where a request comes from, as the limits count it."""
    return network(request.remote_addr or request.ip or "")


def for_operators(request: Request) -> None:
    """Raises `Refused` (404) for a call from outside to what is for operators.

    From afar with the token of the settings; without it, straight from a machine of a private network alone: what came
    through a proxy came from outside.
    """
    expected, given = services(request).metrics_token, request.headers.get("authorization", "")
    if expected and hmac.compare_digest(given.encode("utf-8", "surrogateescape"), f"Bearer {expected}".encode()):
        return
    if any(name in request.headers for name in FORWARDED) or not is_private(request.ip or ""):
        raise Refused(404, "not_found")


def _refuse_for(seconds: int) -> None:
    if seconds:
        raise Refused(429, "too_many_requests", {"Retry-After": str(seconds)})
