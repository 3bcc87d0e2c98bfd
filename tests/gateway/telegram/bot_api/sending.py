"""The methods that put something on somebody's screen, change it or take it away."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.gateway.telegram.bot_api import keyboards, markup
from tests.gateway.telegram.bot_api.calls import Params
from tests.gateway.telegram.bot_api.chats import Chat, Stored
from tests.gateway.telegram.bot_api.refusals import NOT_A_MEMBER, NOT_MODIFIED, QUERY_TOO_OLD, bad
from tests.gateway.telegram.bot_api.telegram import Telegram

_ACTIONS = set(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
_LONGEST, _MOST_ENTITIES = 4_096, 100
_UNSEEN = ("message_thread_id", "disable_notification", "protect_content", "business_connection_id")
_LINK = re.compile(r"https?://\S|\b[\w-]+\.(?:fr|com|org|net|eu|info)\b", re.IGNORECASE)
_CONTROL = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}


class Sending:
    """Each method takes the parameters of a call, gives its result, or raises `Refusal`."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._chats = telegram.chats

    def methods(self) -> dict[str, Any]:
        return {
            "sendMessage": self.send_message,
            "sendVenue": self.send_venue,
            "sendChatAction": self.send_chat_action,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "deleteMessage": self.delete_message,
            "answerCallbackQuery": self.answer_callback_query,
            "leaveChat": self.leave_chat,
        }

    async def send_message(self, params: Params) -> dict:
        chat = self._chats.reachable(params.get("chat_id"))
        content = self._text(params)
        return self._sent(chat, params, html=params.text("text"), **content)

    async def send_venue(self, params: Params) -> dict:
        chat = self._chats.reachable(params.get("chat_id"))
        params.ignore("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
        latitude, longitude = params.number("latitude"), params.number("longitude")
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise bad("wrong latitude or longitude specified")
        place = {"location": {"latitude": latitude, "longitude": longitude}}
        for name in ("title", "address"):
            place[name] = params.text(name).strip()
            if not place[name]:
                raise bad(f"venue {name} must be non-empty")
        return self._sent(chat, params, venue=place, location=place["location"])

    async def send_chat_action(self, params: Params) -> bool:
        chat = self._chats.reachable(params.get("chat_id"))
        params.ignore(*_UNSEEN)
        if params.text("action") not in _ACTIONS:
            raise bad("wrong parameter action in request")
        chat.actions.append(params.text("action"))
        self._chats.changed()
        return True

    async def edit_message_text(self, params: Params) -> dict:
        stored = self._to_edit(params)
        if "text" not in stored.fields:
            raise bad("there is no text in the message to edit")
        return self._edited(stored, params, html=params.text("text"), **self._text(params))

    async def edit_message_reply_markup(self, params: Params) -> dict:
        return self._edited(self._to_edit(params), params)

    async def delete_message(self, params: Params) -> bool:
        chat = self._chats.reachable(params.get("chat_id"))
        stored = chat.own(params.whole("message_id"), "delete")
        if not (stored.by_bot or chat.private):
            raise bad("message can't be deleted")
        del chat.messages[stored.id]
        self._chats.changed()
        return True

    async def answer_callback_query(self, params: Params) -> bool:
        params.ignore("show_alert", "url", "cache_time")
        query = self._telegram.queries.get(params.text("callback_query_id"))
        if not self._telegram.is_answerable(query):
            raise bad(QUERY_TOO_OLD)
        if markup.units(params.text("text")) > 200:
            raise bad("MESSAGE_TOO_LONG")
        query.answered, query.text = True, params.text("text")
        if query.text:
            query.chat.toasts.append(query.text)
        self._chats.changed()
        return True

    async def leave_chat(self, params: Params) -> bool:
        chat = self._chats.reachable(params.get("chat_id"))
        if chat.private:
            raise bad("chat member status can't be changed in private chats")
        chat.barred = NOT_A_MEMBER.format(kind=chat.about["type"])
        self._chats.changed()
        return True

    def _text(self, params: Params) -> dict[str, Any]:
        """The text of a call, its entities and its preview, as fields of a message."""
        source, mode = params.text("text"), params.text("parse_mode").lower()
        if not source:
            raise bad("message text is empty")
        if mode not in ("", "html"):
            raise bad("unsupported parse_mode")
        text, entities = markup.parse(source) if mode else (source, [])
        text, entities = _trimmed(text.translate(_CONTROL), entities)
        if not text:
            raise bad("message text is empty")
        if markup.units(text) > _LONGEST:
            raise bad("message is too long")
        self._note(params, text, entities)
        shown = [entity.shown() for entity in entities[:_MOST_ENTITIES]]
        return {"text": text} | ({"entities": shown} if shown else {})

    def _note(self, params: Params, text: str, entities: list[markup.Entity]) -> None:
        """What the real server accepts, and people pay for."""
        params.ignore("entities")
        if len(entities) > _MOST_ENTITIES:
            self._telegram.complain(f"more than {_MOST_ENTITIES} entities in a message: the others are lost")
        preview = params.thing("link_preview_options")
        if preview is not None and not isinstance(preview, dict):
            raise bad("can't parse LinkPreviewOptions: object expected")
        off = params.flag("disable_web_page_preview") or bool(preview and preview.get("is_disabled"))
        if not off and (_LINK.search(text) or any(entity.type == "text_link" for entity in entities)):
            self._telegram.complain("a link with its preview not disabled")

    def _sent(self, chat: Chat, params: Params, html: str = "", **content: Any) -> dict:
        params.ignore(*_UNSEEN, "message_effect_id", "allow_paid_broadcast")
        content |= _reply(chat, params)
        keyboard = keyboards.read(params.thing("reply_markup"), chat.private)
        stored = chat.add(self._telegram.me, by_bot=True, **content)
        stored.html = html
        _put_keyboard(chat, stored, keyboard)
        self._chats.changed()
        return stored.fields

    def _to_edit(self, params: Params) -> Stored:
        params.ignore("business_connection_id")
        return self._chats.reachable(params.get("chat_id")).own(params.whole("message_id"))

    def _edited(self, stored: Stored, params: Params, html: str | None = None, **content: Any) -> dict:
        """Without a keyboard in the call, the one that was there goes."""
        keyboard = keyboards.inline_only(keyboards.read(params.thing("reply_markup"), True))
        keyboard = keyboard if keyboard and keyboard["inline_keyboard"] else None
        before = {name: stored.fields.get(name) for name in ("text", "entities") if content}
        if before == {name: content.get(name) for name in before} and keyboard == stored.fields.get("reply_markup"):
            raise bad(NOT_MODIFIED)
        for name, value in ({**{name: content.get(name) for name in before}, "reply_markup": keyboard}).items():
            stored.fields.pop(name, None)
            stored.fields |= {name: value} if value else {}
        stored.fields["edit_date"] = int(time.time())
        stored.html = stored.html if html is None else html
        stored.edits += 1
        self._chats.changed()
        return stored.fields


def _put_keyboard(chat: Chat, stored: Stored, keyboard: dict | None) -> None:
    if not keyboard:
        return
    if keyboard.get("inline_keyboard"):
        stored.fields["reply_markup"] = keyboard
    elif "inline_keyboard" not in keyboard:
        stored.fixed = True
        chat.keyboard = keyboard.get("keyboard", chat.keyboard if "force_reply" in keyboard else [])


def _reply(chat: Chat, params: Params) -> dict[str, Any]:
    wanted = params.thing("reply_parameters")
    if not wanted:
        return {}
    original = chat.messages.get(wanted.get("message_id"))
    if original is None and not wanted.get("allow_sending_without_reply"):
        raise bad("message to be replied not found")
    return {"reply_to_message": original.fields} if original else {}


def _trimmed(text: str, entities: list[markup.Entity]) -> tuple[str, list[markup.Entity]]:
    """Without the white space around, as people get it; the entities move with the words."""
    kept = text.strip()
    cut, length = markup.units(text[: len(text) - len(text.lstrip())]), markup.units(kept)
    moved = []
    for entity in entities:
        begin = min(max(entity.offset - cut, 0), length)
        end = min(max(entity.offset + entity.length - cut, 0), length)
        if end > begin:
            moved.append(markup.Entity(entity.type, begin, end - begin, entity.url))
    return kept, moved
