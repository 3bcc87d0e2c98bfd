"""Groups are declined politely, once, and left; and what Telegram can't be asked ends nothing."""

from __future__ import annotations

from guichet.gateway.channels.telegram.hearing import errands
from tests.gateway.telegram.hearing.room import GROUP, Room, membership, message


def in_group(type="supergroup", **fields):
    return message(GROUP, **fields) | {"chat": {"id": GROUP, "type": type, "title": "Les voisins"}}


async def test_a_group_is_told_where_the_counter_is_and_left(room):
    await room.hear(my_chat_member=membership("member", GROUP, "group"))
    await room.hear(message=in_group(new_chat_members=[{"id": 123456}]))
    await room.hear(message=in_group(text="bonjour le robot"))
    await room.shown()
    ((address, said, _),) = room.channel.replies
    assert address == str(GROUP)
    assert "https://t.me/GuichetTestBot" in said
    assert room.channel.left == [str(GROUP)]
    assert await room.visitors.find(str(GROUP)) is None


async def test_a_group_that_put_us_out_is_told_nothing(room):
    await room.hear(my_chat_member=membership("left", GROUP, "group"))
    await room.hear(my_chat_member=membership("kicked", GROUP, "supergroup"))
    await room.shown()
    assert (room.channel.replies, room.channel.left) == ([], [])


async def test_a_channel_is_left_without_a_word(room):
    await room.hear(my_chat_member=membership("administrator", GROUP, "channel"))
    await room.hear(channel_post={"text": "info", "chat": {"id": GROUP, "type": "channel"}})
    await room.shown()
    assert (room.channel.replies, room.channel.left) == ([], [str(GROUP)])
    assert room.counted('telegram_updates_total{kind="channel_post"}') == 1


async def test_a_button_pressed_in_a_group_is_not_theirs(room):
    await room.presses("c:1", message=in_group())
    await room.shown()
    assert [text for _, text, _ in room.channel.answered] == [room.words.toasts.foreign]


async def test_a_group_is_left_also_when_nothing_can_be_said_there(room, caplog):
    room.channel.broken = True
    await room.hear(my_chat_member=membership("member", GROUP, "group"))
    await room.shown()
    assert room.channel.left == [str(GROUP)]
    assert room.counted("telegram_errands_failed_total") == 1
    assert "secret" not in str([vars(record) for record in caplog.records])


async def test_more_errands_than_anyone_can_run_are_let_go(room: Room, monkeypatch):
    monkeypatch.setattr(errands, "MOST", 0)
    await room.hear(my_chat_member=membership("member", GROUP, "group"))
    await room.shown()
    assert room.channel.left == []
    assert room.counted("telegram_errands_dropped_total") == 1
