"""`guichet telegram poll`: updates are fetched from the fake Bot API, and handed to a gateway that notes them."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from guichet.errors import GuichetError
from guichet.gateway.channels.telegram.console.polling import Screen, local_gateway, poll
from guichet.settings import ROOT, TelegramSettings
from tests.gateway.running import serving
from tests.gateway.telegram.recording_gateway import RecordingGateway
from tests.gateway.telegram.terminal import SECRET, Terminal, settings_with

PYTHONS = {name: ROOT / f".venv-{name}" / "bin" / "python" for name in ("engine", "gateway")}
ENDED = "Arrêté. Messages transmis : {}. Les suivants attendent chez Telegram, 24 heures au plus."


@pytest.fixture
def terminal():
    return Terminal()


@pytest.fixture
async def gateway():
    recording = RecordingGateway(SECRET)
    await recording.start()
    yield recording
    await recording.stop()


@pytest.fixture
def settings(bot_api, tmp_path, gateway):
    return replace(settings_with(bot_api, tmp_path), port=gateway.port)


@asynccontextmanager
async def polling(settings, terminal, force=False):
    """The command under way; Ctrl-C at the end of the block."""
    task = asyncio.create_task(poll(settings, force, terminal.screen(), terminal.pause))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def line_of(task) -> str:
    """The one line that ends it."""
    with pytest.raises(GuichetError) as caught:
        await asyncio.wait_for(task, 10)
    line = str(caught.value)
    assert " — " in line
    assert "\n" not in line
    return line


async def test_what_citizens_say_reaches_the_gateway_and_is_forgotten_by_telegram(bot_api, settings, gateway, terminal):
    ana = bot_api.person("Ana")
    await ana.says("un")
    async with polling(settings, terminal):
        await gateway.got(1)
        await ana.says("deux")
        assert await gateway.got(2) == ["un", "deux"]
        await terminal.shows("Messages transmis : 2")
    assert bot_api.pending == []
    assert gateway.updates[0]["message"]["from"]["first_name"] == "Ana"
    assert bot_api.called("getUpdates")[0].params["allowed_updates"] == [
        *("message", "edited_message", "callback_query", "my_chat_member")
    ]
    here = f"http://127.0.0.1:{gateway.port}"
    assert terminal.lines == [
        f"Je relève les messages de @GuichetTestBot pour la passerelle ({here}). Ctrl-C arrête.",
        "Messages transmis : 1",
        "Messages transmis : 2",
        ENDED.format(2),
    ]


async def test_each_chat_is_in_order_and_none_waits_for_another(bot_api, settings, gateway, terminal):
    ana, bob = bot_api.person("Ana"), bot_api.person("Bob")
    for person, text in ((ana, "a1"), (bob, "b1"), (ana, "a2"), (bob, "b2"), (bob, "b3")):
        await person.says(text)
    held = gateway.held["a1"]
    async with polling(settings, terminal):
        assert sorted(await gateway.got(4)) == ["a1", "b1", "b2", "b3"]
        held.set()
        texts = await gateway.got(5)
        assert [t for t in texts if t.startswith("b")] == ["b1", "b2", "b3"]
        assert texts[-1] == "a2"
        await terminal.shows("Messages transmis : 5")
    assert bot_api.pending == []


async def test_what_the_gateway_did_not_take_stays_with_telegram(bot_api, settings, gateway, terminal):
    for text in ("un", "deux", "trois"):
        await bot_api.person("Ana").says(text)
    gateway.statuses["deux"] = 503
    async with polling(settings, terminal):
        await gateway.got(5)
    assert [update["message"]["text"] for update in bot_api.pending] == ["deux", "trois"]
    assert terminal.lines[-1] == ENDED.format(2)
    gateway.statuses.clear()
    async with polling(settings, terminal):
        await bot_api.delivered()


async def test_it_waits_for_a_gateway_that_is_not_there_yet_and_says_so_once(bot_api, settings, gateway, terminal):
    await gateway.stop()
    await bot_api.person("Ana").says("bonjour")
    async with polling(settings, terminal):
        await terminal.waits(3)
        await bot_api.person("Bob").says("bonsoir")
        await gateway.start()
        assert await gateway.got(2) == ["bonjour", "bonsoir"]
        await terminal.shows("Messages transmis : 2")
    here = f"http://127.0.0.1:{gateway.port}"
    assert [line for line in terminal.lines if "passerelle" in line][1:] == [
        f"La passerelle ne répond pas encore à {here} ; je l'attends (pour la lancer : make run).",
        "La passerelle répond.",
    ]


async def test_it_waits_for_telegram_and_says_so_once(bot_api, settings, gateway, terminal):
    async with polling(settings, terminal):
        await terminal.shows("Je relève")
        await bot_api.stop()
        await terminal.waits(3)
        await bot_api.start()
        await bot_api.person("Ana").says("bonjour")
        await gateway.got(1)
    assert [line for line in terminal.lines if "répond" in line] == [
        "Telegram ne répond pas ; je réessaie jusqu'à ce qu'il réponde.",
        "Telegram répond de nouveau.",
    ]


async def test_a_flood_is_waited_out(bot_api, settings, gateway, terminal):
    bot_api.fail("getUpdates", times=2, code=429, retry_after=9)
    await bot_api.person("Ana").says("bonjour")
    async with polling(settings, terminal):
        await gateway.got(1)
    assert terminal.pauses == [9.0, 9.0]


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "n'a pas de canal Telegram — redémarrez-la"), (413, "refuse un message (code 413) — voyez son journal")],
)
async def test_what_the_gateway_never_takes_ends_it(bot_api, settings, gateway, terminal, status, said):
    await bot_api.person("Ana").says("bonjour")
    gateway.statuses["bonjour"] = status
    async with polling(settings, terminal) as task:
        line = await line_of(task)
    assert said in line
    assert line.startswith(f"http://127.0.0.1:{gateway.port} : la passerelle")
    assert len(bot_api.pending) == 1


async def test_another_secret_than_the_gateways_ends_it(bot_api, settings, gateway, terminal):
    await bot_api.person("Ana").says("bonjour")
    other = replace(settings, telegram=TelegramSettings(bot_api.token, "another-secret", bot_api.url))
    async with polling(other, terminal) as task:
        line = await line_of(task)
    assert "refuse notre secret — redémarrez-la" in line
    assert "another-secret" not in line + "\n".join(terminal.lines)


async def test_a_bot_with_an_address_is_left_alone(bot_api, settings, terminal):
    bot_api.webhook("https://guichet.mairie.example/channels/telegram", SECRET)
    async with polling(settings, terminal) as task:
        line = await line_of(task)
    assert "les messages partent vers https://guichet.mairie.example/channels/telegram — retirez" in line
    assert (bot_api.called("deleteWebhook"), bot_api.called("getUpdates")) == ([], [])


async def test_its_address_is_withdrawn_when_asked(bot_api, settings, gateway, terminal):
    bot_api.webhook("https://guichet.mairie.example/channels/telegram", SECRET)
    async with polling(settings, terminal, force=True):
        await terminal.shows("Telegram n'appelle plus https://guichet.mairie.example/channels/telegram.")
        await bot_api.person("Ana").says("bonjour")
        await gateway.got(1)


async def test_two_of_them_are_one_too_many(bot_api, settings, terminal):
    async with polling(settings, terminal) as first:
        await bot_api.until(lambda: bot_api.called("getUpdates"))
        async with polling(settings, Terminal()):
            assert "un autre programme relève déjà les messages" in await line_of(first)


async def test_an_address_given_meanwhile_ends_it(bot_api, settings, gateway, terminal):
    async with polling(settings, terminal) as task:
        await bot_api.until(lambda: bot_api.called("getUpdates"))
        bot_api.webhook("https://guichet.mairie.example/channels/telegram", SECRET)
        bot_api.fail(
            "getUpdates", code=409, description="Conflict: can't use getUpdates method while webhook is active"
        )
        await bot_api.person("Ana").says("bonjour")
        assert "les messages partent vers une adresse — lancez d'abord" in await line_of(task)


async def test_a_citizen_is_answered_by_the_real_gateway(bot_api, engine, tmp_path, terminal):
    settings = replace(settings_with(bot_api, tmp_path), engine_port=engine.port)
    async with serving(settings) as url, polling(replace(settings, port=httpx.URL(url).port), terminal):
        ana, bob = bot_api.person("Ana"), bot_api.person("Bob")
        await ana.says("Je déménage")
        await bob.says("Je me marie")
        await ana.sees("Je déménage")
        await bob.sees("Je me marie")
        await terminal.shows("Messages transmis : 2")
    assert bot_api.pending == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("guichet.local", "http://guichet.local:8000"),
    ],
)
def test_where_the_gateway_of_this_machine_is(settings, host, address):
    assert local_gateway(replace(settings, host=host, port=8000)) == address


def test_the_count_stays_in_place_on_a_terminal():
    written = []
    screen = Screen(lambda text, nl=True: written.append(text + "\n" * nl), live=True)
    for text in ("un", "deux"):
        screen.count(text)
    screen.line("fin")
    screen.line("vraiment")
    assert "".join(written) == "\r\x1b[Kun\r\x1b[Kdeux\nfin\nvraiment\n"


@pytest.mark.parametrize("name", PYTHONS)
async def test_ctrl_c_ends_it_with_a_sentence(bot_api, gateway, tmp_path, name):
    if not PYTHONS[name].is_file():
        pytest.skip(f"the environment {name} is not set up (`make setup`)")
    environment = os.environ | {
        "GUICHET_VAR": str(tmp_path),
        "GUICHET_HOST": "127.0.0.1",
        "GUICHET_PORT": str(gateway.port),
        "TELEGRAM_BOT_TOKEN": bot_api.token,
        "TELEGRAM_SECRET": SECRET,
        "TELEGRAM_API_BASE": bot_api.url,
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(str(PYTHONS[name]), "-m", "guichet", "telegram", "poll"),
        **{"env": environment, "cwd": ROOT, "stdout": pipe, "stderr": pipe, "start_new_session": True},
    )
    await bot_api.person("Ana").says("bonjour")
    await gateway.got(1, timeout=60)
    await bot_api.until(lambda: len(bot_api.called("getUpdates")) >= 2)
    os.killpg(process.pid, signal.SIGINT)
    output, errors = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, errors.decode()) == (0, "")
    assert output.decode().endswith(f"Messages transmis : 1\n{ENDED.format(1)}\n")
    assert bot_api.pending == []
