"""Bodies and parameters of the public API, parsed once into typed values; what doesn't fit is refused by name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

import msgspec
from sanic import Request

from guichet.gateway.conversations import Feedback
from guichet.gateway.refusals import Refused, invalid

MAX_TEXT = 1_000
MAX_CLIENT_ID = 100
MAX_WAIT = 25.0
MAX_SEQ = 2**31 - 1


@dataclass(frozen=True)
class NewMessage:
    """A citizen's message: either `text` or `choice`, the other is empty."""

    client_id: str
    text: str = ""
    choice: str = ""


def new_message(body: bytes) -> NewMessage:
    """Raises `Refused` (422, or 413 for a text that is too long)."""
    data = _object(body)
    client_id = data.get("client_id")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= MAX_CLIENT_ID or "\x00" in client_id:
        raise invalid("client_id_invalid")
    text, choice = data.get("text"), data.get("choice")
    if (text is None) == (choice is None):
        raise invalid("text_or_choice")
    if choice is not None:
        if not isinstance(choice, str) or not 1 <= len(choice) <= MAX_CLIENT_ID or "\x00" in choice:
            raise invalid("choice_invalid")
        return NewMessage(client_id, choice=choice)
    return NewMessage(client_id, text=_text(text))


def feedback(body: bytes) -> Feedback:
    """Raises `Refused` (422)."""
    data = _object(body)
    rating, comment, seq = data.get("rating"), data.get("comment"), data.get("seq")
    if rating not in ("up", "down"):
        raise invalid("rating_invalid")
    if comment is not None and (not isinstance(comment, str) or len(comment) > MAX_TEXT):
        raise invalid("comment_invalid")
    if seq is not None and (type(seq) is not int or not 1 <= seq <= MAX_SEQ):
        raise invalid("seq_invalid")
    return Feedback(rating, _clean(comment or ""), seq)


def after(request: Request) -> int:
    """The last number the client has: of the parameter or, when a stream was cut, of `Last-Event-ID`."""
    values = [request.args.get("after"), request.headers.get("last-event-id")]
    given = [value for value in values if value]
    if any(not (value.isascii() and value.isdigit()) for value in given):
        raise invalid("after_invalid")
    return min(max(map(int, given), default=0), MAX_SEQ)


def wait(request: Request) -> float:
    """How long the client is ready to wait, in seconds."""
    value = request.args.get("wait") or "0"
    try:
        seconds = float(value) if value.isascii() else -1.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= MAX_WAIT:
        raise invalid("wait_invalid")
    return seconds


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise invalid("invalid_json") from error
    if not isinstance(data, dict):
        raise invalid("invalid_json")
    return data


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise invalid("text_invalid")
    text = _clean(value)
    if len(text) > MAX_TEXT:
        raise Refused(413, "text_too_long")
    if not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        raise invalid("text_empty")
    return text


def _clean(text: str) -> str:
    """Without control characters: some databases refuse them, and nobody sees them."""
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()
