"""The procedures that can be opened by their name, as the catalogue in service has them; leaves out opening them."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from guichet.catalogue.schema import is_current
from guichet.catalogue.store import REDIRECTIONS_LIMIT
from guichet.name_index import Name, NameIndex
from guichet.swapped_database import connect_read_only

#: The most that one call gives.
LIMIT = 8
#: Guided searches only lead to other sheets; titles in brackets are the feed's own names for parts of them.
_SHEETS = "SELECT body FROM sheet WHERE type != 'guided' AND title NOT LIKE '[%' ORDER BY origin = 'editor' DESC, id"
#: Of names that fit as well: what editors wrote, then what is done, then what is asked about it.
_RANKS = {"editor": 0, "sheet": 1, "life_event": 1}
_LAST_RANK = 2


@dataclass(frozen=True)
class Suggestion:
    """A procedure to open: its id and title, the official sheet behind it, and where that is published."""

    id: str
    title: str
    sheet: str
    url: str


class _Source(msgspec.Struct):
    url: str = ""


class _Part(msgspec.Struct):
    alternative_title: str = ""


class _Sheet(msgspec.Struct):
    """What names a stored `Procedure`: skipping the rest reads the whole feed in a tenth of a second."""

    id: str
    title: str
    source: _Source
    type: str = "sheet"
    short_title: str = ""
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    body: tuple[_Part, ...] = ()


@dataclass(frozen=True)
class _Loaded:
    """What one state of the file gives; nothing while there is no catalogue."""

    stamp: tuple[int, int] | None = None
    names: NameIndex = field(default_factory=lambda: NameIndex(()))
    known: Mapping[str, Suggestion] = field(default_factory=dict)
    retired: Mapping[str, str] = field(default_factory=dict)


class Suggestions:
    """The names in the catalogue at `path`. `load` reads the file and may run in a thread; the rest is in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._loaded = _Loaded()

    def stale(self) -> bool:
        """Whether the file is another one than what was loaded."""
        return _stamp(self._path) != self._loaded.stamp

    def load(self) -> None:
        """Read the file anew if it changed; one that can't be read, or of another version, counts as absent."""
        with self._lock:
            stamp = _stamp(self._path)
            if stamp == self._loaded.stamp:
                return
            self._loaded = _read(self._path, stamp) if stamp else _Loaded()

    def find(self, typed: str) -> list[Suggestion]:
        """The procedures whose names hold all these words, the last one perhaps unfinished, best first."""
        loaded = self._loaded
        return [loaded.known[id] for id in loaded.names.find(typed, LIMIT)]

    def beginning(self, start: str) -> list[Suggestion]:
        """The procedures whose id begins so."""
        return [found for identifier, found in self._loaded.known.items() if identifier.startswith(start)]

    def procedure(self, identifier: str) -> Suggestion | None:
        """The procedure of this id; a retired one leads to the sheet that took over."""
        loaded = self._loaded
        for _ in range(REDIRECTIONS_LIMIT):
            if identifier in loaded.known or identifier not in loaded.retired:
                break
            identifier = loaded.retired[identifier]
        return loaded.known.get(identifier)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _read(path: Path, stamp: tuple[int, int]) -> _Loaded:
    try:
        if not is_current(path):
            return _Loaded(stamp)
        with closing(connect_read_only(path)) as connection:
            sheets = list(_sheets(connection))
            retired = dict(connection.execute("SELECT source, target FROM redirect"))
    except (sqlite3.DatabaseError, msgspec.MsgspecError):
        return _Loaded(stamp)
    return _Loaded(stamp, NameIndex(_names(sheets)), {sheet.id: _suggestion(sheet) for sheet in sheets}, retired)


def _sheets(connection: sqlite3.Connection) -> Iterator[_Sheet]:
    decoder = msgspec.json.Decoder(_Sheet)
    for (body,) in connection.execute(_SHEETS):
        yield decoder.decode(body)


def _suggestion(sheet: _Sheet) -> Suggestion:
    return Suggestion(sheet.id, sheet.title, next(iter(sheet.sheets), ""), sheet.source.url)


def _names(sheets: Iterable[_Sheet]) -> Iterator[Name]:
    """The names of each procedure; an official sheet that an editor's procedure stands for lends it its own."""
    lent: dict[str, list[str]] = {}
    heads: dict[str, _Sheet] = {}
    for sheet in sheets:
        for official in sheet.sheets:
            heads.setdefault(official, sheet)
        head = heads.get(sheet.id, sheet)
        lent.setdefault(head.id, []).extend(_labels(sheet))
    for sheet in sheets:
        if sheet.id in lent:
            yield Name(sheet.id, sheet.title, tuple(lent[sheet.id]), _RANKS.get(sheet.type, _LAST_RANK))


def _labels(sheet: _Sheet) -> list[str]:
    alternative = [part.alternative_title for part in sheet.body]
    return [label for label in (sheet.title, *alternative, sheet.short_title, *sheet.names) if label]
