"""Buttons: each press is answered once; the right ones do something, the others are refused kindly."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from guichet.gateway.channels.telegram.hearing import ticks
from guichet.gateway.tables import feedback
from tests.gateway.telegram.hearing.room import ANA, BOB, person

BOXES = [[("☐ 1. Photo", "t:1")], [("☐ 2. Timbre", "t:2")], [("☐ 3. Carte", "t:3")], [("Site", "https://exemple.fr/")]]


async def answers(room):
    await room.shown()
    return [(text, alert) for _, text, alert in room.channel.answered]


async def opinions(room):
    rows = await room.house.rows(sa.select(feedback.c.seq, feedback.c.rating, feedback.c.satisfaction))
    return [tuple(row) for row in rows]


async def test_a_choice_is_said_and_its_press_is_answered(room):
    yes, _no = await room.offers("Oui", "Non")
    await room.presses(f"c:{yes}")
    assert (await room.said(), await room.for_engine()) == (["Oui"], ["Oui"])
    assert await answers(room) == [("", False)]


async def test_two_quick_presses_are_one_answer(room):
    yes, no = await room.offers("Oui", "Non")
    await asyncio.gather(*(room.presses(f"c:{choice}", on=5) for choice in (yes, no, yes)))
    assert await room.said() == ["Oui"]
    assert await answers(room) == [
        ("", False),
        (room.words.toasts.answered, False),
        (room.words.toasts.answered, False),
    ]


async def test_the_same_choice_under_another_message_is_an_answer(room):
    (yes,) = await room.offers("Oui")
    await room.presses(f"c:{yes}", on=5)
    await room.presses(f"c:{yes}", on=9)
    assert await room.said() == ["Oui", "Oui"]


async def test_a_choice_of_another_conversation_is_refused(room):
    (yes,) = await room.offers("Oui", chat=ANA)
    await room.says("bonjour", chat=BOB)
    await room.presses(f"c:{yes}", chat=BOB)
    assert await room.said(BOB) == ["bonjour"]
    assert await answers(room) == [(room.words.toasts.stale, True)]


async def test_an_old_button_opens_no_conversation(room):
    await room.presses("c:gone")
    await room.presses("s:5")
    assert await answers(room) == [(room.words.toasts.stale, True)] * 2
    assert await room.visitors.find(str(ANA)) is None


@pytest.mark.parametrize(
    "more", [{"from": person(BOB)}, {"message": None}, {"data": "x:1"}, {"data": ""}, {"data": None}, {"data": "c:"}]
)
async def test_a_press_that_is_not_theirs_or_means_nothing_is_refused(room, more):
    await room.offers("Oui")
    await room.presses(**{"data": "c:choice-0-Oui"} | more)
    assert await room.said() == []
    ((text, alert),) = await answers(room)
    assert text
    assert alert


async def test_a_button_of_a_forwarded_message_is_refused(room):
    (yes,) = await room.offers("Oui")
    forwarded = {"message_id": 5, "chat": {"id": ANA, "type": "private"}, "forward_origin": {"type": "user"}}
    await room.presses(f"c:{yes}", message=forwarded)
    assert await room.said() == []
    assert await answers(room) == [(room.words.toasts.foreign, True)]


async def test_a_choice_works_under_a_message_that_telegram_forgot(room):
    (yes,) = await room.offers("Oui")
    gone = {"message_id": 5, "chat": {"id": ANA, "type": "private"}, "date": 0}
    await room.presses(f"c:{yes}", message=gone)
    await room.presses("t:1", message=gone)
    assert await room.said() == ["Oui"]
    assert await answers(room) == [("", False), (room.words.toasts.stale, True)]


async def test_a_tick_shows_in_place_and_says_how_many(room):
    await room.presses("t:2", keys=BOXES)
    assert await answers(room) == [("1 document sur 3", False)]
    ((address, on, rows),) = room.channel.buttons
    assert (address, on) == (str(ANA), 5)
    assert [key["text"] for row in rows for key in row] == ["☐ 1. Photo", "☑ 2. Timbre", "☐ 3. Carte", "Site"]
    assert rows[3] == [{"text": "Site", "url": "https://exemple.fr/"}]
    assert await room.visitors.find(str(ANA)) is None


async def test_two_quick_ticks_both_count_and_the_newest_is_shown_last(room):
    room.channel.gate = asyncio.Event()
    for box in ("t:1", "t:2", "t:3", "t:1"):
        await room.presses(box, keys=BOXES)
    room.channel.gate.set()
    said = [text for text, _ in await answers(room)]
    assert said == ["1 document sur 3", "2 documents sur 3", room.words.toasts.all_ticked, "2 documents sur 3"]
    assert len(room.channel.buttons) == 2
    shown = [key["text"][0] for row in room.channel.buttons[-1][2][:3] for key in row]
    assert shown == ["☐", "☑", "☑"]


async def test_a_tick_made_elsewhere_is_believed_after_a_while(room, monkeypatch):
    await room.presses("t:1", keys=BOXES)
    await room.shown()
    monkeypatch.setattr(ticks, "FRESH", 0.0)
    await room.presses("t:2", keys=BOXES)
    assert [text for text, _ in await answers(room)] == ["1 document sur 3"] * 2


async def test_lists_that_are_remembered_are_bounded(room, monkeypatch):
    monkeypatch.setattr(ticks, "MOST", 10)
    for on in range(30):
        await room.presses("t:1", on=on, keys=BOXES)
    assert len(room.hearing._presses._ticks) == 10


async def test_opinions_are_kept_and_their_buttons_go(room):
    await room.says("bonjour")
    thumbs = [[("Utile", "f:1:up"), ("Pas utile", "f:1:down")], [("Site", "https://exemple.fr/")]]
    await room.presses("f:1:down", keys=thumbs)
    await room.presses("s:4", keys=[[(str(n), f"s:{n}") for n in range(1, 6)]], on=6)
    assert await opinions(room) == [(1, "down", None), (None, None, 4)]
    assert await answers(room) == [(room.words.toasts.thumb, False), (room.words.toasts.satisfaction, False)]
    kept = [[{"text": "Site", "url": "https://exemple.fr/"}]]
    assert room.channel.buttons == [(str(ANA), 5, kept), (str(ANA), 6, [])]


@pytest.mark.parametrize("data", ["f:1", "f:99:up", "f:1:meh", "f:999999999999:up", "s:0", "s:6", "s:", "s:٣"])
async def test_an_opinion_that_means_nothing_is_refused(room, data):
    await room.says("bonjour")
    await room.presses(data)
    assert await opinions(room) == []
    assert await answers(room) == [(room.words.toasts.stale, True)]


async def test_who_presses_too_fast_is_told_so(room):
    (yes,) = await room.offers("Oui")
    room.known.conversation_rate._capacity = 1.0
    await room.presses(f"c:{yes}", on=5)
    await room.presses(f"c:{yes}", on=6)
    assert await room.said() == ["Oui"]
    assert (await answers(room))[1] == (room.words.refusals.too_many_requests, True)


async def test_a_press_is_answered_also_when_the_database_is_down(room, monkeypatch):
    async def down(*_about):
        raise OperationalError("select", {}, OSError("disk"))

    monkeypatch.setattr(room.visitors, "find", down)
    with pytest.raises(OperationalError):
        await room.presses("c:1")
    assert await answers(room) == [(room.words.toasts.trouble, True)]


async def test_what_is_shown_for_a_moment_fits_in_what_telegram_shows(room):
    said = [*room.words.toasts.__struct_fields__]
    assert all(len(getattr(room.words.toasts, name)) <= 180 for name in said)
    assert len(room.words.refusals.too_many_requests) <= 200
