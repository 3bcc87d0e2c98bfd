"""Deleting what is older than the settings allow, a little at a time, so that citizens wait for nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.retention.rules import KINDS, RULES, Rule
from guichet.gateway.tables import conversations, forgetting
from guichet.setting_parts import KeepSettings

#: Rows deleted in one transaction: some tens of milliseconds.
AT_ONCE = 200


class Purge:
    """What is too old, by kind. `keep`: days of each kind; of 0 days, all is kept."""

    def __init__(self, database: Database, clock: Clock, keep: KeepSettings) -> None:
        self._database = database
        self._clock = clock
        self._keep = keep

    async def preview(self, kinds: Collection[str] = KINDS) -> dict[str, int]:
        """How many rows of each kind are too old now; nothing is deleted."""
        counts: dict[str, int] = {}
        async with self._database.read() as connection:
            for rule, before in self._due(kinds):
                query = sa.select(sa.func.count()).select_from(rule.table).where(rule.is_old(before))
                counts[rule.kind] = counts.get(rule.kind, 0) + (await connection.execute(query)).scalar_one()
        return counts

    async def run(self, kinds: Collection[str] = KINDS) -> dict[str, int]:
        """Delete what is too old: how many rows of each kind. Conversations are then forgotten by the engine too."""
        counts: dict[str, int] = {}
        for rule, before in self._due(kinds):
            counts.setdefault(rule.kind, 0)
            while deleted := await self._some(rule, before):
                counts[rule.kind] += deleted
        return counts

    def _due(self, kinds: Collection[str]) -> list[tuple[Rule, str]]:
        now = self._clock()
        due = [(rule, rule.days(self._keep)) for rule in RULES if rule.kind in kinds]
        return [(rule, stamp(now - timedelta(days=days))) for rule, days in due if days]

    async def _some(self, rule: Rule, before: str) -> int:
        async with self._database.write() as connection:
            # Locked: whoever writes in one of them now either came before, or finds it gone.
            query = sa.select(rule.key).where(rule.is_old(before)).limit(AT_ONCE).with_for_update(of=rule.table)
            found = list((await connection.execute(query)).scalars())
            if rule.whole:
                await forget_later(connection, found, stamp(self._clock()))
            if found:
                await connection.execute(rule.table.delete().where(rule.key.in_(found)))
        return len(found)


async def forget_later(connection: AsyncConnection, ids: Collection[str], at: str) -> None:
    """Note conversations that the engine has still to forget."""
    known = sa.select(forgetting.c.conversation_id).where(forgetting.c.conversation_id.in_(ids))
    noted = set((await connection.execute(known)).scalars())
    rows: list[Mapping[str, str]] = [{"conversation_id": one, "at": at} for one in ids if one not in noted]
    if rows:
        await connection.execute(forgetting.insert(), rows)


async def erase(connection: AsyncConnection, conversation_id: str, at: str) -> None:
    """Remove a conversation and everything that hangs on it; the engine, should it learn of it again, forgets it."""
    if (await connection.execute(conversations.delete().where(conversations.c.id == conversation_id))).rowcount:
        await forget_later(connection, [conversation_id], at)
