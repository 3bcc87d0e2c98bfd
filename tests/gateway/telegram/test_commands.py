"""`guichet telegram set-webhook` and `delete-webhook`, against the fake Bot API."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import pytest

from guichet.errors import GuichetError
from guichet.gateway.channels.telegram.console import commands
from guichet.gateway.channels.telegram.console.commands import delete_webhook, info, set_webhook
from guichet.gateway.channels.telegram.hearing import webhook
from guichet.gateway.channels.telegram.wording import load
from guichet.settings import ROOT, TelegramSettings
from tests.gateway.telegram.bot_api.server import HttpServer, Request
from tests.gateway.telegram.terminal import PUBLIC_URL, SECRET, Terminal, settings_with

ADDRESS = f"{PUBLIC_URL}/channels/telegram"
PYTHONS = {name: ROOT / f".venv-{name}" / "bin" / "python" for name in ("engine", "gateway")}


@pytest.fixture
def terminal():
    return Terminal()


@pytest.fixture
def settings(bot_api, tmp_path):
    return settings_with(bot_api, tmp_path)


async def refused(work) -> str:
    """The one line of an error."""
    with pytest.raises(GuichetError) as caught:
        await work
    line = str(caught.value)
    assert " — " in line
    assert "\n" not in line
    return line


async def test_the_bot_is_told_where_to_send_and_how_to_present_itself(bot_api, settings, terminal):
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    (call,) = bot_api.called("setWebhook")
    assert call.params == {
        "url": ADDRESS,
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "max_connections": 20,
        "drop_pending_updates": False,
    }
    menu = ["start", "aide", "humain", "effacer"]
    for language in ("", "fr"):
        assert [c["command"] for c in bot_api.profile.commands["default", language]] == menu
        assert bot_api.profile.texts["description", language] == load().bot.description
        assert bot_api.profile.texts["short_description", language] == load().bot.short_description
    assert bot_api.profile.menu == {"type": "commands"}
    assert (bot_api.complaints, terminal.pauses) == ([], [])


def test_telegram_is_told_of_the_address_that_the_gateway_serves():
    assert commands.PATH == webhook.PATH


async def test_each_step_is_said_and_what_to_do_next(bot_api, settings, terminal):
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    assert terminal.lines == [
        "Robot : @GuichetTestBot (GuichetTestBot)",
        f"Adresse donnée à Telegram : {ADDRESS}",
        "Menu des commandes : /start, /aide, /humain, /effacer",
        "Présentation du robot : en place",
        "C'est prêt. Ouvrez https://t.me/GuichetTestBot et dites bonjour.",
        "Pour vérifier : guichet telegram info",
    ]


async def test_again_changes_nothing(bot_api, settings, terminal):
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    before = (dict(bot_api.profile.commands), dict(bot_api.profile.texts), list(terminal.lines))
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    assert (bot_api.profile.commands, bot_api.profile.texts, terminal.lines) == (*before[:2], before[2] * 2)


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("https://autre.example/guichet/", "https://autre.example/guichet/channels/telegram"),
        ("https://autre.example:8443/channels/telegram", "https://autre.example:8443/channels/telegram"),
    ],
)
async def test_another_address_can_be_given(bot_api, settings, terminal, given, called):
    await set_webhook(settings, given, False, terminal.say, terminal.pause)
    assert bot_api.called("setWebhook")[0].params["url"] == called


async def test_what_waits_is_dropped_only_when_asked(bot_api, settings, terminal):
    await bot_api.person("Ana").says("bonjour")
    await delete_webhook(settings, False, terminal.say, terminal.pause)
    assert len(bot_api.pending) == 1
    await set_webhook(settings, None, True, terminal.say, terminal.pause)
    assert bot_api.pending == []
    assert "Les messages qui attendaient chez Telegram sont écartés." in terminal.lines


async def test_it_waits_as_long_as_telegram_asks(bot_api, settings, terminal):
    bot_api.fail("setMyCommands", times=2, code=429, retry_after=7)
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    assert terminal.pauses == [7.0, 7.0]
    assert terminal.lines.count("Telegram n'a pas pu répondre ; nouvel essai dans 7 s.") == 2
    assert terminal.lines[-1] == "Pour vérifier : guichet telegram info"


async def test_a_lost_answer_is_asked_for_again(bot_api, settings, terminal):
    bot_api.cut("setWebhook")
    bot_api.fail("getMe", code=502)
    await set_webhook(settings, None, False, terminal.say, terminal.pause)
    assert len(bot_api.called("setWebhook")) == 2
    assert len(terminal.pauses) == 2


async def test_the_network_is_given_a_few_tries(bot_api, settings, terminal):
    await bot_api.stop()
    line = await refused(set_webhook(settings, None, False, terminal.say, terminal.pause))
    assert line.startswith(
        "Telegram : pas de réponse après 5 essais — vérifiez que ce serveur atteint http://127.0.0.1:"
    )
    assert terminal.pauses == sorted(terminal.pauses)
    assert len(terminal.pauses) == 4


async def test_nobody_waits_for_an_hour(bot_api, settings, terminal):
    bot_api.fail("getMe", code=429, retry_after=3600)
    line = await refused(info(settings, terminal.say, terminal.pause))
    assert line == "Telegram : trop d'appels à la suite — relancez la commande dans 60 min"
    assert terminal.pauses == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://guichet.mairie.example", "GUICHET_PUBLIC_URL"),
        ("https://guichet.mairie.example:8000", "les ports 443, 80, 88 et 8443"),
        ("guichet.mairie.example", "pas une adresse"),
        ("https://", "pas une adresse"),
        ("https://[", "pas une adresse"),
        ("https://guichet.mairie.example?a=1", "pas une adresse"),
        ("", "GUICHET_PUBLIC_URL : vide"),
    ],
)
async def test_an_address_that_cannot_be_called(settings, terminal, url, said):
    assert said in await refused(set_webhook(settings, url, False, terminal.say, terminal.pause))


async def test_telegram_itself_never_calls_a_plain_address(settings, terminal):
    theirs = replace(settings, telegram=TelegramSettings("1:a", SECRET))
    line = await refused(set_webhook(theirs, "http://guichet.mairie.example", False, terminal.say))
    assert line.startswith("http://guichet.mairie.example : Telegram n'appelle que des adresses en https — ")


async def test_another_server_than_the_bot_api_is_named(settings, terminal):
    async def not_telegram(_: Request) -> tuple[int, dict]:
        return 404, {"detail": "Not Found"}

    other = HttpServer(not_telegram)
    await other.start()
    for base in (f"http://127.0.0.1:{other.port}", "https://telegram.example:port"):
        elsewhere = replace(settings, telegram=TelegramSettings("1:a", SECRET, base))
        assert (await refused(info(elsewhere, terminal.say))).startswith("TELEGRAM_API_BASE : ")
    await other.stop()


@pytest.mark.parametrize(
    ("description", "said"),
    [
        ("Bad Request: bad webhook: Failed to resolve host: Name or service not known", "ne trouve pas ce nom"),
        ("Bad Request: bad webhook: IP address 192.168.1.10 is reserved", "réseau privé"),
        ("Bad Request: bad webhook: IPv6-only addresses are not allowed", "IPv4"),
        ("Bad Request: invalid webhook URL specified", "Adresse :"),
        ("Bad Request: secret token contains unallowed characters", "TELEGRAM_SECRET"),
        ("Bad Request: something new, see 123456:a-test-token", "setWebhook refusé (« Bad Request: something new"),
    ],
)
async def test_what_telegram_refuses_is_one_line_with_the_cure(bot_api, settings, terminal, description, said):
    bot_api.fail("setWebhook", code=400, description=description)
    line = await refused(set_webhook(settings, None, False, terminal.say, terminal.pause))
    assert said in line
    assert bot_api.token not in line


@pytest.mark.parametrize("token", ["654321:another-token", "not/a-token"])
async def test_a_wrong_token_is_said_before_anything_is_done(bot_api, tmp_path, terminal, token):
    settings = settings_with(bot_api, tmp_path, token=token)
    line = await refused(set_webhook(settings, None, False, terminal.say, terminal.pause))
    assert line.startswith("TELEGRAM_BOT_TOKEN : Telegram ne connaît pas ce jeton — recopiez")
    assert (bot_api.called("setWebhook"), terminal.lines) == ([], [])
    assert token not in line


async def test_without_a_token_there_is_nothing_to_do(settings, terminal):
    bare = replace(settings, telegram=TelegramSettings())
    for work in (set_webhook(bare, None, False, terminal.say), info(bare, terminal.say)):
        assert (await refused(work)).startswith("TELEGRAM_BOT_TOKEN : absent — demandez un robot à @BotFather")


async def test_the_address_is_withdrawn(bot_api, settings, terminal):
    await delete_webhook(settings, False, terminal.say, terminal.pause)
    bot_api.webhook(ADDRESS, SECRET)
    await delete_webhook(settings, True, terminal.say, terminal.pause)
    kept = "Les messages qui arrivent attendent chez Telegram, 24 heures au plus."
    dropped = "Les messages qui attendaient chez Telegram sont écartés."
    nothing = "Telegram n'appelait aucune adresse : rien à retirer."
    assert terminal.lines == [nothing, kept, f"Telegram n'appelle plus {ADDRESS}.", dropped, kept]


def test_the_words_fit_where_telegram_shows_them():
    bot = load().bot
    assert len(bot.description) <= 512
    assert len(bot.short_description) <= 120
    assert all(len(text) <= 256 for text in bot.commands.values())


@pytest.mark.parametrize("name", PYTHONS)
async def test_it_works_from_both_environments(bot_api, tmp_path, name):
    if not PYTHONS[name].is_file():
        pytest.skip(f"the environment {name} is not set up (`make setup`)")
    environment = os.environ | {
        "GUICHET_VAR": str(tmp_path),
        "GUICHET_PUBLIC_URL": PUBLIC_URL,
        "TELEGRAM_BOT_TOKEN": bot_api.token,
        "TELEGRAM_SECRET": SECRET,
        "TELEGRAM_API_BASE": bot_api.url,
    }

    async def run(*arguments: str) -> tuple[int, str, str]:
        command = (str(PYTHONS[name]), "-m", "guichet", "telegram", *arguments)
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe)
        output, errors = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode, output.decode(), errors.decode()

    code, told, errors = await run("set-webhook")
    assert (code, errors) == (0, "")
    assert told.endswith("Pour vérifier : guichet telegram info\n")
    bot_api.fail("getMe", code=401, description="Unauthorized")
    code, told, errors = await run("info")
    assert (code, told) == (1, "")
    assert errors.startswith("Error: TELEGRAM_BOT_TOKEN : Telegram ne connaît pas ce jeton — ")
    assert errors.count("\n") == 1
    assert bot_api.token not in errors
    assert (await run("delete-webhook"))[1].startswith(f"Telegram n'appelle plus {ADDRESS}.")
