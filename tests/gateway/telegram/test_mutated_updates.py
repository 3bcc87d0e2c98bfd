"""Whatever comes to the webhook, the gateway lives on, and keeps nothing of it that grows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.channel import TelegramChannel
from guichet.settings import TelegramSettings
from tests.gateway.running import serving
from tests.gateway.telegram.mutating import mutated

SECRET, PATH = "a-test-secret", "/channels/telegram"
COUNT, AT_ONCE = 10_000, 20


async def test_ten_thousand_mutated_updates_break_nothing_and_hold_nobody_up(settings, bot_api):
    telegram = TelegramSettings(bot_api.token, SECRET, bot_api.url)
    made = []

    def channels(known):
        made.append(TelegramChannel(telegram, known, Pace((100, 1.0), (1_000, 1.0))))
        return {"telegram": made[0]}

    async with serving(replace(settings, telegram=telegram, rate_per_minute=10), channels=channels) as url:
        bot_api.webhook(f"{url}{PATH}", SECRET)
        ana = bot_api.person("Ana")
        bodies = mutated([bot_api.person("Léo").chat_id for _ in range(6)], COUNT, seed=6)
        posts = [asyncio.create_task(_post(url, bodies)) for _ in range(AT_ONCE)]
        for n in range(3):
            await ana.says(f"question {n}")
            await ana.sees(f"question {n}", timeout=30)
        statuses = sum(await asyncio.gather(*posts), Counter())
        assert statuses == {200: COUNT}
        await ana.says("et maintenant ?")
        await ana.sees("et maintenant", timeout=30)
        _forgets(made[0])


async def _post(url: str, bodies: Iterator[bytes]) -> Counter:
    """Send one after the other of what all share, on one connection; how often each status came."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: {address.netloc}\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
    statuses = Counter()
    for body in bodies:
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        statuses[int(answer.split()[1])] += 1
        await reader.readexactly(int(answer.partition("content-length: ")[2].split()[0]))
    writer.close()
    await writer.wait_closed()
    return statuses


def _forgets(channel: TelegramChannel) -> None:
    hearing = channel._hearing
    assert len(hearing._turns) == 0
    assert len(hearing._presses._ticks) <= 1_000
    assert len(hearing._spoken._last) <= 5_000
    assert len(hearing._errands) <= 1_000
