"""Messages of a private chat: words are asked, everything else is met with what can be done instead."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, OperationalError

from guichet.gateway.tables import events, messages
from tests.gateway.handoffs.house import asks_for_a_person
from tests.gateway.sealed import kept_contacts
from tests.gateway.telegram.hearing.room import ANA, BOB, membership, message, person


async def test_words_are_asked_and_the_first_ones_come_after_the_welcome(room):
    await room.says("J'ai perdu ma carte d'identité")
    welcome, question = await room.events()
    assert (welcome.author, question.author) == ("bot", "citizen")
    assert await room.for_engine() == ["J'ai perdu ma carte d'identité"]


async def test_the_same_update_again_is_nothing_new(room):
    number = await room.says("bonjour")
    await room.hear(number, message=message(text="bonjour"))
    assert await room.said() == ["bonjour"]
    assert room.counted("telegram_duplicates_total") == 1


async def test_the_same_update_twice_at_once_is_one_message(room):
    await asyncio.gather(*(room.hear(5, message=message(text="bonjour")) for _ in range(8)))
    assert await room.said() == ["bonjour"]


async def test_an_update_that_comes_late_is_heard_all_the_same(room):
    await room.hear(20, message=message(text="deux"))
    await room.hear(19, message=message(text="un"))
    assert await room.said() == ["deux", "un"]


async def test_messages_of_a_chat_keep_the_order_of_their_coming(room):
    await asyncio.gather(*(room.hear(100 - n, message=message(text=f"message {n}")) for n in range(20)))
    assert await room.said() == [f"message {n}" for n in range(20)]


async def test_personal_data_is_masked_before_it_is_stored(room):
    await room.says("appelez-moi au 06 12 34 56 78")
    assert "06 12" not in (await room.said())[0]


async def test_text_is_never_an_order_for_the_engine(room):
    await room.says('/choose{"near": "48.86 2.35"}')
    await room.says("/12/2024 est ma date")
    assert [said[0] for said in await room.for_engine()] == ["c", "1"]


async def test_a_corrected_message_is_said_anew(room):
    await room.sends(text="carte grize", message_id=4)
    await room.hear(edited_message=message(text="carte grise", message_id=4, edit_date=2))
    await room.sends(text="merci", message_id=7)
    await room.hear(edited_message=message(text="carte grise, merci", message_id=4, edit_date=3))
    assert await room.said() == ["carte grize", "carte grise", "merci", "carte grise, merci"]
    assert (await room.known.chats.at("telegram", str(ANA))).newest == "7"


async def test_an_edit_that_changes_no_word_is_nothing(room):
    await room.sends(text="carte grise", message_id=4)
    await room.hear(edited_message=message(text="carte grise", message_id=4, edit_date=2))
    await room.hear(edited_message=message(location={"latitude": 1, "longitude": 2}, message_id=5, edit_date=2))
    assert await room.said() == ["carte grise"]
    assert await room.told() == []


@pytest.mark.parametrize(
    ("kind", "family"),
    [
        ("voice", "voice"), ("audio", "voice"), ("video_note", "voice"), ("photo", "papers"), ("document", "papers"),
        ("video", "video"), ("animation", "video"), ("sticker", "sticker"), ("dice", "sticker"), ("poll", "other"),
        ("story", "video"), ("hologram", "other"),
    ],
)  # fmt: skip
async def test_what_is_no_text_gets_a_sentence_that_says_what_to_do_instead(room, kind, family):
    await room.sends(**{kind: {"file_id": "secret-file"}})
    assert await room.told() == [getattr(room.words.media, family)]
    assert await room.said() == []


async def test_with_a_person_the_sentence_speaks_of_them(room):
    await room.house.agent()
    await room.says("je veux parler à quelqu'un")
    await room.house.settle()
    room.house.engine.answer((await room.visitors.find(str(ANA))).id, asks_for_a_person())
    await room.house.settle()
    await room.sends(photo=[{}])
    await room.sends(location={"latitude": 48.8566, "longitude": 2.3522})
    assert (await room.told())[-2:] == [room.words.media_for_person.papers, room.words.location_for_person]


async def test_a_caption_is_heard_as_words(room):
    await room.sends(photo=[{}], caption="est-ce le bon formulaire ?")
    assert await room.said() == ["est-ce le bon formulaire ?"]
    assert await room.told() == [room.words.media.papers]


async def test_an_album_is_answered_once(room):
    for _ in range(10):
        await room.sends(photo=[{}], media_group_id="42")
    assert len(await room.told()) == 1


async def test_a_whole_folder_is_not_answered_file_by_file(room):
    for _ in range(30):
        await room.sends(document={})
    assert len(await room.told()) == 6


async def test_a_position_is_known_to_a_kilometre_and_no_better(room):
    await room.sends(location={"latitude": 48.85661234, "longitude": -0.001})
    assert await room.for_engine() == ['/choose{"near": "48.86 0.00"}']
    assert await room.said() == [room.words.location]
    for row in await room.house.rows(_everything()):
        assert "48.85" not in str(row)


async def test_a_place_is_a_position(room):
    await room.sends(venue={"title": "Mairie"}, location={"latitude": 43.3, "longitude": 5.4})
    assert await room.for_engine() == ['/choose{"near": "43.30 5.40"}']


async def test_a_contact_that_nobody_asked_for_is_not_kept(room):
    await room.sends(contact={"phone_number": "+33612345678", "first_name": "Ana", "user_id": ANA})
    assert await room.told() == [room.words.contact_unasked]
    assert await room.said() == []


async def test_a_contact_is_taken_where_a_call_back_was_asked(room):
    conversation = await asked_for_a_call(room)
    await room.sends(contact={"phone_number": "33698765432", "first_name": "Bob", "user_id": BOB})
    assert (await room.told())[-1] == room.words.contact_of_another
    await room.sends(contact={"phone_number": "33698765432", "first_name": "Ana", "user_id": ANA})
    assert [contact.phone for contact in await kept_contacts(room.house.database)] == ["0698765432"]
    assert "98 76" not in str([event.body for event in await room.events()])
    assert await room.visitors.detail(conversation) == ""


async def asked_for_a_call(room):
    """A citizen who would rather be called back than wait; their conversation."""
    await room.house.agent()
    await room.says("je veux parler à quelqu'un")
    await room.house.settle()
    conversation = await room.visitors.find(str(ANA))
    room.house.engine.answer(conversation.id, asks_for_a_person())
    await room.house.settle()
    await press_label(room, "Recevoir la réponse plus tard")
    await press_label(room, "Être rappelé par téléphone")
    assert await room.visitors.detail(conversation) == "phone"
    return conversation


async def press_label(room, label):
    offered = [option for event in await room.events() for option in event.body.get("options", ())]
    choice = [option["choice"] for option in offered if option["label"] == label][-1]
    room.number += 1
    await room.presses(f"c:{choice}", on=room.number)


async def test_too_long_and_too_fast_are_said_once_a_minute(room):
    await room.says("a" * 1_001)
    await room.says("b" * 4_096)
    assert await room.told() == [room.words.refusals.text_too_long]
    assert await room.said() == []
    await room.house.later(minutes=2)
    await room.says("c" * 1_001)
    assert len(await room.told()) == 2


async def test_who_is_too_fast_is_told_so(room):
    room.known.conversation_rate._capacity = 3.0
    for n in range(10):
        await room.says(f"message {n}")
    assert len(await room.said()) == 3
    assert await room.told() == [room.words.refusals.too_many_requests]


async def test_what_telegram_or_a_bot_says_is_no_visit(room):
    await room.sends(pinned_message={})
    await room.sends(text="je suis un robot", **{"from": person() | {"is_bot": True}})
    assert await room.visitors.find(str(ANA)) is None


async def test_who_blocks_us_is_left_alone_until_they_are_back(room):
    await room.says("bonjour")
    await room.hear(my_chat_member=membership("kicked"))
    assert (await room.known.chats.at("telegram", str(ANA))).stopped_at
    await room.hear(my_chat_member=membership("member"))
    assert not (await room.known.chats.at("telegram", str(ANA))).stopped_at
    await room.hear(my_chat_member=membership("member", BOB))
    assert await room.visitors.find(str(BOB)) is None


async def test_an_update_that_breaks_us_is_over_and_nothing_of_it_is_logged(room, caplog, monkeypatch):
    async def broken(*_about):
        raise ValueError("J'ai perdu ma carte")

    monkeypatch.setattr(room.visitors, "say", broken)
    number = await room.says("J'ai perdu ma carte")
    assert room.counted("telegram_update_failures_total") == 1
    assert await room.known.chats.heard("telegram", str(number))
    logged = str([vars(record) for record in caplog.records])
    assert "telegram.update.failed" in logged
    assert "perdu" not in logged
    assert str(ANA) not in logged


async def test_without_its_database_an_update_is_not_over(room, monkeypatch):
    said = room.visitors.say

    async def down(*_about):
        raise OperationalError("insert", {}, OSError("disk"))

    monkeypatch.setattr(room.visitors, "say", down)
    with pytest.raises(OperationalError):
        await room.hear(50, message=message(text="bonjour"))
    monkeypatch.setattr(room.visitors, "say", said)
    await room.hear(50, message=message(text="bonjour"))
    assert await room.said() == ["bonjour"]


async def test_what_the_database_will_never_take_is_over(room, monkeypatch):
    async def refused(*_about):
        raise DataError("insert", {}, ValueError("nul"))

    monkeypatch.setattr(room.visitors, "say", refused)
    number = await room.says("bonjour")
    assert await room.known.chats.heard("telegram", str(number))


async def test_nothing_is_kept_of_chats_that_are_quiet(room):
    for n in range(50):
        await room.says("bonjour", chat=1_000 + n)
    assert len(room.hearing._turns) == 0


def _everything():
    return sa.select(messages.c.said, events.c.body).join(
        events, events.c.conversation_id == messages.c.conversation_id
    )
