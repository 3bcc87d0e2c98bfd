"""The fake Telegram: what a bot may send, change and answer, and what goes wrong because a test says so."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from tests.gateway.telegram.bot_api import Call, FakeBotApi
from tests.gateway.telegram.bot_api.flood import Flood
from tests.gateway.telegram.bot_api.refusals import Refusal

YES_NO = {"inline_keyboard": [[{"text": "Oui", "callback_data": "c:1"}, {"text": "Non", "callback_data": "c:2"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def error(answer):
    assert answer["ok"] is False
    return answer["error_code"], answer["description"]


async def test_only_the_token_opens(bot_api):
    async with httpx.AsyncClient(base_url=bot_api.url, trust_env=False) as client:
        assert (await client.get("/bot1:wrong/getMe")).status_code == 401
        assert (await client.get(f"/bot{bot_api.token}/makeCoffee")).status_code == 404
        assert (await client.get("/")).status_code == 404
        answer = await client.get(f"/bot{bot_api.token}/getme")
    assert answer.json()["result"]["username"] == "GuichetTestBot"


async def test_a_call_can_be_a_form_or_an_address(bot_api, ana):
    async with httpx.AsyncClient(base_url=f"{bot_api.url}/bot{bot_api.token}/", trust_env=False) as client:
        keyboard = '{"inline_keyboard": [[{"text": "Oui", "callback_data": "c:1"}]]}'
        form = {"chat_id": str(ana.chat_id), "text": "Été", "reply_markup": keyboard}
        assert (await client.post("sendMessage", data=form)).json()["ok"]
        assert (await client.get("sendMessage", params={"chat_id": ana.chat_id, "text": "Hiver"})).json()["ok"]
    assert ana.texts == ["Été", "Hiver"]
    assert ana.messages[0].buttons == [["Oui"]]


async def test_bytes_that_are_no_text_are_refused(bot_api, ana, call):
    async with httpx.AsyncClient(base_url=f"{bot_api.url}/bot{bot_api.token}/", trust_env=False) as client:
        json = {"Content-Type": "application/json"}
        for body in (b'{"chat_id": 1, "text": "\xff"}', b'{"chat_id": 1, "text": "\\ud83d"}'):
            answer = (await client.post("sendMessage", content=body, headers=json)).json()
            assert error(answer) == (400, "Bad Request: strings must be encoded in UTF-8")
        assert (await client.post("sendMessage", content=b"[", headers=json)).status_code == 400
    assert not ana.messages


async def test_a_message_is_on_the_screen(ana, call):
    sent = await call("sendMessage", chat_id=ana.chat_id, text=" <b>Bonjour</b> Ana ", parse_mode="HTML")
    assert sent["result"]["text"] == "Bonjour Ana"
    assert sent["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
    seen = await ana.sees("Bonjour")
    assert (seen.message_id, seen.html) == (sent["result"]["message_id"], " <b>Bonjour</b> Ana ")
    assert ana.screen() == "Bot : Bonjour Ana"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "message text is empty"),
        (" \n ", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("a" + "😀" * 2_048, "message is too long"),
        ("<b>", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_a_text_that_is_refused(ana, call, text, wrong):
    answer = await call("sendMessage", chat_id=ana.chat_id, text=text, parse_mode="HTML")
    assert error(answer) == (400, f"Bad Request: {wrong}")
    assert ana.messages == []


async def test_the_longest_text_is_taken(ana, call):
    assert (await call("sendMessage", chat_id=ana.chat_id, text="😀" * 2_048))["ok"]


async def test_only_chats_that_can_be_reached(bot_api, ana, call):
    assert error(await call("sendMessage", text="?")) == (400, "Bad Request: chat_id is empty")
    assert error(await call("sendMessage", chat_id=1, text="?")) == (400, "Bad Request: chat not found")
    await ana.blocks()
    assert error(await call("sendMessage", chat_id=ana.chat_id, text="?")) == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    await ana.unblocks()
    assert (await call("sendMessage", chat_id=ana.chat_id, text="?"))["ok"]
    ana.deactivates()
    assert error(await call("sendChatAction", chat_id=ana.chat_id, action="typing"))[1].endswith("is deactivated")


async def test_a_message_changes_only_when_something_is_new(ana, call):
    sent = await call("sendMessage", chat_id=ana.chat_id, text="Oui ?", reply_markup=YES_NO)
    here = {"chat_id": ana.chat_id, "message_id": sent["result"]["message_id"]}
    same = await call("editMessageText", **here, text="Oui ?", reply_markup=YES_NO)
    assert error(same)[1].startswith("Bad Request: message is not modified: specified new message content")
    assert (await call("editMessageText", **here, text="Oui !", reply_markup=YES_NO))["ok"]
    assert (await call("editMessageReplyMarkup", **here))["ok"]
    assert "not modified" in error(await call("editMessageReplyMarkup", **here))[1]
    assert [(seen.text, seen.buttons, seen.edits) for seen in ana.messages] == [("Oui !", [], 2)]


async def test_what_can_not_be_edited(ana, call):
    chat = {"chat_id": ana.chat_id}
    theirs = await ana.says("bonjour")
    wrong = "Bad Request: message can't be edited"
    assert error(await call("editMessageText", **chat, message_id=theirs, text="non"))[1] == wrong
    assert error(await call("editMessageText", **chat, message_id=1, text="non"))[1].endswith("edit not found")
    assert error(await call("editMessageText", **chat, text="non"))[1].endswith("identifier is not specified")
    under = await call("sendMessage", **chat, text="Numéro ?", reply_markup={"keyboard": [["Plus tard"]]})
    fixed = under["result"]["message_id"]
    assert error(await call("editMessageText", **chat, message_id=fixed, text="non"))[1] == wrong
    assert ana.keyboard == [["Plus tard"]]
    await call("sendMessage", **chat, text="Merci", reply_markup={"remove_keyboard": True})
    assert ana.keyboard == []


async def test_a_message_that_is_taken_away(ana, call):
    sent = await call("sendMessage", chat_id=ana.chat_id, text="Oups")
    here = {"chat_id": ana.chat_id, "message_id": sent["result"]["message_id"]}
    assert (await call("deleteMessage", **here))["ok"]
    assert error(await call("deleteMessage", **here))[1] == "Bad Request: message to delete not found"
    assert ana.messages == []


async def test_an_answer_to_a_message(ana, call):
    said = await ana.says("bonjour")
    reply = {"chat_id": ana.chat_id, "text": "oui", "reply_parameters": {"message_id": said}}
    assert (await call("sendMessage", **reply))["result"]["reply_to_message"]["text"] == "bonjour"
    reply["reply_parameters"] = {"message_id": 7}
    assert error(await call("sendMessage", **reply))[1] == "Bad Request: message to be replied not found"


async def test_a_place_is_sent(ana, call):
    place = {"latitude": 48.85, "longitude": 2.35, "title": "Mairie", "address": "1 place de la Mairie"}
    assert (await call("sendVenue", chat_id=ana.chat_id, **place))["ok"]
    assert ana.messages[0].venue["title"] == "Mairie"
    for wrong in ({"title": " "}, {"latitude": 91}, {"longitude": "là"}, {"address": None}):
        assert error(await call("sendVenue", chat_id=ana.chat_id, **(place | wrong)))[0] == 400


async def test_an_action_is_one_of_those_that_exist(ana, call):
    assert (await call("sendChatAction", chat_id=ana.chat_id, action="typing"))["result"] is True
    assert error(await call("sendChatAction", chat_id=ana.chat_id, action="thinking"))[0] == 400
    assert ana.actions == ["typing"]


async def test_a_pressed_button_is_answered_once_and_in_time(bot_api, ana, call):
    await call("sendMessage", chat_id=ana.chat_id, text="Oui ?", reply_markup=YES_NO)
    first, second = await ana.presses("Oui"), await ana.presses(contains="No")
    assert error(await call("answerCallbackQuery", callback_query_id=first, text="m" * 201))[0] == 400
    assert (await call("answerCallbackQuery", callback_query_id=first, text="Bien"))["ok"]
    assert error(await call("answerCallbackQuery", callback_query_id=first)) == (400, TOO_OLD)
    assert error(await call("answerCallbackQuery", callback_query_id="12"))[1] == TOO_OLD
    assert [query.id for query in bot_api.unanswered_callbacks()] == [second]
    bot_api.expire_callbacks()
    assert error(await call("answerCallbackQuery", callback_query_id=second))[1] == TOO_OLD
    assert ana.toasts == ["Bien"]


async def test_a_test_says_what_fails(bot_api, ana, call):
    bob = bot_api.person("Bob")
    bot_api.fail("sendMessage", code=429, retry_after=7, chat=ana)
    bot_api.fail("sendMessage", times=1, code=502, chat=bob)
    assert (await call("sendMessage", chat_id=bob.chat_id, text="1"))["error_code"] == 502
    assert (await call("sendMessage", chat_id=ana.chat_id, text="1")) == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert (await call("sendMessage", chat_id=ana.chat_id, text="2"))["ok"]
    assert ana.texts == ["2"]
    assert [each.error for each in bot_api.called("sendMessage", ana)] == ["Too Many Requests: retry after 7", ""]
    assert "before the end of the penalty" in bot_api.complaints[0]


@pytest.mark.parametrize("applied", [True, False])
async def test_an_answer_that_is_lost(bot_api, ana, call, applied):
    bot_api.cut("sendMessage", applied=applied)
    with pytest.raises(httpx.RemoteProtocolError):
        await call("sendMessage", chat_id=ana.chat_id, text="perdu")
    assert ana.texts == (["perdu"] if applied else [])
    assert (await call("sendMessage", chat_id=ana.chat_id, text="reçu"))["ok"]


async def test_an_answer_that_is_held_back(bot_api, ana, call):
    with bot_api.hold("sendMessage") as held:
        task = asyncio.create_task(call("sendMessage", chat_id=ana.chat_id, text="tard"))
        await held.until(1)
        assert ana.texts == ["tard"]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), 0.05)
    assert (await task)["ok"]


async def test_flood_control_for_each_chat_and_for_all(bot_api, ana, call):
    bob = bot_api.person("Bob")
    bot_api.limits(per_chat=(2, 60), overall=(3, 60))
    assert (await call("sendMessage", chat_id=ana.chat_id, text="1"))["ok"]
    assert (await call("sendMessage", chat_id=ana.chat_id, text="2"))["ok"]
    refused = await call("sendMessage", chat_id=ana.chat_id, text="3")
    assert 1 <= refused["parameters"]["retry_after"] <= 60
    assert bot_api.complaints == []
    assert (await call("sendMessage", chat_id=ana.chat_id, text="4"))["error_code"] == 429
    assert len(bot_api.complaints) == 1
    assert (await call("sendChatAction", chat_id=ana.chat_id, action="typing"))["ok"]
    assert (await call("sendMessage", chat_id=bob.chat_id, text="1"))["ok"]
    assert (await call("sendMessage", chat_id=bob.chat_id, text="2"))["error_code"] == 429
    bot_api.limits()
    assert (await call("sendMessage", chat_id=ana.chat_id, text="5"))["ok"]


def test_a_penalty_lasts_as_long_as_was_said():
    complaints = []
    flood = Flood(complaints.append)
    flood.limit(per_chat=(1, 0.2), overall=None)
    flood.check(Call("sendMessage", {"chat_id": 1}, at=0))
    for at in (0.1, 0.9):
        with pytest.raises(Refusal, match="retry after 1"):
            flood.check(Call("sendMessage", {"chat_id": 1}, at=at))
    assert len(complaints) == 1
    flood.check(Call("sendMessage", {"chat_id": 1}, at=1.1))


async def test_what_is_tolerated_is_complained_of(bot_api, ana, call):
    await call("sendMessage", chat_id=ana.chat_id, text="<b>a</b> " * 101, parse_mode="HTML")
    assert len(bot_api.complaints) == 1
    await call("sendMessage", chat_id=ana.chat_id, text="voir https://x.fr")
    assert bot_api.complaints[1:] == ["a link with its preview not disabled"]
    await call("sendMessage", chat_id=ana.chat_id, text="https://x.fr", link_preview_options={"is_disabled": True})
    await call("sendMessage", chat_id=ana.chat_id, text="rien", parsemode="HTML")
    assert bot_api.complaints[2:] == ["sendMessage: unknown parameter parsemode"]


async def test_the_network_comes_back_as_it_was():
    fake = FakeBotApi()
    await fake.start()
    ana, url = fake.person("Ana"), fake.url
    await fake.stop()
    async with httpx.AsyncClient(base_url=f"{url}/bot{fake.token}/", trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("getMe")
        await fake.start()
        assert fake.url == url
        assert (await client.get("sendMessage", params={"chat_id": ana.chat_id, "text": "re"})).json()["ok"]
    await fake.stop()
