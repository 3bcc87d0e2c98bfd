"""Updates as Telegram sends them become typed values; what doesn't fit is no update."""

from __future__ import annotations

import json

import pytest

from guichet.gateway.channels.telegram.hearing.updates import MEDIA, OTHERS, SERVICE, Unreadable, parse
from tests.gateway.telegram.hearing.room import ANA, membership, message, person


def parsed(**content):
    return parse(json.dumps({"update_id": 7} | content).encode())


def test_a_message_is_read_with_what_we_use_of_it():
    update = parsed(message=message(text="bonjour", entities=[{"type": "bold", "offset": 0, "length": 7}]))
    assert (update.id, update.kind, update.content.text, update.content.chat.id) == (7, "message", "bonjour", ANA)
    assert update.content.chat.private
    assert not update.content.sender.is_bot


def test_a_press_comes_with_the_buttons_it_was_among():
    keys = [[{"text": "Oui", "callback_data": "c:1"}, {"text": "Site", "url": "https://exemple.fr/"}]]
    query = {"id": "1", "from": person(), "data": "c:1", "message": message(reply_markup={"inline_keyboard": keys})}
    assert parsed(callback_query=query).content.message.keyboard == keys


def test_a_message_that_telegram_does_not_remember_has_no_buttons():
    gone = {"chat": {"id": ANA, "type": "private"}, "message_id": 4, "date": 0}
    assert (
        parsed(callback_query={"id": "1", "from": person(), "data": "t:1", "message": gone}).content.message.keyboard
        == []
    )


@pytest.mark.parametrize("kind", MEDIA)
def test_every_kind_of_content_is_known_by_its_name(kind):
    assert parsed(message=message(**{kind: {"file_id": "x"}})).content.carries == kind


def test_an_animation_is_no_document():
    assert parsed(message=message(document={}, animation={})).content.carries == "animation"


def test_what_telegram_says_itself_is_told_apart_from_what_did_not_exist_yet():
    assert parsed(message=message(pinned_message={})).content.carries == "service"
    assert parsed(message=message(hologram={})).content.carries == "other"
    assert SERVICE.isdisjoint(MEDIA)


def test_kinds_that_we_do_not_hear_keep_their_name_and_nothing_else():
    for kind in OTHERS:
        update = parsed(**{kind: {"anything": [1]}})
        assert (update.kind, update.content) == (kind, None)
    assert parsed(hologram={}).kind == "other"
    assert parsed().kind == "other"


def test_who_blocks_us_is_read():
    assert parsed(my_chat_member=membership("kicked")).content.new_chat_member.status == "kicked"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{}", b'"update_id"', b'{"update_id": "7"}', b'{"update_id": -1}', b'{"update_id": 1.5}',
        b'{"update_id": true, "message": {}}', b'{"update_id": 7, "message": null}', b'{"update_id": 7, "message": []}',
        b"[" * 100_000, b'{"update_id":7,"message":' * 5_000, b'{"update_id": 7, "message": "\xff"}', b"\x00\x01",
        b'{"update_id": 7, "message": {"message_id": 1, "chat": {"id": 1, "type": "private"}, "text": "\\ud800"}}',
        b'{"update_id": 123456789012345678901234567890}',
    ],
)  # fmt: skip
def test_what_is_no_update_is_unreadable(body):
    with pytest.raises(Unreadable):
        parse(body)


@pytest.mark.parametrize(
    "wrong",
    [
        {"message_id": "1"}, {"message_id": -1}, {"chat": {}}, {"chat": {"id": "1", "type": "private"}},
        {"chat": {"id": 2**60, "type": "private"}}, {"text": 5}, {"text": ["a"]}, {"text": "a" * 70_000},
        {"from": {"id": None}}, {"location": {"latitude": 91, "longitude": 0}}, {"location": {"latitude": "48"}},
        {"contact": {}}, {"contact": {"phone_number": "1" * 65}}, {"reply_markup": {"inline_keyboard": [{}]}},
    ],
)  # fmt: skip
def test_a_part_that_we_use_has_to_fit(wrong):
    with pytest.raises(Unreadable):
        parsed(message=message(text="bonjour") | wrong)


def test_the_data_of_a_button_is_never_longer_than_telegram_allows():
    query = {"id": "1", "from": person(), "message": message()}
    assert parsed(callback_query=query | {"data": "c" * 64}).content.data == "c" * 64
    with pytest.raises(Unreadable):
        parsed(callback_query=query | {"data": "c" * 65})
