"""Where the engine keeps its conversations: one row a turn in SQL, and the latest conversations in memory besides.

A turn is answered once its row is committed. Two engines may share the database: each asks it for the number of the
last turn before it trusts its memory, and a turn that another engine stored meanwhile can't be stored again. Whatever
fails is raised, and the turn with it: nothing is kept elsewhere in silence, as Rasa's own fallback would.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import DBAPIError, IntegrityError

from guichet.engine.conversation import HELD, TOLD, Conversation, Turn
from guichet.engine.turn_database import TURNS, connect, lanes
from guichet.engine.wire import encode

#: Conversations held in memory: each some 50 kB.
ROOM = 1000

T = TypeVar("T")
_Row = tuple[int, str]


class OutrunError(Exception):
    """Another engine stored a turn of this conversation meanwhile: this one must not be answered."""


class TurnStore(TrackerStore):
    """Conversations at `url`, an address for SQLAlchemy. `room`: how many are held in memory."""

    def __init__(self, domain: Domain | None, url: str, room: int = ROOM) -> None:
        self._held: OrderedDict[str, Conversation] = OrderedDict()
        self._room = room
        self._database = connect(url)
        self._threads = ThreadPoolExecutor(lanes(self._database), "turns")
        super().__init__(domain)

    @property
    def domain(self) -> Domain:
        """The domain of the model that answers."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        """Another model: what is held has the slots of the one before."""
        self._domain = domain or Domain.empty()
        self._held.clear()

    def init_tracker(self, sender_id: str) -> Conversation:
        """A conversation without a word yet."""
        return Conversation(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, or None. It is no longer held: a turn that fails half-way must leave no trace."""
        held = self._held.pop(sender_id, None)
        rows = await self._aside(_again(partial(self._read, sender_id, held.number if held else 0)))
        if rows is None:
            return held
        return self._restored(sender_id, rows) if rows else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new. Raises `OutrunError`, or `DBAPIError` when the database can't be reached."""
        turn = tracker.turn()
        if turn is not None:
            await self._aside(partial(self._write, tracker.sender_id, tracker.number + 1, turn))
            tracker.stored(turn)
            self._hold(tracker)

    async def keys(self) -> Iterable[str]:
        """Which conversations there are."""
        query = sa.select(TURNS.c.conversation).distinct()
        with self._database.connect() as connection:
            return list(connection.execute(query).scalars())

    def forget(self, sender_id: str) -> None:
        """Erase a conversation, here and in the database."""
        self._held.pop(sender_id, None)
        with self._database.begin() as connection:
            connection.execute(TURNS.delete().where(TURNS.c.conversation == sender_id))

    def close(self) -> None:
        """Finish what is being written."""
        self._threads.shutdown()
        self._database.dispose()

    def _read(self, sender_id: str, known: int) -> list[_Row] | None:
        """The last rows, oldest first; None where the last one is the one that is known."""
        with self._database.connect() as connection:
            last = connection.execute(_LAST, {"id": sender_id}).scalar()
            if known and last == known:
                return None
            return list(reversed(connection.execute(_ROWS, {"id": sender_id}).fetchall())) if last else []

    def _restored(self, sender_id: str, rows: list[_Row]) -> Conversation:
        turns = [msgspec.json.decode(data, type=Turn) for _, data in rows]
        tracker = self.init_tracker(sender_id)
        events = [deserialise_events(turn.events) for turn in turns[-HELD:]]
        tracker.restore(turns, events, rows[-1][0])
        return tracker

    def _write(self, sender_id: str, number: int, turn: Turn) -> None:
        row = {"conversation": sender_id, "number": number, "data": encode(turn).decode()}
        try:
            with self._database.begin() as connection:
                connection.execute(_INSERT, row)
                if number > TOLD:
                    connection.execute(_FORGET, {"id": sender_id, "upto": number - TOLD})
        except IntegrityError as error:
            raise OutrunError(sender_id) from error

    def _hold(self, tracker: Conversation) -> None:
        if tracker.slots.keys() != {slot.name for slot in self.domain.slots}:
            return  # begun under another model
        self._held[tracker.sender_id] = tracker
        self._held.move_to_end(tracker.sender_id)
        while len(self._held) > self._room:
            self._held.popitem(last=False)

    async def _aside(self, work: Callable[[], T]) -> T:
        """The database is never waited for on the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _again(read: Callable[[], Any]) -> Callable[[], Any]:
    """Reading is tried once more where the connection was lost since it was last used."""

    def attempt() -> Any:
        try:
            return read()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return read()

    return attempt


_OF = TURNS.c.conversation == sa.bindparam("id")
_LAST = sa.select(sa.func.max(TURNS.c.number)).where(_OF)
_ROWS = sa.select(TURNS.c.number, TURNS.c.data).where(_OF).order_by(TURNS.c.number.desc()).limit(TOLD)
_FORGET = TURNS.delete().where(_OF, TURNS.c.number <= sa.bindparam("upto"))
_INSERT = TURNS.insert()
