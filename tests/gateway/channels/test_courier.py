"""What a conversation says arrives in its chat: in order, each part once, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio

import pytest

from guichet.gateway.channels import courier
from guichet.gateway.channels.channel import Gone, Later, Unfit, Unsure
from tests.gateway.channels.conftest import Writer, until

BUTTONS = [{"title": "Oui", "payload": "/affirm"}, {"title": "Non", "payload": "/deny"}]


@pytest.fixture(autouse=True)
def short_pause(monkeypatch):
    monkeypatch.setattr(courier, "PAUSE", 0.02)


async def test_answers_arrive_in_order_and_in_parts(gateway, engine):
    async def long(_sender, text):
        return [{"text": f"{text} : première partie de la réponse, puis sa seconde partie"}, {"text": "fin"}]

    engine.behaviour = long
    async with gateway() as citizen:
        await citizen.write("Bonjour")
        assert await citizen.reads("fin") == [
            "Bonjour : première partie de la réponse,",
            "puis sa seconde partie",
            "fin",
        ]
        assert citizen.post.texts("rue-des-lilas")[0].startswith("Bonjour ! Je suis un assistant")


async def test_a_message_that_comes_twice_is_answered_once(gateway, engine):
    async with gateway() as citizen:
        await citizen.write("un", number="42")
        await asyncio.gather(*(citizen.write("un", number="42") for _ in range(5)))
        await citizen.write("deux")
        assert await citizen.reads("Vous avez dit : deux") == ["Vous avez dit : un", "Vous avez dit : deux"]


async def test_what_was_not_delivered_is_after_a_restart(gateway, post):
    async with gateway() as citizen:
        post.open.clear()
        await citizen.write("un")
        await citizen.write("deux")
    assert post.delivered == []
    async with gateway() as citizen:
        assert await citizen.reads("Vous avez dit : deux") == ["Vous avez dit : un", "Vous avez dit : deux"]


async def test_what_is_leaving_when_the_gateway_stops_is_not_in_doubt_after_it(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.open.clear()
        await citizen.write("deux")
        while not (await citizen.chat()).begun:
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.2, post.open.set)
    async with gateway() as citizen:
        assert await citizen.reads("Vous avez dit : deux") == ["Vous avez dit : un", "Vous avez dit : deux"]
        assert (await citizen.chat()).begun == ""
    assert post.asked == []


async def test_what_left_without_an_answer_is_looked_for_and_not_sent_again(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.lost.append(Unsure("cut"))
        await citizen.write("deux")
        assert await citizen.reads("Vous avez dit : deux") == ["Vous avez dit : un", "Vous avez dit : deux"]
        await until(lambda: bool(post.asked))
        await citizen.write("trois")
        assert (await citizen.reads("Vous avez dit : trois"))[1:] == ["Vous avez dit : deux", "Vous avez dit : trois"]
    before = post.texts("rue-des-lilas").index("Vous avez dit : un") + 1
    assert post.asked == [(str(before), str(before))]


async def test_what_left_before_a_crash_is_looked_for_after_it(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.lost += [Unsure("cut"), Unsure("cut")]
        await citizen.write("deux")
        await citizen.reads("Vous avez dit : deux")
    async with gateway() as citizen:
        await citizen.write("trois")
        assert (await citizen.reads("Vous avez dit : trois"))[1:] == ["Vous avez dit : deux", "Vous avez dit : trois"]


async def test_too_fast_waits_for_as_long_as_asked_also_after_a_restart(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.troubles.append(Later("flood", 1.0))
        began = asyncio.get_running_loop().time()
        await citizen.write("deux")
        await until(lambda: not post.troubles)
        while not (await citizen.chat()).not_before:
            await asyncio.sleep(0.01)
    async with gateway() as citizen:
        await citizen.reads("Vous avez dit : deux")
        assert asyncio.get_running_loop().time() - began >= 1.0
        assert not post.asked, "what was refused did not arrive"


async def test_a_chat_in_trouble_delays_no_other(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.troubles.append(Later("flood", 60.0))
        await citizen.write("deux")
        await until(lambda: not post.troubles)
        other = Writer(citizen.http, post, "place-du-marche")
        await other.write("moi aussi")
        await other.reads("Vous avez dit : moi aussi")
        assert citizen.read() == ["Vous avez dit : un"]


async def test_whoever_blocked_us_is_told_nothing_until_they_are_back(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.troubles.append(Gone("blocked"))
        await citizen.write("deux")
        await until(lambda: not post.troubles)
    async with gateway() as citizen:
        assert citizen.read() == ["Vous avez dit : un"]
        await citizen.write("me revoilà")
        assert (await citizen.reads("Vous avez dit : me revoilà"))[1:] == [
            "Vous avez dit : deux",
            "Vous avez dit : me revoilà",
        ]


async def test_what_the_service_will_never_take_holds_up_nothing(gateway, post):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        post.troubles.append(Unfit("size"))
        await citizen.write("deux")
        await citizen.write("trois")
        assert await citizen.reads("Vous avez dit : trois") == ["Vous avez dit : un", "Vous avez dit : trois"]
        metrics = (await citizen.http.get("/metrics")).text
        assert 'guichet_undelivered_total{channel="postcards",kind="unfit"} 1' in metrics


@pytest.mark.parametrize("pressed", [True, False])
async def test_buttons_of_an_answered_question_go(gateway, engine, post, pressed):
    async def ask(_sender, text):
        return (
            [{"text": "Merci"}] if text == "/affirm" or "majeur" in text else [{"text": "Majeur ?", "buttons": BUTTONS}]
        )

    engine.behaviour = ask
    async with gateway() as citizen:
        await citizen.write("ma carte")
        await until(lambda: len(post.buttons("rue-des-lilas")) == 2)
        asked = post.delivered[-1][0]
        if pressed:
            await citizen.press(post.buttons("rue-des-lilas")[0])
        else:
            await citizen.write("je suis majeur")
        await citizen.reads("Merci")
        assert post.withdrawn == [(asked, "Oui" if pressed else "")]


async def test_a_question_that_is_rendered_otherwise_since_holds_up_nothing(gateway, engine, post):
    async def ask(_sender, text):
        return [{"text": "Merci"} if text == "/affirm" else {"text": "Majeur ? " * 9, "buttons": BUTTONS}]

    engine.behaviour = ask
    async with gateway() as citizen:
        await citizen.write("ma carte")
        await until(lambda: len(post.buttons("rue-des-lilas")) == 2)
    post.letters = 400
    async with gateway() as citizen:
        await citizen.press(post.buttons("rue-des-lilas")[0])
        await citizen.reads("Merci")
        assert post.withdrawn == []
        assert await citizen.known.chats.questions((await citizen.chat()).id) == []


async def test_the_bot_shows_that_it_works(gateway, engine, post):
    gate = asyncio.Event()

    async def slow(_sender, _text):
        await gate.wait()
        return [{"text": "voilà"}]

    engine.behaviour = slow
    async with gateway() as citizen:
        await citizen.write("un")
        await until(lambda: post.signs == ["rue-des-lilas"])
        gate.set()
        await citizen.reads("voilà")
