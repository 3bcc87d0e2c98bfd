"""The replies that agents have at hand, in SQL; the first ones come from the operator's file, once. Knows no page."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from guichet.canned import LIMITS, Canned, load_canned, unknown_placeholders
from guichet.errors import GuichetError
from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.tables import metadata
from guichet.gateway.tokens import new_id

logger = logging.getLogger(__name__)

canned_replies = sa.Table(
    "canned_replies",
    metadata,
    sa.Column("id", sa.String(60), primary_key=True),
    sa.Column("title", sa.String(60), nullable=False),
    sa.Column("shortcut", sa.String(20), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("by", sa.String(32), nullable=False),
    sa.Column("at", sa.String(24), nullable=False),
)

# One row at most: the first replies were given, and whoever deletes them all gets none back.
canned_replies_given = sa.Table(
    "canned_replies_given",
    metadata,
    sa.Column("once", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(24), nullable=False),
)

_SHORTCUT = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Reply:
    """One reply. `by`: the id of the agent who wrote it last, empty for the operator's file; `at`: when."""

    id: str
    title: str
    shortcut: str
    text: str
    by: str
    at: str


@dataclass(frozen=True)
class Draft:
    """What somebody typed as a reply."""

    title: str
    shortcut: str
    text: str


class ReplyProblem(Exception):
    """A reply that can't be so; `codes` name sentences of `templates/sentences.html`, by field."""

    def __init__(self, **codes: str) -> None:
        super().__init__(", ".join(codes.values()))
        self.codes = codes


def problems(draft: Draft) -> dict[str, str]:
    """What is wrong with a draft: by field, the name of the sentence that says it."""
    found: dict[str, str] = {}
    for name in ("title", "shortcut", "text"):
        value = getattr(draft, name)
        if not value:
            found[name] = f"reply_{name}_missing"
        elif len(value) > LIMITS[name]:
            found[name] = f"reply_{name}_long"
    if "shortcut" not in found and not _SHORTCUT.fullmatch(draft.shortcut):
        found["shortcut"] = "reply_shortcut_invalid"
    if "text" not in found and unknown_placeholders(draft.text):
        found["text"] = "reply_placeholder"
    return found


class ReplyStore:
    """The store of replies. `first`: the file of those to begin with."""

    def __init__(self, database: Database, clock: Clock, first: Path) -> None:
        self._database = database
        self._clock = clock
        self._first = first

    async def all(self) -> list[Reply]:
        """Every reply, in the order of their titles."""
        given, replies = await self._read()
        if not given:
            await self._give_first()
            _, replies = await self._read()
        return sorted(replies, key=lambda reply: reply.title.casefold())

    async def _read(self) -> tuple[bool, list[Reply]]:
        """Whether the first ones were given, and what there is."""
        async with self._database.read() as connection:
            # In this order: SQLite reads each anew, and what was given between the two must be seen.
            given = (await connection.execute(sa.select(canned_replies_given))).first()
            rows = list(await connection.execute(sa.select(canned_replies)))
        return bool(given or rows), [Reply(**row._mapping) for row in rows]

    async def get(self, reply_id: str) -> Reply | None:
        async with self._database.read() as connection:
            query = sa.select(canned_replies).where(canned_replies.c.id == reply_id)
            row = (await connection.execute(query)).first()
        return Reply(**row._mapping) if row else None

    async def add(self, draft: Draft, agent_id: str) -> Reply:
        """A new reply. Raises `ReplyProblem`."""
        _check(draft)
        await self.all()  # the first ones come first, or they never would
        reply = Reply(new_id(), draft.title, draft.shortcut, draft.text, agent_id, stamp(self._clock()))
        try:
            async with self._database.write() as connection:
                await connection.execute(canned_replies.insert(), vars(reply))
        except IntegrityError as error:
            raise ReplyProblem(shortcut="reply_shortcut_taken") from error
        return reply

    async def change(self, reply_id: str, draft: Draft, agent_id: str, seen: str) -> None:
        """Change a reply as it was at the stamp `seen`. Raises `ReplyProblem`, also when somebody was quicker."""
        _check(draft)
        here = sa.and_(canned_replies.c.id == reply_id, canned_replies.c.at == seen)
        values = vars(draft) | {"by": agent_id, "at": stamp(self._clock())}
        try:
            async with self._database.write() as connection:
                done = await connection.execute(canned_replies.update().where(here).values(values))
        except IntegrityError as error:
            raise ReplyProblem(shortcut="reply_shortcut_taken") from error
        if not done.rowcount:
            raise ReplyProblem(text="reply_changed")

    async def delete(self, reply_id: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(canned_replies.delete().where(canned_replies.c.id == reply_id))

    async def _give_first(self) -> None:
        """Put those of the file in, once and for all; nothing where the file can't be read, until it is mended."""
        try:
            first = await asyncio.to_thread(load_canned, self._first)
        except GuichetError as error:
            logger.error("replies.invalid", extra={"reason": str(error)})
            return
        now = stamp(self._clock())
        try:
            async with self._database.write() as connection:
                await connection.execute(canned_replies_given.insert(), {"once": 1, "at": now})
                if first:
                    await connection.execute(canned_replies.insert(), [_row(reply, now) for reply in first])
        except IntegrityError:
            logger.info("replies.given.elsewhere")  # another process was quicker


def _check(draft: Draft) -> None:
    if found := problems(draft):
        raise ReplyProblem(**found)


def _row(reply: Canned, now: str) -> dict[str, str]:
    return {"id": reply.id, "title": reply.title, "shortcut": reply.shortcut, "text": reply.text, "by": "", "at": now}
