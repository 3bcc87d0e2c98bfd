"""The client of the Bot API: every kind of failure, told apart; the token, never told."""

from __future__ import annotations

import asyncio
import logging
import traceback

import httpx
import pytest

from guichet.gateway.channels.channel import Gone, Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.api import BotApi, Rejected

TOKEN = "123456:a-test-token"


@pytest.fixture
async def api(bot_api):
    client = BotApi(TOKEN, bot_api.url)
    yield client
    await client.close()


def answering(status: int, content: bytes = b"", **headers: str) -> BotApi:
    """A client of something that always answers the same."""
    response = httpx.Response(status, content=content, headers=headers)
    return BotApi(TOKEN, "https://telegram.test", transport=httpx.MockTransport(lambda _request: response))


def failing(error: Exception) -> BotApi:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise error

    return BotApi(TOKEN, "https://telegram.test", transport=httpx.MockTransport(handler))


async def failure(api: BotApi, method: str = "sendMessage", **params) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        await api.call(method, **params)
    return caught.value


async def test_a_call_gives_its_result(api, bot_api):
    ana = bot_api.person("Ana")
    sent = await api.call("sendMessage", chat_id=ana.chat_id, text="Bonjour")
    assert sent["message_id"] == ana.messages[-1].message_id
    assert ana.messages[-1].text == "Bonjour"


async def test_parameters_that_are_none_are_left_out(api, bot_api):
    await api.call("sendMessage", chat_id=bot_api.person("Ana").chat_id, text="Bonjour", reply_markup=None)
    assert set(bot_api.calls[-1].params) == {"chat_id", "text"}


async def test_a_thousand_emoji_arrive_as_they_are(api, bot_api):
    ana, family = bot_api.person("Ana"), "👩‍👩‍👧‍👦" * 90
    await api.call("sendMessage", chat_id=ana.chat_id, text=f"é« {family}{'🫶🏽' * 140} »")
    assert ana.messages[-1].text == f"é« {family}{'🫶🏽' * 140} »"


async def test_too_many_requests_say_when_to_come_back(api, bot_api):
    bot_api.fail("sendMessage", code=429, retry_after=7)
    error = await failure(api, chat_id=bot_api.person("Ana").chat_id, text="Bonjour")
    assert isinstance(error, Later)
    assert (error.reason, error.seconds) == ("too_many_requests", 7)


@pytest.mark.parametrize(
    ("content", "headers", "seconds"),
    [
        (b'{"ok":false,"error_code":429,"description":"Too Many Requests"}', {}, 1),
        (b'{"ok":false,"error_code":429,"description":"Too Many Requests"}', {"Retry-After": "9"}, 9),
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":4}}', {"Retry-After": "3"}, 4),
        (b'{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}', {"Retry-After": "tomorrow"}, 1),
        (b"<html>slow down</html>", {"Retry-After": "12"}, 12),
    ],
)
async def test_the_wait_is_the_longest_that_was_asked_for_and_a_second_otherwise(content, headers, seconds):
    error = await failure(answering(429, content, **headers))
    assert isinstance(error, Later)
    assert error.seconds == seconds


async def test_who_blocked_the_bot_is_gone(api, bot_api):
    ana = bot_api.person("Ana")
    await ana.blocks()
    error = await failure(api, chat_id=ana.chat_id, text="Bonjour")
    assert isinstance(error, Gone)
    assert error.reason == "blocked"


@pytest.mark.parametrize(
    ("code", "description", "reason"),
    [
        (400, "Bad Request: chat not found", "chat_not_found"),
        (400, "Bad Request: PEER_ID_INVALID", "chat_not_found"),
        (400, "Bad Request: user is deactivated", "deactivated"),
        (403, "Forbidden: user is deactivated", "deactivated"),
        (403, "Forbidden: bot can't initiate conversation with a user", "never_started"),
        (403, "Forbidden: something new", "forbidden"),
    ],
)
async def test_who_cannot_be_reached_is_gone(api, bot_api, code, description, reason):
    bot_api.fail("sendMessage", code=code, description=description)
    error = await failure(api, chat_id=bot_api.person("Ana").chat_id, text="Bonjour")
    assert isinstance(error, Gone)
    assert error.reason == reason


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "<b>Bonjour", "parse_mode": "HTML"}, "entities"),
        ({"text": "1 < 2", "parse_mode": "HTML"}, "entities"),
        ({"text": "a" * 4_097}, "too_long"),
        ({"text": " "}, "empty"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}}, "keyboard"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "tel:3939"}]]}}, "keyboard"),
        ({"text": "a", "reply_markup": "none"}, "keyboard"),
        ({"text": "half \ud83d"}, "encoding"),
    ],
)
async def test_a_refusal_has_a_reason_of_a_short_list(api, bot_api, params, reason):
    error = await failure(api, chat_id=bot_api.person("Ana").chat_id, **params)
    assert isinstance(error, Unfit)
    assert (error.reason, error.code) == (reason, 400)


async def test_an_edit_that_changes_nothing_and_one_of_nothing_are_told_apart(api, bot_api):
    ana = bot_api.person("Ana")
    sent = await api.call("sendMessage", chat_id=ana.chat_id, text="Bonjour")
    said = await ana.says("bonjour")
    reasons = []
    for message_id in (sent["message_id"], 999_999, said):
        edit = {"chat_id": ana.chat_id, "message_id": message_id}
        reasons.append((await failure(api, "editMessageReplyMarkup", **edit)).reason)
    assert reasons == ["not_modified", "message_not_found", "not_editable"]


async def test_telegram_s_words_are_kept_for_a_command_and_out_of_the_reason(api, bot_api):
    bot_api.fail("sendMessage", code=400, description="Bad Request: Ana Lopez is not here")
    error = await failure(api, chat_id=bot_api.person("Ana").chat_id, text="Bonjour")
    assert (str(error), error.reason) == ("other", "other")
    assert error.description == "Bad Request: Ana Lopez is not here"


async def test_a_wrong_token_and_a_wrong_method_have_their_code(api, bot_api):
    stranger = BotApi("123456:another", bot_api.url)
    refused, unknown = await failure(stranger, "getMe"), await failure(api, "sendNothing")
    await stranger.close()
    assert isinstance(refused, Rejected)
    assert (refused.code, refused.reason) == (401, "unauthorized")
    assert (unknown.code, unknown.reason) == (404, "unknown_bot_or_method")


@pytest.mark.parametrize("applied", [True, False])
async def test_a_lost_answer_leaves_us_unsure(api, bot_api, applied):
    ana = bot_api.person("Ana")
    bot_api.cut("sendMessage", applied=applied)
    error = await failure(api, chat_id=ana.chat_id, text="Bonjour")
    assert isinstance(error, Unsure)
    assert len(ana.messages) == applied


async def test_a_late_answer_leaves_us_unsure(bot_api):
    hurried = BotApi(TOKEN, bot_api.url, timeout=0.2)
    with bot_api.hold("sendMessage"):
        async with asyncio.timeout(5):
            error = await failure(hurried, chat_id=bot_api.person("Ana").chat_id, text="Bonjour")
    await hurried.close()
    assert isinstance(error, Unsure)
    assert error.reason == "timeout"


@pytest.mark.parametrize("code", [500, 502, 504])
async def test_a_failing_service_leaves_us_unsure(api, bot_api, code):
    bot_api.fail("sendMessage", code=code)
    assert isinstance(await failure(api, chat_id=bot_api.person("Ana").chat_id, text="Bonjour"), Unsure)


async def test_nothing_is_unsure_when_nothing_left(bot_api):
    await bot_api.stop()
    api = BotApi(TOKEN, bot_api.url)
    error = await failure(api, text="Bonjour")
    await api.close()
    assert isinstance(error, Later)
    assert error.reason == "refused"
    assert isinstance(await failure(api, text="Bonjour"), Later)  # closed


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (httpx.ConnectTimeout(""), Later, "refused"),
        (httpx.PoolTimeout(""), Later, "refused"),
        (httpx.ProxyError(""), Later, "proxy"),
        (httpx.WriteTimeout(""), Unsure, "timeout"),
        (httpx.ReadError(""), Unsure, "dropped"),
        (httpx.RemoteProtocolError(""), Unsure, "dropped"),
        (httpx.DecodingError(""), Unsure, "dropped"),
    ],
)
async def test_what_may_have_left_is_told_from_what_did_not(error, kind, reason):
    found = await failure(failing(error))
    assert (type(found), found.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("status", "kind"), [(200, Unsure), (502, Unsure), (302, Later), (403, Unfit), (404, Unfit), (407, Unfit)]
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Sign in</html>",
        b"{}",
        b"[]",
        b'{"ok":"yes"}',
        b'{"ok":true,',
        b'{"ok":true,"result":' + b"[" * 100_000,
        b"\xff",
    ],
)
async def test_a_page_of_a_proxy_is_no_answer(status, kind, content):
    assert isinstance(await failure(answering(status, content)), kind)


async def test_a_refusal_without_a_code_is_no_answer_either():
    assert isinstance(await failure(answering(200, b'{"ok":false}')), Unsure)


async def test_unknown_fields_of_an_answer_are_no_problem():
    assert await answering(200, b'{"ok":true,"result":[1],"new":{}}').call("getMe") == [1]


async def test_the_token_is_never_told(api, bot_api, caplog):
    caplog.set_level(logging.DEBUG)
    bot_api.cut("getMe")
    bot_api.fail("getMe", code=404)
    errors = [await failure(api, "getMe"), await failure(api, "getMe")]
    await api.call("getMe")
    await bot_api.stop()
    errors.append(await failure(api, "getMe"))
    told = [record.getMessage() for record in caplog.records] + [str(vars(record)) for record in caplog.records]
    told += ["".join(traceback.format_exception(error)) for error in errors] + [repr(api)]
    assert not [line for line in told if "a-test-token" in line]
    assert [error.__cause__ for error in errors] == [None] * 3


async def test_calls_go_beside_each_other(api, bot_api):
    chats = [bot_api.person(f"P{number}").chat_id for number in range(20)]
    with bot_api.hold("sendMessage") as held:
        calls = [asyncio.create_task(api.call("sendMessage", chat_id=chat, text="Bonjour")) for chat in chats]
        await held.until(20)
    assert len(await asyncio.gather(*calls)) == 20
