"""What `guichet purge`, `guichet export` and `guichet secrets` do, on the gateway's database."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guichet.errors import GuichetError
from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.desk.door.audit import Audit
from guichet.gateway.opening import opened
from guichet.gateway.retention.export import conversation_of, readable
from guichet.gateway.retention.export import export as exported
from guichet.gateway.retention.purge import Purge
from guichet.gateway.retention.rules import KINDS
from guichet.gateway.vault import places
from guichet.gateway.vault.keys import new_key
from guichet.gateway.vault.sealing import vault_of
from guichet.setting_parts import KeepSettings, keep_variable
from guichet.settings import Settings

_WORDS = Path(__file__).parent.parent / "locale" / "retention.yml"


@cache
def words() -> dict[str, Any]:
    """What these commands say."""
    return yaml.safe_load(_WORDS.read_text(encoding="utf-8"))


async def purge(
    settings: Settings, kinds: Collection[str], older_than: int | None, dry_run: bool, clock: Clock = utc_now
) -> list[str]:
    """Delete what is too old, or only count it. `older_than`: days, in place of those of the settings."""
    kinds = tuple(kinds) or KINDS
    keep = settings.keep if older_than is None else replace(settings.keep, **dict.fromkeys(kinds, older_than))
    async with opened(settings) as database:
        work = Purge(database, clock, keep)
        counts = await (work.preview(kinds) if dry_run else work.run(kinds))
        if not dry_run:
            await database.give_back()
            told = ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)
            await Audit(database, clock).record(None, "data.purged", "", told)
    return _told(counts, keep, kinds, dry_run)


def _told(counts: dict[str, int], keep: KeepSettings, kinds: Collection[str], dry_run: bool) -> list[str]:
    said, names = words()["purge"], words()["kinds"]
    line = said["would" if dry_run else "done"]
    lines = [line.format(count=count, kind=names[k], days=getattr(keep, k)) for k, count in counts.items()]
    lines += [said["kept"].format(kind=names[k], variable=keep_variable(k)) for k in kinds if k not in counts]
    return [*lines, said["preview" if dry_run else "engine"]]


async def export(settings: Settings, conversation: str, reference: str, as_text: bool, clock: Clock = utc_now) -> str:
    """All that is kept of a conversation. Raises `GuichetError` when there is none."""
    async with opened(settings) as database:
        async with database.read() as connection:
            found = conversation or await conversation_of(connection, reference) or ""
            data = await exported(connection, found)
        if data is None:
            what = reference or conversation
            cure = "vérifiez le numéro ; une conversation effacée ou trop ancienne n'est plus là"
            raise GuichetError(f"guichet export : « {what} » inconnu — {cure}")
        await Audit(database, clock).record(None, "conversation.exported", found)
    return readable(data, words()["export"]) if as_text else json.dumps(data, ensure_ascii=False, indent=2)


async def rotate(settings: Settings) -> list[str]:
    """Seal everything with the first key of the settings. Raises `GuichetError` when a key is missing."""
    async with opened(settings) as database:
        async with database.write() as connection:
            count, current = await places.seal_again(connection), vault_of(connection).current
        await database.scrub()
    return [words()["secrets"]["rotated"].format(count=count, key=current)]


async def forget_unreadable(settings: Settings) -> list[str]:
    """Delete what no key opens any more, so that a counter whose key is lost can start again."""
    async with opened(settings) as database, database.write() as connection:
        count = await places.forget_unreadable(connection)
    return [words()["secrets"]["forgotten"].format(count=count)]


def key() -> str:
    """A new key, as text."""
    return new_key()
