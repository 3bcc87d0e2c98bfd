"""What Telegram's refusals mean, as words of our own: theirs may quote people, and are free to change."""

from __future__ import annotations

#: The citizen can't be reached.
_GONE = {
    "chat not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
    "user not found": "chat_not_found",
    "user is deactivated": "deactivated",
    "bot was blocked": "blocked",
    "bot was kicked": "kicked",
    "bot is not a member": "kicked",
    "can't initiate conversation": "never_started",
}

#: Why a call is refused, the first that fits; in lower case, as they are written in descriptions.
_REASONS = {
    "message is not modified": "not_modified",
    "message to edit not found": "message_not_found",
    "message_id_invalid": "message_not_found",
    "message can't be edited": "not_editable",
    "can't parse entities": "entities",
    "can't find end of": "entities",
    "entity_": "entities",
    "message is too long": "too_long",
    "message_too_long": "too_long",
    "text is empty": "empty",
    "text must be non-empty": "empty",
    "button": "keyboard",
    "keyboard": "keyboard",
    "reply markup": "keyboard",
    "reply_markup": "keyboard",
    "encoded in utf-8": "encoding",
    "query is too old": "query_too_old",
    "webhook": "webhook",
    "conflict": "conflict",
}

#: What a status alone says.
_CODES = {401: "unauthorized", 404: "unknown_bot_or_method", 409: "conflict", 413: "too_large"}


def gone(description: str) -> str:
    """Why a citizen can't be reached, in one word; empty when the description says something else."""
    return _found(_GONE, description)


def reason(code: int, description: str) -> str:
    """Why a call was refused, in one word of a short list."""
    return _CODES.get(code) or _found(_REASONS, description) or "other"


def _found(words: dict[str, str], description: str) -> str:
    lowered = description.lower()
    return next((word for known, word in words.items() if known in lowered), "")
