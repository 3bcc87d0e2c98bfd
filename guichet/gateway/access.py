"""Who may touch a conversation, and how often."""

from __future__ import annotations

from sanic import Request

from guichet.gateway.conversations import Conversation
from guichet.gateway.rates import Rate
from guichet.gateway.refusals import Refused
from guichet.gateway.services import services
from guichet.gateway.tokens import matches


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


def slow_down_address(request: Request) -> None:
    """Raises `Refused` (429) when the address asks too often."""
    _take(services(request).address_rate, request.remote_addr or request.ip)


def slow_down_typing(request: Request) -> None:
    """Raises `Refused` (429) when the address asks too often for what is looked up at each keystroke."""
    _take(services(request).typing_rate, request.remote_addr or request.ip)


def slow_down_conversation(request: Request, conversation: Conversation) -> None:
    """Raises `Refused` (429) when the conversation or its address sends too often."""
    slow_down_address(request)
    _take(services(request).conversation_rate, conversation.id)


def _take(rate: Rate, key: str) -> None:
    seconds = rate.take(key)
    if seconds:
        raise Refused(429, "too_many_requests", {"Retry-After": str(seconds)})
