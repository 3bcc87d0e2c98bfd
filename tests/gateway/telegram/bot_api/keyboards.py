"""The keyboards of messages, checked: those inside a message, and those under the field where people type."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.gateway.telegram.bot_api.refusals import bad

_KINDS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
}
_ASKS = {"request_contact", "request_location", "request_users", "request_chat", "request_poll", "web_app"}
_LINK = re.compile(r"^(?:https?|tg)://[^\s/?#.]+(?:\.[^\s/?#.]+)*(?:[/?#]\S*)?$", re.IGNORECASE)
_MOST = 10_000


def read(markup: Any, private: bool) -> dict | None:
    """The reply markup of a call, as a dictionary, or None. Raises `Refusal`."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > _MOST:
        raise bad("reply markup is too long")
    if "inline_keyboard" in markup:
        return {"inline_keyboard": _inline(markup["inline_keyboard"])}
    if "keyboard" in markup:
        return markup | {"keyboard": _under(markup["keyboard"], private)}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    raise bad("can't parse reply keyboard markup JSON object")


def inline_only(markup: dict | None) -> dict | None:
    """For editing: a message that was sent keeps no other keyboard."""
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return markup


def _inline(rows: Any) -> list[list[dict]]:
    _check_rows(rows, most=8)
    for row in rows:
        for button in row:
            _check_inline(button)
    return [row for row in rows if row]


def _check_rows(rows: Any, most: int) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: an array of arrays is expected")
    if sum(map(len, rows)) > 100:
        raise bad("reply markup is too long")
    # The real server may let this pass; the apps then don't show all of them.
    if any(len(row) > most for row in rows):
        raise bad("too many buttons in a row of the keyboard")


def _check_inline(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: an object with text is expected")
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    kinds = _KINDS & set(button)
    if len(kinds) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if kinds == {"callback_data"} and not _is_data(button["callback_data"]):
        raise bad("BUTTON_DATA_INVALID")
    if kinds == {"url"} and not (isinstance(button["url"], str) and _LINK.match(button["url"])):
        raise bad("BUTTON_URL_INVALID")


def _is_data(data: Any) -> bool:
    return isinstance(data, str) and 1 <= len(data.encode()) <= 64


def _under(rows: Any, private: bool) -> list[list[dict]]:
    _check_rows(rows, most=12)
    buttons = [[{"text": button} if isinstance(button, str) else button for button in row] for row in rows]
    for button in (button for row in buttons for button in row):
        if not isinstance(button, dict) or not str(button.get("text", "")).strip():
            raise bad("can't parse keyboard button: text must be non-empty")
        if len(_ASKS & set(button)) > 1:
            raise bad("can't parse keyboard button: at most one of the optional fields must be used")
        if _ASKS & set(button) and not private:
            raise bad("phone number can be requested in private chats only")
    return buttons
