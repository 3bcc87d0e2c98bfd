"""`guichet telegram info`: what Telegram says of its calls to us, in plain French."""

from __future__ import annotations

import pytest

from guichet.gateway.channels.telegram.console.calls import Webhook
from guichet.gateway.channels.telegram.console.commands import described, info, set_webhook
from guichet.gateway.channels.telegram.wording import load
from tests.gateway.telegram.terminal import PUBLIC_URL, Terminal, settings_with

ADDRESS = f"{PUBLIC_URL}/channels/telegram"


@pytest.fixture
def terminal():
    return Terminal()


@pytest.fixture
def settings(bot_api, tmp_path):
    return settings_with(bot_api, tmp_path)


async def test_info_of_a_bot_in_order(bot_api, settings, terminal):
    await set_webhook(settings, None, False, lambda line: None, terminal.pause)
    await info(settings, terminal.say, terminal.pause)
    assert terminal.lines == [
        "Robot : @GuichetTestBot (GuichetTestBot)",
        f"Adresse : {ADDRESS} (c'est bien la nôtre)",
        "Messages en attente : 0",
        "Telegram ne signale aucune erreur.",
    ]


async def test_info_of_a_bot_without_address(settings, terminal):
    await info(settings, terminal.say, terminal.pause)
    assert "Pour les recevoir : guichet telegram set-webhook" in terminal.lines[1]
    assert terminal.lines[2:] == ["Messages en attente : 0"]


def test_an_error_is_dated_explained_and_mended():
    webhook = Webhook(ADDRESS, 3, "203.0.113.4", 1_795_339_920, "Wrong response from the webhook: 403 Forbidden")
    lines = described(webhook, PUBLIC_URL, load().console)
    assert lines[1:3] == ["Serveur appelé : 203.0.113.4", "Messages en attente : 3"]
    said = "Wrong response from the webhook: 403 Forbidden"
    assert lines[3] == f"Dernière erreur, le 22/11/2026 à 10:32 (heure de Paris) : {said}"
    assert lines[4].startswith("  Cela veut dire : votre serveur refuse l'appel. Le secret")
    assert lines[5].startswith("  À faire : relancez `guichet telegram set-webhook`")
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("Wrong response from the webhook: 404 Not Found", "TELEGRAM_BOT_TOKEN"),
        ("Wrong response from the webhook: 502 Bad Gateway", "Guichet tourne"),
        ("Wrong response from the webhook: 301 Moved Permanently", "adresse finale"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "fullchain"),
        ("Connection timed out", "149.154.160.0/20"),
        ("Read timeout expired", "149.154.160.0/20"),
        ("Connection refused", "le port est ouvert"),
        ("Failed to resolve host: No address associated with hostname", "DNS"),
        ("Something nobody has ever seen", "journal de la passerelle"),
    ],
)
def test_every_error_has_its_remedy(said, remedy):
    lines = described(Webhook(ADDRESS, 1, "", 1, said), PUBLIC_URL, load().console)
    assert remedy in lines[-1]


def test_an_error_of_before_does_not_frighten():
    lines = described(Webhook(ADDRESS, 0, "", 1, "Connection refused"), PUBLIC_URL, load().console)
    assert lines[-1] == "  Rien n'attend : si le robot répond, cette erreur est passée."


def test_another_address_and_other_kinds_of_updates_are_noticed():
    webhook = Webhook("https://ancien.example/", allowed_updates=("message", "callback_query", "poll"))
    said = "\n".join(described(webhook, PUBLIC_URL, load().console))
    assert f"alors que la nôtre est {ADDRESS}" in said
    assert "n'envoie pas tout ce que Guichet entend : edited_message, my_chat_member." in said
    assert "plus que ce que Guichet entend : poll." in said
    assert "impossible de dire" in described(webhook, "", load().console)[0]
