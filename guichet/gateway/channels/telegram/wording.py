"""The French words of the Telegram channel, read from `fr.yml` into typed values."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.gateway.wording import ChecklistWording, OfficesWording

LOCALE = Path(__file__).parent / "fr.yml"


class HandoffWording(msgspec.Struct, frozen=True):
    """What is known of a request, each on a line."""

    position: str
    wait: str
    reference: str
    keep: str
    hours: str


class RenderingWording(msgspec.Struct, frozen=True):
    """What surrounds an answer. `checklist` and `offices` are as on the printed page, `scores` from 1 to 5."""

    said_by: str
    unnamed_agent: str
    contact: str
    contact_hint: str
    case: str
    more: str
    source: str
    source_without_producer: str
    feed: str
    useful: str
    useless: str
    choose: str
    numbered: str
    when: str
    answered: str
    satisfaction: str
    scores: tuple[str, str, str, str, str]
    danger: str
    call: str
    checklist: ChecklistWording
    ticks: str
    offices: OfficesWording
    hours: str
    map: str
    handoff: HandoffWording


class MediaWording(msgspec.Struct, frozen=True):
    """What can be done instead of sending what is no text."""

    voice: str
    papers: str
    video: str
    sticker: str
    other: str


class RefusalWording(msgspec.Struct, frozen=True):
    """Why a message was not taken, by the code of `Refused`."""

    text_too_long: str
    text_empty: str
    too_many_requests: str
    other: str


class ErasingWording(msgspec.Struct, frozen=True):
    """Erasing a conversation: the question, its two buttons, what came of it."""

    ask: str
    confirm: str
    keep: str
    done: str
    kept: str
    nothing: str
    failed: str


class ToastWording(msgspec.Struct, frozen=True):
    """What is shown for a moment to who pressed a button; 200 characters at most."""

    stale: str
    answered: str
    foreign: str
    trouble: str
    thumb: str
    satisfaction: str
    none_ticked: str
    one_ticked: str
    some_ticked: str
    all_ticked: str

    def ticked(self, done: int, total: int) -> str:
        """How much of a list is ready."""
        if done == total:
            return self.all_ticked
        return (self.none_ticked, self.one_ticked, self.some_ticked)[min(done, 2)].format(done=done, total=total)


class HearingWording(msgspec.Struct, frozen=True):
    """What is said to what is no question. `commands`: other ways to type each command."""

    commands: dict[str, tuple[str, ...]]
    unknown_command: str
    media: MediaWording
    media_for_person: MediaWording
    location: str
    location_for_person: str
    contact_unasked: str
    contact_of_another: str
    group: str
    refusals: RefusalWording
    erasing: ErasingWording
    toasts: ToastWording


class BotWording(msgspec.Struct, frozen=True):
    """How the bot presents itself. `commands`: what each does, in the order of the menu."""

    commands: dict[str, str]
    description: str
    short_description: str


class Refusal(msgspec.Struct, frozen=True):
    """What Telegram answers to a command, in parts of its words (lower case), and the line that people read."""

    said: tuple[str, ...]
    error: str


class KnownError(msgspec.Struct, frozen=True):
    """What Telegram says of its last call to us, in parts of its words (lower case), and what to make of it."""

    said: tuple[str, ...]
    meaning: str
    remedy: str


class ConsoleWording(msgspec.Struct, frozen=True):
    """What the commands print."""

    no_token: str
    no_url: str
    not_https: str
    bad_url: str
    bad_base: str
    bot: str
    address_given: str
    dropped: str
    commands_set: str
    presented: str
    next: str
    check: str
    withdrawn: str
    nothing_to_withdraw: str
    kept: str
    again: str
    long_wait: str
    unreachable: str
    unreadable: str
    refused: str
    refusals: tuple[Refusal, ...]
    no_address: str
    address_ours: str
    address_other: str
    address_unknown: str
    ip: str
    waiting: str
    kinds_missing: str
    kinds_extra: str
    no_error: str
    last_error: str
    meaning: str
    remedy: str
    unknown_error: str
    maybe_over: str
    errors: tuple[KnownError, ...]
    webhook_set: str
    polling: str
    delivered: str
    telegram_silent: str
    telegram_back: str
    gateway_silent: str
    gateway_back: str
    gateway_secret: str
    gateway_without: str
    gateway_refused: str
    ended: str


class TelegramWording(msgspec.Struct, frozen=True):
    """Every sentence of the channel."""

    rendering: RenderingWording
    hearing: HearingWording
    bot: BotWording
    console: ConsoleWording


@lru_cache(maxsize=1)
def load() -> TelegramWording:
    """The sentences of the channel. Raises `GuichetError` when one is missing or of the wrong type."""
    try:
        return msgspec.yaml.decode(LOCALE.read_bytes(), type=TelegramWording)
    except (OSError, msgspec.MsgspecError) as error:
        raise GuichetError(f"{LOCALE.name} : textes illisibles ({error}) — corrigez ce fichier") from error
