"""The directory of offices on disk, read only: communes from a citizen's words, offices for a commune.

Leaves out opening hours, the live API, and how anything is shown.
"""

from __future__ import annotations

import array
import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.offices import naming, places, schema
from guichet.offices.kinds import Kind, kind_of
from guichet.offices.nearness import annexe, distance
from guichet.offices.records import Commune, DirectorySource, OfficeRecord
from guichet.swapped_database import connect_read_only

#: SQLite takes 999 values in a query at least.
AT_ONCE = 500
#: Degrees of latitude around a point: farther than the last, an office is not near.
CIRCLES = (0.25, 1.0, 3.0)
CURE = "lancez `guichet import-offices`"


class Directory:
    """The directory at `path`. Threads may share it; it follows the file when an import replaces it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._stamp: tuple[int, int] | None = None

    @property
    def available(self) -> bool:
        """Whether there is a directory to look into."""
        return schema.is_current(self.path)

    @property
    def source(self) -> DirectorySource:
        """Where it comes from. Raises `GuichetError`, as every reading here, when there is no directory."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'source'")
        return msgspec.json.decode(rows[0][0], type=DirectorySource)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._drop()

    def communes(self, text: str, typos: bool = False) -> tuple[Commune, ...]:
        """All the communes that a citizen's words may mean, namesakes included.

        `typos`: they were asked for their commune, so one wrong letter in a name is forgiven.
        """
        return places.find(text, self, typos)

    def offices(self, kind: str, commune: Commune, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices to send someone of this commune to, best first. `kind` is a sheet's `Office.pivot`.

        Those the directory names for the commune; else those that stand there; else the nearest of the departement.
        """
        wanted = kind_of(kind)
        numbers = self._competent(wanted, commune)
        if numbers:
            return self._ranked(numbers, commune, limit, "competent")
        numbers = [] if wanted.whole_departement else self._standing_in(wanted, commune)
        if numbers or wanted.own_commune:
            return self._ranked(numbers, commune, limit, "commune")
        found = "departement" if wanted.whole_departement else "nearest"
        return self._ranked(self._of_departement(wanted, commune), commune, limit, found)

    def nearest(self, latitude: float, longitude: float, kind: str, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices closest to a point, closest first; none farther than 300 km or so."""
        codes = kind_of(kind).codes
        for radius in CIRCLES:
            rows = self._rows(
                f"SELECT DISTINCT office, latitude, longitude FROM place WHERE kind IN ({_marks(codes)}) "
                "AND latitude BETWEEN ? AND ?",
                *codes,
                latitude - radius,
                latitude + radius,
            )
            near = sorted((distance((latitude, longitude), row[1:]), row[0]) for row in rows if row[2] is not None)
            kept = [number for away, number in near if away <= radius * 111]
            if len(kept) >= limit or (kept and radius == CIRCLES[-1]):
                return self._records(kept[:limit], "nearest")
        return ()

    def named(self, keys: Iterable[str]) -> dict[str, tuple[Commune, ...]]:
        """The communes with one of these keys, by key."""
        wanted, found = sorted(set(keys)), {}
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = self._rows(
                "SELECT n.name, c.body FROM commune_name n JOIN commune c ON c.insee = n.insee "
                f"WHERE n.name IN ({_marks(some)}) ORDER BY n.name, c.insee",
                *some,
            )
            for name, body in rows:
                found.setdefault(name, []).append(_commune(body))
        return {name: tuple(communes) for name, communes in found.items()}

    def beginning(self, key: str, limit: int) -> tuple[Commune, ...]:
        """The communes whose key begins with this one and a space, `limit` + 1 at most."""
        rows = self._rows(
            "SELECT DISTINCT c.body FROM commune_name n JOIN commune c ON c.insee = n.insee "
            "WHERE n.name >= ? AND n.name < ? ORDER BY c.insee LIMIT ?",
            f"{key} ",
            f"{key}!",
            limit + 1,
        )
        return tuple(_commune(body) for (body,) in rows)

    def resembling(self, key: str) -> tuple[str, ...]:
        """The keys that begin with the same letter and are as long, give or take one letter."""
        rows = self._rows(
            "SELECT DISTINCT name FROM commune_name WHERE name >= ? AND name < ? AND length(name) BETWEEN ? AND ?",
            *(key[0], chr(ord(key[0]) + 1), len(key) - 1, len(key) + 1),
        )
        return tuple(name for (name,) in rows)

    def at_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """The communes that share this postcode."""
        rows = self._rows(
            "SELECT c.body FROM commune_postcode p JOIN commune c ON c.insee = p.insee WHERE p.postcode = ? "
            "ORDER BY c.insee",
            postcode,
        )
        return tuple(_commune(body) for (body,) in rows)

    def coded(self, insee: str) -> Commune | None:
        """The commune with this official code."""
        rows = self._rows("SELECT body FROM commune WHERE insee = ?", insee) if insee else []
        return _commune(rows[0][0]) if rows else None

    def _competent(self, kind: Kind, commune: Commune) -> list[int]:
        for insee in filter(None, (commune.insee, naming.city_of(commune.insee))):
            rows = self._rows("SELECT competences FROM coverage WHERE insee = ?", insee)
            sets = array.array("I", rows[0][0]) if rows else []
            held = self._rows(f"SELECT kind, offices FROM competence WHERE number IN ({_marks(sets)})", *sets)
            by_kind = dict(held)
            for code in kind.codes:
                if code in by_kind:
                    return list(array.array("I", by_kind[code]))
        return []

    def _standing_in(self, kind: Kind, commune: Commune) -> list[int]:
        for insee in filter(None, (commune.insee, naming.city_of(commune.insee))):
            for code in kind.codes:
                rows = self._rows("SELECT office FROM place WHERE kind = ? AND insee = ?", code, insee)
                if rows:
                    return [number for (number,) in rows]
        return []

    def _of_departement(self, kind: Kind, commune: Commune) -> list[int]:
        for code in kind.codes:
            rows = self._rows(
                "SELECT DISTINCT office FROM place WHERE kind = ? AND departement = ?", code, commune.departement
            )
            if rows:
                return [number for (number,) in rows]
        return []

    def _ranked(self, numbers: list[int], commune: Commune, limit: int, found: str) -> tuple[OfficeRecord, ...]:
        """The main office before its annexes, then the closest, then by name."""
        here = (commune.latitude, commune.longitude)
        records = self._records(numbers, found)
        ranked = sorted(records, key=lambda r: (annexe(r), distance(here, (r.latitude, r.longitude)), r.name))
        return tuple(ranked)[:limit]

    def _records(self, numbers: Sequence[int], found: str) -> tuple[OfficeRecord, ...]:
        bodies: dict[int, bytes] = {}
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            bodies.update(self._rows(f"SELECT number, body FROM office WHERE number IN ({_marks(some)})", *some))
        records = (msgspec.json.decode(bodies[number], type=OfficeRecord) for number in numbers if number in bodies)
        return tuple(msgspec.structs.replace(record, found=found) for record in records)

    def _rows(self, query: str, *values: object) -> list[tuple]:
        with self._lock:
            try:
                return self._current().execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._drop()
                raise GuichetError(f"{self.path} : annuaire illisible ({error}) — {CURE}") from error

    def _current(self) -> sqlite3.Connection:
        stamp = self._now()
        if self._connection is None or stamp != self._stamp:
            self._drop()
            self._connection, self._stamp = self._connected(), stamp
        return self._connection

    def _now(self) -> tuple[int, int]:
        try:
            status = os.stat(self.path)
        except OSError as error:
            raise GuichetError(f"{self.path} : pas encore d'annuaire — {CURE}") from error
        return status.st_ino, status.st_mtime_ns

    def _connected(self) -> sqlite3.Connection:
        if not schema.is_current(self.path):
            raise GuichetError(f"{self.path} : annuaire illisible ou d'une autre version de Guichet — {CURE}")
        return connect_read_only(self.path)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _commune(body: bytes) -> Commune:
    return msgspec.json.decode(body, type=Commune)
