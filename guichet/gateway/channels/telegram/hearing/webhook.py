"""The address that Telegram calls. What an update means is for `hearing.py`.

Telegram sends an update again until it is answered with 200: anything else is for what will be better later.
"""

from __future__ import annotations

import hmac
from typing import Protocol

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from guichet.gateway.channels.telegram import PATH, SECRET_HEADER
from guichet.gateway.channels.telegram.hearing.hearing import Hearing
from guichet.gateway.channels.telegram.hearing.updates import Unreadable, parse
from guichet.gateway.refusals import Refused

#: Bytes of an update that are kept; a message of ours with a hundred buttons is 40 kB.
MAX_UPDATE = 1_048_576


class Guarded(Protocol):
    """A channel with the secret that Telegram proves itself with."""

    secret: str


def attach(app: Sanic, channel: Guarded, hearing: Hearing) -> None:
    """Register the call."""

    async def hear(request: Request) -> HTTPResponse:
        """200 once what the update says is stored."""
        if not _is_telegram(request, channel.secret):
            raise Refused(403, "forbidden")
        body = await _read(request)
        try:
            await hearing.hear(parse(body))
        except Unreadable:
            hearing.misheard()
        except (SQLAlchemyError, OSError) as error:
            raise Refused(503, "unavailable", {"Retry-After": "5"}) from error
        return json({})

    # Streamed: an update that quotes our own message is over the limit of all other bodies.
    app.add_route(hear, PATH, methods=["POST"], stream=True)


def _is_telegram(request: Request, secret: str) -> bool:
    given = request.headers.get(SECRET_HEADER) or ""
    return bool(secret) and hmac.compare_digest(given.encode(errors="backslashreplace"), secret.encode())


async def _read(request: Request) -> bytes:
    """The body, as far as it is kept: the rest makes it unreadable, and is read so that the connection lives on."""
    kept = bytearray()
    async for chunk in request.stream:
        if len(kept) <= MAX_UPDATE:
            kept += chunk
    return bytes(kept) if len(kept) <= MAX_UPDATE else b""
