"""A whole counter behind a fake Telegram, in the loop of the test or as a process to be killed, and its people."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from guichet.gateway.channels.telegram.calling.pacing import Pace
from guichet.gateway.channels.telegram.channel import TelegramChannel
from guichet.gateway.conversations import Conversation
from guichet.gateway.frames import Event
from guichet.gateway.handoffs.agents import By
from guichet.gateway.services import Services
from guichet.settings import ROOT, Settings, TelegramSettings
from tests.gateway.desk.signing import add_agent
from tests.gateway.running import serving, settings_for
from tests.gateway.telegram.bot_api import FakeBotApi, Person, Seen
from tests.gateway.test_restart import free_port

SECRET = "a-test-secret"
HOOK = "/channels/telegram"

#: Seconds that anything may take on a busy machine.
PATIENCE = 20.0


@dataclass(frozen=True)
class Counter:
    """A gateway in this loop. `known`: its services, as the agents' pages have them."""

    url: str
    known: Services
    settings: Settings

    async def conversation(self, person: Person) -> Conversation:
        chat = await self.known.chats.at("telegram", str(person.chat_id))
        return await self.known.conversations.get(chat.conversation_id)

    async def events(self, person: Person) -> list[Event]:
        return await self.known.conversations.events_after((await self.conversation(person)).id, 0)

    async def noted(self, person: Person, field: str) -> None:
        """The gateway has something in this field of their chat. Raises `TimeoutError`."""
        async with asyncio.timeout(PATIENCE):
            while not getattr(await self.known.chats.at("telegram", str(person.chat_id)), field):
                await asyncio.sleep(0.01)

    async def reference(self, person: Person) -> str:
        """The number of their open request."""
        return (await self.known.floor.whereabouts((await self.conversation(person)).id))[1]

    async def agent(self, name: str = "Camille") -> By:
        """Somebody at the desk, there to take requests."""
        added = await add_agent(self.settings, name.lower(), clock=self.known.floor.clock)
        return By(added.id, added.name, False)


def telegram_settings(folder: Path, engine_port: int, bot_api: FakeBotApi, rate_per_minute: int = 10_000) -> Settings:
    bot = TelegramSettings(bot_api.token, SECRET, bot_api.url)
    return replace(settings_for(folder, engine_port, rate_per_minute=rate_per_minute), telegram=bot)


@asynccontextmanager
async def open_counter(
    settings: Settings, bot_api: FakeBotApi, pace: Pace | None = None, **options
) -> AsyncIterator[Counter]:
    """Open until the end of the block; opened again, it has the same database. `pace`: none to speak of without it."""
    made: list[Services] = []

    def channels(known: Services) -> dict:
        made.append(known)
        fast = Pace(per_chat=(100, 1.0), overall=(1_000, 1.0))
        return {TelegramChannel.name: TelegramChannel(settings.telegram, known, fast if pace is None else pace)}

    async with serving(settings, channels=channels, **options) as url:
        bot_api.webhook(f"{url}{HOOK}", SECRET)
        yield Counter(url, made[0], settings)


class Process:
    """The gateway as a process of its own, on one port and one log over all its lives."""

    def __init__(self, folder: Path, engine_port: int, bot_api: FakeBotApi) -> None:
        self._bot_api = bot_api
        self._port = free_port()
        self._log = folder / "gateway.log"
        self._database = folder / "guichet.db"
        self._running: asyncio.subprocess.Process | None = None
        self._environment = os.environ | {
            "GUICHET_VAR": str(folder),
            "GUICHET_HOST": "127.0.0.1",
            "GUICHET_PORT": str(self._port),
            "GUICHET_ENGINE_PORT": str(engine_port),
            "GUICHET_DATABASE_URL": "",
            "GUICHET_RATE_PER_MINUTE": "10000",
            "TELEGRAM_BOT_TOKEN": bot_api.token,
            "TELEGRAM_SECRET": SECRET,
            "TELEGRAM_API_BASE": bot_api.url,
        }

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    async def start(self) -> None:
        """Until it hears Telegram."""
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "guichet.gateway", cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        url = f"http://127.0.0.1:{self._port}"
        async with httpx.AsyncClient(trust_env=False, timeout=5) as http, asyncio.timeout(3 * PATIENCE):
            while not await _lives(http, url):
                assert self._running.returncode is None, self.log
                await asyncio.sleep(0.02)
        self._bot_api.webhook(f"{url}{HOOK}", SECRET)

    async def spare(self, attempts: int) -> None:
        """Until no message was tried more often in vain: after three times the dispatcher gives it up."""
        query = "SELECT count(*) FROM messages WHERE status <> 'done' AND attempts > ?"
        async with asyncio.timeout(PATIENCE):
            with closing(sqlite3.connect(self._database)) as database:
                while database.execute(query, (attempts,)).fetchone()[0]:
                    await asyncio.sleep(0.005)

    async def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """As a power cut would, or in order; how it ended."""
        if self._running.returncode is None:
            self._running.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self._running.wait()


async def _lives(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(f"{url}/health/live")).status_code == 200
    except httpx.TransportError:
        return False


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def saying(words: str) -> Callable[[Seen], bool]:
    """Messages with these words, whatever the width of their spaces."""
    return lambda seen: words in plain(seen.text)


def read(person: Person) -> list[str]:
    """What the bot said to somebody, but its welcome."""
    texts = [plain(text) for text in person.texts]
    return [text for text in texts if not text.startswith("Bonjour ! Je suis un assistant")]


async def reads(person: Person, *texts: str, timeout: float = PATIENCE) -> None:
    """Somebody has these messages of the bot before them, after its welcome, and no others. Raises `AssertionError`."""
    try:
        await person.sees(lambda _seen: read(person) == list(texts), timeout)
    except AssertionError:
        assert read(person) == list(texts)
        raise


def whole(person: Person) -> str:
    """What the bot said to somebody after its first message, in one piece."""
    return " ".join(" ".join(person.texts[1:]).split())


def written(person: Person, text: str) -> dict:
    """An update with a message of theirs that nobody delivered yet."""
    return {"message": person.chat.add(person.account, text=text).fields}


def behind(seen: Seen, label: str) -> str:
    """What a button of a message sends back."""
    return next(key["callback_data"] for row in seen.keys for key in row if key["text"] == label)
