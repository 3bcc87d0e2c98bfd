"""What `guichet telegram set-webhook`, `delete-webhook` and `info` do; `poll` is `polling.py`."""

from __future__ import annotations

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

from guichet.errors import GuichetError
from guichet.gateway.channels.telegram import PATH
from guichet.gateway.channels.telegram.console.calls import ALLOWED_UPDATES, Console, Pause, Say, Webhook, opened
from guichet.gateway.channels.telegram.wording import BotWording, ConsoleWording, load
from guichet.gateway.clock import PARIS
from guichet.setting_parts import TELEGRAM_API
from guichet.settings import Settings

#: How many updates Telegram may bring at once: those of one chat come one by one anyway.
MAX_CONNECTIONS = 20

#: For those whose Telegram speaks French, and for all others: the bot speaks nothing else.
LANGUAGES = (None, "fr")


async def set_webhook(
    settings: Settings, url: str | None, drop_pending: bool, say: Say, pause: Pause = asyncio.sleep
) -> None:
    """Have updates sent to us, and present the bot; again is harmless. Raises `GuichetError`."""
    async with opened(settings, say, pause) as console:
        words, address = console.words, webhook_address(settings, url, console.words)
        bot = await console.bot()
        say(words.bot.format(username=bot.username, name=bot.first_name))
        await console.ask(
            "setWebhook",
            url=address,
            secret_token=settings.telegram.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=MAX_CONNECTIONS,
            drop_pending_updates=drop_pending,
        )
        say(words.address_given.format(url=address))
        if drop_pending:
            say(words.dropped)
        await _present(console, load().bot)
        say(words.next.format(username=bot.username))
        say(words.check)


async def delete_webhook(settings: Settings, drop_pending: bool, say: Say, pause: Pause = asyncio.sleep) -> None:
    """Have updates kept by Telegram, or dropped. Raises `GuichetError`."""
    async with opened(settings, say, pause) as console:
        words, before = console.words, await console.webhook()
        await console.ask("deleteWebhook", drop_pending_updates=drop_pending)
        say(words.withdrawn.format(url=before.url) if before.url else words.nothing_to_withdraw)
        if drop_pending:
            say(words.dropped)
        say(words.kept)


async def info(settings: Settings, say: Say, pause: Pause = asyncio.sleep) -> None:
    """Say who the bot is, where its updates go, and what went wrong last. Raises `GuichetError`."""
    async with opened(settings, say, pause) as console:
        bot, webhook = await console.bot(), await console.webhook()
        say(console.words.bot.format(username=bot.username, name=bot.first_name))
        for line in described(webhook, settings.public_url, console.words):
            say(line)


def webhook_address(settings: Settings, url: str | None, words: ConsoleWording) -> str:
    """Where Telegram shall find us. Raises `GuichetError` for what it could never call."""
    base = (settings.public_url if url is None else url.strip()).rstrip("/")
    if not base:
        raise GuichetError(words.no_url)
    try:
        parts = urlsplit(base)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
    except ValueError:
        named = False
    if not named:
        raise GuichetError(words.bad_url.format(url=base))
    # A server of the Bot API of one's own may call plain addresses of its network; Telegram's never does.
    if parts.scheme != "https" and settings.telegram.api_base == TELEGRAM_API:
        raise GuichetError(words.not_https.format(url=base))
    return f"{base.removesuffix(PATH)}{PATH}"


def described(webhook: Webhook, public_url: str, words: ConsoleWording) -> list[str]:
    """What `getWebhookInfo` says, in plain French."""
    waiting = words.waiting.format(count=webhook.pending_update_count)
    if not webhook.url:
        return [words.no_address, waiting]
    lines = [_address(webhook.url, public_url, words)]
    lines += [words.ip.format(ip=webhook.ip_address)] * bool(webhook.ip_address)
    return [*lines, waiting, *_kinds(webhook, words), *_last_error(webhook, words)]


async def _present(console: Console, bot: BotWording) -> None:
    commands = [{"command": name, "description": text} for name, text in bot.commands.items()]
    for language in LANGUAGES:
        await console.ask("setMyCommands", commands=commands, language_code=language)
    console.say(console.words.commands_set.format(commands=", ".join(f"/{name}" for name in bot.commands)))
    for language in LANGUAGES:
        await console.ask("setMyDescription", description=bot.description, language_code=language)
        await console.ask("setMyShortDescription", short_description=bot.short_description, language_code=language)
    await console.ask("setChatMenuButton", menu_button={"type": "commands"})
    console.say(console.words.presented)


def _address(url: str, public_url: str, words: ConsoleWording) -> str:
    if not public_url:
        return words.address_unknown.format(url=url)
    ours = f"{public_url}{PATH}"
    return (words.address_ours if url == ours else words.address_other).format(url=url, ours=ours)


def _kinds(webhook: Webhook, words: ConsoleWording) -> list[str]:
    ours, theirs = set(ALLOWED_UPDATES), set(webhook.allowed_updates)
    if not theirs:
        # Telegram then chooses, among them all that we hear and much that we do not.
        return []
    missing, extra = ", ".join(sorted(ours - theirs)), ", ".join(sorted(theirs - ours))
    lines = [words.kinds_missing.format(kinds=missing)] * bool(missing)
    return [*lines, *[words.kinds_extra.format(kinds=extra)] * bool(extra)]


def _last_error(webhook: Webhook, words: ConsoleWording) -> list[str]:
    if not webhook.last_error_message:
        return [words.no_error]
    date = datetime.fromtimestamp(webhook.last_error_date, PARIS).strftime("%d/%m/%Y à %H:%M")
    said = " ".join(webhook.last_error_message.split())
    lines = [words.last_error.format(date=date, said=said)]
    known = next((e for e in words.errors if any(part in said.lower() for part in e.said)), None)
    if known is None:
        lines.append(words.remedy.format(remedy=words.unknown_error))
    else:
        lines += [words.meaning.format(meaning=known.meaning), words.remedy.format(remedy=known.remedy)]
    return [*lines, *[words.maybe_over] * (webhook.pending_update_count == 0)]
