"""Telegram as a channel: what the courier and the hearing ask of it, and the whole gateway behind a bot."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import httpx
import pytest

from guichet.gateway.app import create_app
from guichet.gateway.channels.channel import Gone, Later
from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.channel import TelegramChannel
from guichet.gateway.channels.telegram.rendering.messages import Button, Message
from guichet.settings import TelegramSettings
from tests.gateway.running import serving, settings_for

SECRET = "a-test-secret"

#: The fake engine's answer, with French spacing.
ECHO = "Vous avez dit\N{NO-BREAK SPACE}: "
QUESTION = Message("Pour <b>vous</b> ?", ((Button("Oui", "c:1"), Button("Non", "c:2")),), asks=True)


@pytest.fixture
def settings(tmp_path, engine, bot_api):
    bot = TelegramSettings(bot_api.token, SECRET, bot_api.url)
    return replace(settings_for(tmp_path, engine.port), telegram=bot)


@pytest.fixture
async def channel(settings):
    """A channel of a gateway that doesn't run."""
    known = create_app(settings, channels=lambda _known: {}).ctx.services
    made = TelegramChannel(settings.telegram, known, Pace(per_chat=(100, 1.0), overall=(1_000, 1.0)))
    yield made
    await made.stop()


@pytest.fixture
def chat(ana):
    return str(ana.chat_id)


async def test_an_answered_question_has_no_buttons_and_says_what_was_chosen(channel, bot_api, ana, chat):
    for label in ("Oui", ""):
        sent = await channel.send(chat, QUESTION)
        await channel.withdraw(chat, sent, QUESTION, label)
    chosen, passed_over = ana.messages
    assert (chosen.buttons, passed_over.buttons) == ([], [])
    assert chosen.text.startswith("Pour vous ?")
    assert chosen.text.endswith("Oui")
    assert passed_over.text == "Pour vous ?"
    assert bot_api.complaints == []


async def test_a_question_is_withdrawn_once_however_often_it_is_tried(channel, ana, chat):
    sent = await channel.send(chat, QUESTION)
    for label in ("Oui", "Oui", ""):
        await channel.withdraw(chat, sent, QUESTION, label)
    assert ana.messages[-1].buttons == []
    assert ana.messages[-1].text.endswith("Oui")


async def test_buttons_go_also_where_the_words_cannot_be_changed(channel, bot_api, ana, chat):
    sent = await channel.send(chat, QUESTION)
    bot_api.fail("editMessageText", code=400, description="Bad Request: can't parse entities: no")
    await channel.withdraw(chat, sent, QUESTION, "Oui")
    assert (ana.messages[-1].text, ana.messages[-1].buttons) == ("Pour vous ?", [])


async def test_a_message_that_is_not_there_any_more_is_left_alone(channel, chat):
    await channel.withdraw(chat, "999999", QUESTION, "Oui")


async def test_withdrawing_can_be_put_off_and_ends_with_the_chat(channel, bot_api, ana, chat):
    sent = await channel.send(chat, QUESTION)
    bot_api.cut("editMessageText", applied=False)
    with pytest.raises(Later):
        await channel.withdraw(chat, sent, QUESTION, "Oui")
    bot_api.fail("editMessageText", code=429, retry_after=1)
    with pytest.raises(Later):
        await channel.withdraw(chat, sent, QUESTION, "Oui")
    await ana.blocks()
    with pytest.raises(Gone):
        await channel.withdraw(chat, sent, QUESTION, "Oui")


async def test_a_button_is_answered_whatever_happens(channel, bot_api, ana, chat):
    await channel.send(chat, QUESTION)
    query = await ana.presses("Oui")
    bot_api.fail("answerCallbackQuery", code=429, retry_after=1)
    await channel.answer_callback(query, "Merci")
    assert ana.toasts == ["Merci"]
    assert bot_api.unanswered_callbacks() == []
    await channel.answer_callback(query)
    await channel.answer_callback("unknown", "Merci", alert=True)
    bot_api.cut("answerCallbackQuery", applied=False)
    await channel.answer_callback(query)


async def test_a_long_wait_is_not_worth_it_for_a_button(channel, bot_api):
    bot_api.fail("answerCallbackQuery", code=429, retry_after=4)
    await channel.answer_callback("any")
    assert len(bot_api.called("answerCallbackQuery")) == 1


async def test_buttons_are_replaced_and_removed(channel, bot_api, ana, chat):
    sent = int(await channel.send(chat, QUESTION))
    ticked = [[{"text": "☑ Oui", "callback_data": "t:1"}]]
    await channel.set_buttons(chat, sent, ticked)
    await channel.set_buttons(chat, sent, ticked)
    assert ana.messages[-1].buttons == [["☑ Oui"]]
    bot_api.fail("editMessageReplyMarkup", code=429, retry_after=1)
    await channel.set_buttons(chat, sent, [])
    assert ana.messages[-1].buttons == []
    await channel.set_buttons(chat, 999_999, ticked)
    await ana.blocks()
    await channel.set_buttons(chat, sent, ticked)


async def test_a_few_words_are_said_and_said_once(channel, bot_api, ana, chat):
    bot_api.fail("sendMessage", code=429, retry_after=1, times=2)
    sent = await channel.reply(chat, "<b>Tout effacer ?</b>", [[Button("Oui", "e:yes")]])
    assert [(seen.text, seen.buttons) for seen in ana.messages] == [("Tout effacer ?", [["Oui"]])]
    assert sent == str(ana.messages[0].message_id)
    bot_api.cut("sendMessage")
    assert await channel.reply(chat, "Effacé.") == ""
    assert len(ana.messages) == 2
    await ana.blocks()
    assert await channel.reply(chat, "Effacé.") == ""


async def test_a_group_is_left_also_when_it_is_no_more(channel, bot_api):
    group = bot_api.group()
    for _ in range(2):
        await channel.leave_chat(str(group.chat_id))
    first, again = bot_api.called("leaveChat")
    assert (first.error, bool(again.error)) == ("", True)


async def test_the_name_is_asked_for_once(channel, bot_api):
    bot_api.cut("getMe", applied=False)
    assert await channel.username() == ""
    assert {await channel.username() for _ in range(3)} == {"GuichetTestBot"}
    assert len(bot_api.called("getMe")) == 2


async def test_a_conversation_in_telegram(settings, bot_api, ana):
    async with serving(settings) as url:
        bot_api.webhook(f"{url}/channels/telegram", SECRET)
        await ana.says("bonjour")
        answer = await ana.sees(f"{ECHO}bonjour")
        assert len(ana.messages) == 2
        assert ana.messages[0].message_id < answer.message_id
        assert "typing" in ana.actions
    assert bot_api.complaints == []


async def test_an_answer_that_got_lost_shows_once(settings, bot_api, ana):
    async with serving(settings) as url:
        bot_api.webhook(f"{url}/channels/telegram", SECRET)
        await ana.says("bonjour")
        await ana.sees(f"{ECHO}bonjour")
        bot_api.cut("sendMessage")
        await ana.says("encore")
        await ana.sees(f"{ECHO}encore")
        await ana.says("merci")
        await ana.sees(f"{ECHO}merci")
    assert [text for text in ana.texts if "encore" in text] == [f"{ECHO}encore"]


async def test_a_gateway_that_stops_still_answers_the_button_it_heard(settings, bot_api, ana):
    async with serving(settings) as url:
        bot_api.webhook(f"{url}/channels/telegram", SECRET)
        await ana.says("bonjour")
        await ana.sees(f"{ECHO}bonjour")
        bot_api.fail("answerCallbackQuery", code=429, retry_after=1)
        await ana.clicks(ana.messages[-1].message_id, "c:unknown")
        await bot_api.until(lambda: bot_api.called("answerCallbackQuery"))
    assert len(ana.toasts) == 1
    assert bot_api.unanswered_callbacks() == []


async def test_a_gateway_starts_with_a_wrong_token_and_says_so_without_it(settings, bot_api, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = replace(settings.telegram, token="123456:another-token")
    async with serving(replace(settings, telegram=wrong)) as url:
        async with asyncio.timeout(10):
            while "telegram.refused" not in caplog.messages:
                await asyncio.sleep(0.01)
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.post(f"{url}/api/conversations")).status_code == 201
    assert "unauthorized" in [getattr(record, "reason", "") for record in caplog.records]
    assert not [record for record in caplog.records if "another-token" in str(vars(record))]


async def test_a_gateway_starts_without_telegram_and_delivers_when_it_is_back(settings, bot_api, ana):
    async with serving(settings) as url:
        bot_api.webhook(f"{url}/channels/telegram", SECRET)
        await ana.says("bonjour")
        await ana.sees(f"{ECHO}bonjour")
    await bot_api.stop()
    async with serving(settings) as url, httpx.AsyncClient(trust_env=False) as http:
        assert (await http.post(f"{url}/api/conversations")).status_code == 201
        update = {"update_id": 900_000, "message": said_by(ana, "toujours là")}
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        assert (await http.post(f"{url}/channels/telegram", json=update, headers=headers)).status_code == 200
        await bot_api.start()
        await ana.sees(f"{ECHO}toujours là")


def said_by(person, text: str) -> dict:
    return {
        "message_id": 90_000,
        "date": 1_795_000_000,
        "from": person.account,
        "chat": {"id": person.chat_id, "type": "private", "first_name": "Ana"},
        "text": text,
    }
