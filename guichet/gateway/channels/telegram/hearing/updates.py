"""What Telegram sends to the webhook, parsed once into typed values; leaves out what to do about it.

Fields are those of https://core.telegram.org/bots/api: unknown ones are skipped, those we use have to fit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw

#: Every number that a double holds exactly, which is what Telegram promises for its ids.
Id = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Short = Annotated[str, Meta(max_length=256)]
#: Telegram cuts messages at 4,096 characters; `Visitors` says what is too long for us.
Words = Annotated[str, Meta(max_length=65_536)]

#: What a message may be instead of words, the telling name first: an animation is a `document` as well.
MEDIA = (
    "voice", "audio", "video_note", "photo", "animation", "document", "video", "sticker", "poll", "dice", "game",
    "story", "paid_media", "checklist", "invoice", "live_photo",
)  # fmt: skip

#: What Telegram itself says in a chat: nobody waits for an answer to it.
SERVICE = frozenset(
    "new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created"
    " supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id"
    " migrate_from_chat_id pinned_message successful_payment refunded_payment users_shared chat_shared gift"
    " unique_gift connected_website write_access_allowed passport_data proximity_alert_triggered boost_added"
    " chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed"
    " forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden"
    " general_forum_topic_unhidden giveaway_created giveaway giveaway_winners giveaway_completed"
    " paid_message_price_changed video_chat_scheduled video_chat_started video_chat_ended"
    " video_chat_participants_invited web_app_data".split()
)

#: The other kinds of updates that exist: only a name of ours becomes the label of a counter.
OTHERS = frozenset(
    "channel_post edited_channel_post business_connection business_message edited_business_message"
    " deleted_business_messages message_reaction message_reaction_count inline_query chosen_inline_result"
    " shipping_query pre_checkout_query purchased_paid_media poll poll_answer chat_member chat_join_request"
    " chat_boost removed_chat_boost".split()
)


class Unreadable(Exception):
    """No update, or one whose parts are not what they should be."""


class Chat(msgspec.Struct, frozen=True):
    id: Id
    type: Short

    @property
    def private(self) -> bool:
        return self.type == "private"


class User(msgspec.Struct, frozen=True):
    id: Id
    is_bot: bool = False


class Location(msgspec.Struct, frozen=True):
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Contact(msgspec.Struct, frozen=True):
    phone_number: Annotated[str, Meta(max_length=64)]
    user_id: Id | None = None


class Key(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button under a message of ours, as Telegram gives it back."""

    text: Short
    callback_data: Short = ""
    url: Annotated[str, Meta(max_length=2048)] = ""


class Keyboard(msgspec.Struct, frozen=True):
    inline_keyboard: list[list[Key]] = []


class Message(msgspec.Struct, frozen=True):
    """A message of a chat. `carries`: one of `MEDIA`, "service", or "other" for what didn't exist yet."""

    message_id: Count
    chat: Chat
    sender: User | None = msgspec.field(default=None, name="from")
    text: Words | None = None
    caption: Words | None = None
    location: Location | None = None
    contact: Contact | None = None
    media_group_id: Short | None = None
    reply_markup: Keyboard | None = None
    forward_origin: Raw = Raw(b"")
    carries: Any = ""

    @property
    def keyboard(self) -> list[list[dict[str, str]]]:
        """The buttons under it, ready for JSON; none when Telegram doesn't remember the message."""
        return msgspec.to_builtins(self.reply_markup.inline_keyboard) if self.reply_markup else []


class CallbackQuery(msgspec.Struct, frozen=True):
    """A button was pressed; `message`: the one it was under, unless that came through another chat."""

    id: Short
    sender: User = msgspec.field(name="from")
    data: Annotated[str, Meta(max_length=64)] = ""
    message: Message | None = None


class Member(msgspec.Struct, frozen=True):
    status: Short


class Membership(msgspec.Struct, frozen=True):
    """What became of us in a chat: blocked, added to a group…"""

    chat: Chat
    new_chat_member: Member


#: The kinds we hear, and what each holds.
KINDS: dict[str, type] = {
    "message": Message,
    "edited_message": Message,
    "callback_query": CallbackQuery,
    "my_chat_member": Membership,
}


@dataclass(frozen=True)
class Update:
    """`content` is None for the kinds that we don't hear."""

    id: int
    kind: str
    content: Message | CallbackQuery | Membership | None = None


_FIELDS = msgspec.json.Decoder(dict[str, Raw])


def parse(body: bytes) -> Update:
    """The update of a body. Raises `Unreadable`."""
    try:
        fields = _FIELDS.decode(body)
        number = msgspec.json.decode(fields["update_id"], type=Count)
        kind = next((kind for kind in KINDS if kind in fields), "")
        if kind:
            return Update(number, kind, _content(fields[kind], KINDS[kind]))
    except (ValueError, KeyError, RecursionError) as error:
        raise Unreadable from error
    return Update(number, next((name for name in sorted(OTHERS) if name in fields), "other"))


def _content(raw: Raw, type_: type) -> Message | CallbackQuery | Membership:
    content = msgspec.json.decode(raw, type=type_)
    if isinstance(content, Message):
        content = msgspec.structs.replace(content, carries=_carried(_FIELDS.decode(raw)))
    return content


def _carried(names: Collection[str]) -> str:
    if not SERVICE.isdisjoint(names):
        return "service"
    return next((name for name in MEDIA if name in names), "other")
