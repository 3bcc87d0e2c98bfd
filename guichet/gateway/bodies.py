"""Bodies and parameters of the public API, parsed once into typed values; what doesn't fit is refused by name."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sanic import Request

from guichet.gateway.conversations import Feedback
from guichet.gateway.refusals import Refused, invalid

MAX_TEXT = 1_000
MAX_CLIENT_ID = 100
MAX_QUERY = 100
MAX_WAIT = 25.0
MAX_SEQ = 2**31 - 1


@dataclass(frozen=True)
class NewMessage:
    """A citizen's message: a `text`, or the `choice` of an option, or a `procedure` to open; the others are empty."""

    client_id: str
    text: str = ""
    choice: str = ""
    procedure: str = ""


def new_message(body: bytes) -> NewMessage:
    """Raises `Refused` (422, or 413 for a text that is too long)."""
    data = _object(body)
    client_id = _identifier("client_id", data.get("client_id"))
    given = {name: data[name] for name in ("text", "choice", "procedure") if data.get(name) is not None}
    if len(given) != 1:
        raise invalid("text_or_choice")
    (name, value) = given.popitem()
    return NewMessage(client_id, **{name: _text(value) if name == "text" else _identifier(name, value)})


def typed(client_id: str, text: str) -> NewMessage:
    """A text that some other way brought. Raises `Refused` as `new_message` does."""
    return NewMessage(client_id, text=_text(text))


def form_message(form: Mapping[str, str], once: str) -> NewMessage:
    """The message of a plain form: the button that was pressed, else the text.

    `once`: the page it comes from. With what is said it makes the client's id: a form sent twice is one message.
    Raises `Refused` as `new_message` does.
    """
    name = next((name for name in ("choice", "procedure") if form.get(name)), "text")
    value = form.get(name, "")
    value = _text(value) if name == "text" else _identifier(name, value)
    sent = hashlib.sha256(f"{once}\0{name}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return NewMessage(sent, **{name: value})


def feedback(body: bytes) -> Feedback:
    """A thumb about an event, or the satisfaction with the whole conversation. Raises `Refused` (422)."""
    data = _object(body)
    rating, comment, seq = data.get("rating"), data.get("comment"), data.get("seq")
    satisfaction = data.get("satisfaction")
    if satisfaction is not None and (rating is not None or type(satisfaction) is not int or not 1 <= satisfaction <= 5):
        raise invalid("satisfaction_invalid")
    if satisfaction is None and rating not in ("up", "down"):
        raise invalid("rating_invalid")
    if comment is not None and (not isinstance(comment, str) or len(comment) > MAX_TEXT):
        raise invalid("comment_invalid")
    if seq is not None and (satisfaction is not None or type(seq) is not int or not 1 <= seq <= MAX_SEQ):
        raise invalid("seq_invalid")
    return Feedback(rating, _clean(comment or ""), seq, satisfaction)


def query(request: Request) -> str:
    """What somebody is typing to find a procedure. Raises `Refused` (422)."""
    typed = _clean(request.args.get("q") or "")
    if len(typed) > MAX_QUERY:
        raise invalid("query_too_long")
    return typed


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


def _identifier(name: str, value: Any) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_CLIENT_ID or "\x00" in value:
        raise invalid(f"{name}_invalid")
    return value


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
