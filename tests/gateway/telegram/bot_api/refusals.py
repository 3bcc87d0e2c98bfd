"""The errors of the Bot API, in its own words."""

from __future__ import annotations

import math

_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}
_WHOLE = {500: "Internal Server Error", 502: "Bad Gateway"}

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
KICKED = "bot was kicked from the {kind} chat"
NOT_A_MEMBER = "bot is not a member of the {kind} chat"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


class Refusal(Exception):
    """A call that the Bot API refuses."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict:
        """The answer to the call."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body if self.retry_after is None else body | {"parameters": {"retry_after": self.retry_after}}


def bad(what: str) -> Refusal:
    return Refusal(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refusal:
    return Refusal(403, f"Forbidden: {what}")


def conflict(what: str) -> Refusal:
    return Refusal(409, f"Conflict: {what}")


def too_many(seconds: float) -> Refusal:
    """`seconds` is rounded up: the Bot API knows whole ones only."""
    wait = math.ceil(seconds)
    return Refusal(429, f"Too Many Requests: retry after {wait}", wait)


def ordered(code: int, description: str | None, retry_after: int | None) -> Refusal:
    """The error that a test asked for."""
    if code == 429:
        refusal = too_many(1 if retry_after is None else retry_after)
        return refusal if description is None else Refusal(429, description, refusal.retry_after)
    usual = _WHOLE.get(code) or f"{_PREFIXES.get(code, 'Bad Request')}: {BLOCKED if code == 403 else 'as a test asked'}"
    return Refusal(code, description or usual, retry_after)
