"""The address that Telegram calls, on the gateway as it runs: who may call it, and what is never refused."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import httpx
import pytest
import sqlalchemy as sa

from guichet.gateway.tables import events, messages
from guichet.settings import TelegramSettings
from tests.gateway.running import rows, serving, sqlite_alone
from tests.gateway.telegram.hearing.room import ANA, message

SECRET = "a-test-secret_1"
PATH = "/channels/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def url(settings, bot_api):
    telegram = TelegramSettings(bot_api.token, SECRET, bot_api.url)
    async with serving(replace(settings, telegram=telegram)) as address:
        bot_api.webhook(f"{address}{PATH}", SECRET)
        yield address


@pytest.fixture
async def telegram(url):
    headers = {HEADER: SECRET}
    async with httpx.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=15) as client:
        yield client


def update(number: int = 1, **content) -> bytes:
    return json.dumps({"update_id": number} | (content or {"message": message(text="bonjour")})).encode()


async def test_an_acknowledged_message_is_stored_and_masked(telegram, settings):
    response = await telegram.post(PATH, content=update(message=message(text="mon numéro : 06 12 34 56 78")))
    assert (response.status_code, response.json()) == (200, {})
    ((said,),) = await rows(settings, messages.c.said)
    assert said.startswith("mon numéro")
    assert "06 12" not in str(await rows(settings, events.c.body))


@pytest.mark.parametrize("secret", ["", "a-test-secret_", "A-TEST-SECRET_1", "a-test-secret_11", "é" * 15])
async def test_who_does_not_know_the_secret_is_refused_before_anything_is_read(telegram, settings, secret):
    response = await telegram.post(PATH, content=update(), headers={HEADER: secret.encode()})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "forbidden"
    assert await rows(settings, messages.c.said) == []


async def test_a_stranger_with_a_large_body_is_refused_and_the_next_is_heard(telegram, settings):
    async with httpx.AsyncClient(base_url=telegram.base_url, trust_env=False) as stranger:
        response = await stranger.post(PATH, content=b"x" * 3_000_000, headers={HEADER: "wrong"})
    assert response.status_code == 403
    assert (await telegram.post(PATH, content=update())).status_code == 200
    assert len(await rows(settings, messages.c.said)) == 1


async def test_without_a_token_there_is_no_such_address(http):
    assert (await http.post(PATH, content=update(), headers={HEADER: ""})).status_code == 404
    assert (await http.get(PATH)).status_code == 404


async def test_an_update_is_larger_than_what_others_may_send(telegram, settings):
    keys = [[{"text": "é" * 60, "callback_data": f"c:{n:040}"}] for n in range(100)]
    quoted = message(text="x" * 4_096, reply_markup={"inline_keyboard": keys})
    content = update(message=message(text="bonjour", reply_to_message=quoted))
    assert len(content) > 16_384
    assert (await telegram.post(PATH, content=content)).status_code == 200
    assert len(await rows(settings, messages.c.said)) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"update_id": 1}x', b"a=b", update()[:-5],
        b" " * 1_100_000 + update(), update(message={"text": 5}), update(hologram={}), update(poll={"id": "1"}),
    ],
)  # fmt: skip
async def test_what_is_no_message_is_counted_and_never_sent_again(telegram, settings, body):
    assert (await telegram.post(PATH, content=body)).status_code == 200
    assert await rows(settings, messages.c.said) == []
    assert "guichet_telegram_updates_total" in (await telegram.get("/metrics")).text


async def test_labels_of_counters_are_ours(telegram):
    await telegram.post(PATH, content=update(**{'"} evil 1\n': {}}))
    await telegram.post(PATH, content=update(poll={}))
    counted = (await telegram.get("/metrics")).text
    assert "evil" not in counted
    assert 'guichet_telegram_updates_total{kind="other"} 1' in counted
    assert 'guichet_telegram_updates_total{kind="poll"} 1' in counted


async def test_twenty_copies_at_once_are_one_message(telegram, settings):
    answers = await asyncio.gather(*(telegram.post(PATH, content=update(7)) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await rows(settings, messages.c.said)) == 1


async def test_telegram_is_not_waited_for(url, bot_api, ana):
    with bot_api.hold("answerCallbackQuery") as held:
        await ana.clicks(await ana.says("bonjour"), "c:gone")
        await bot_api.delivered()
        await held.until(1)
    await bot_api.until(lambda: not bot_api.unanswered_callbacks())


@sqlite_alone
async def test_a_database_that_is_down_is_told_so_that_telegram_comes_again(telegram, settings):
    path = settings.var / "guichet.db"
    with sa.create_engine(f"sqlite:///{path}").begin() as connection:
        connection.execute(sa.text("ALTER TABLE channel_updates RENAME TO away"))
    response = await telegram.post(PATH, content=update())
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    with sa.create_engine(f"sqlite:///{path}").begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO channel_updates"))
    assert (await telegram.post(PATH, content=update())).status_code == 200
    assert len(await rows(settings, messages.c.said)) == 1


async def test_no_chat_is_named_in_the_logs(telegram, caplog):
    caplog.set_level("DEBUG", logger="guichet")
    await telegram.post(PATH, content=update())
    await telegram.post(PATH, content=update(2, message=message(text="/effacer")))
    assert str(ANA) not in caplog.text
    assert "a-test-token" not in caplog.text
