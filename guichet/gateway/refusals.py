"""Every error of the HTTP face as `{"error": {"code", "message"}}`: French for people, never internals.

A browser that asks for a page gets a page with the same message.
"""

from __future__ import annotations

import logging
import sqlite3

from sanic import Request
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, html, json
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from guichet.gateway.database import Unreachable
from guichet.gateway.headers import FORM_POLICY
from guichet.gateway.plain_page import error_page
from guichet.gateway.services import services

logger = logging.getLogger(__name__)

#: The code of what Sanic itself refuses.
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "body_too_large",
    503: "unavailable",
}

#: What SQLite says of a file that waiting won't mend: a table that is missing, a page that is broken.
_LASTING = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

#: Headers of Sanic's own errors worth keeping.
_KEPT = ("Allow", "Retry-After")


class Refused(Exception):
    """A request that can't be served; `code` names a sentence of the locale file."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or {}


def invalid(code: str) -> Refused:
    """A body or a parameter that doesn't fit."""
    return Refused(422, code)


async def answer_refusal(request: Request, error: Exception) -> HTTPResponse:
    """The exception handler of the application, for every exception there is."""
    refused = error if isinstance(error, Refused) else _translate(request, error)
    known = services(request)
    known.metrics.count("errors_total", code=refused.code, status=refused.status)
    message = known.wording.errors[refused.code]
    if _reads_pages(request):
        page = error_page(message, known.wording.plain)
        policy = {"Content-Security-Policy": FORM_POLICY}
        return html(page, status=refused.status, headers=refused.headers | policy)
    body = {"error": {"code": refused.code, "message": message}}
    return json(body, status=refused.status, headers=refused.headers)


def _reads_pages(request: Request) -> bool:
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _passes(error: Exception) -> bool:
    """Whether the database is away or full: the same request may well be served in a moment."""
    ours = (IntegrityError, ProgrammingError, DataError)
    # Extended codes of SQLite have the plain one in their last byte.
    lasting = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF in _LASTING
    return isinstance(error, (Unreachable, DBAPIError, PoolTimeout)) and not isinstance(error, ours) and not lasting


def _translate(request: Request, error: Exception) -> Refused:
    status = error.status_code if isinstance(error, SanicException) else 500
    if isinstance(error, SanicException) and 400 <= status < 500:
        code = _CODES.get(status, "bad_request")
        kept = {name: str(error.headers[name]) for name in _KEPT if name in (error.headers or {})}
        return Refused(status, code, kept)
    if status == 503:
        return Refused(503, "unavailable", {"Retry-After": "5"})
    if _passes(error):
        logger.error("request.unavailable", extra={"reason": type(error).__name__})
        return Refused(503, "unavailable", {"Retry-After": "5"})
    # The template of the route, not the address: an address may carry what a citizen typed.
    route = request.route.path if request.route else ""
    logger.error("request.failed", exc_info=error, extra={"route": route})
    return Refused(500, "internal")
