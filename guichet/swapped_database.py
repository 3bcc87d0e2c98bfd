"""A SQLite file that is never modified in place: built aside, flushed, then swapped in with `os.replace`.

Whoever reads keeps the old file until they look again, and a crash or a full disk leaves the old one in service.
It knows no table.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from guichet.errors import GuichetError


@contextmanager
def swapping(
    path: Path, begin: Callable[[Path], sqlite3.Connection], busy: str, kept: str
) -> Iterator[sqlite3.Connection]:
    """A connection to a new file that `begin` makes, in a transaction; on success it takes the place of `path`.

    `busy`: what to say when another writer is at work; `kept`: what stays in service when the disk fails.
    Raises `GuichetError` in both cases.
    """
    part = path.with_name(f"{path.name}.part")
    with _disk_errors(path, kept), _alone(path, busy):
        try:
            part.unlink(missing_ok=True)
            with closing(begin(part)) as connection:
                yield connection
                connection.commit()
            _flush(part)
            os.replace(part, path)
            _flush(path.parent)
        finally:
            part.unlink(missing_ok=True)


def connect_to_part(part: Path) -> sqlite3.Connection:
    """A connection that writes as fast as it can: the file is thrown away on failure, and flushed before it serves."""
    connection = sqlite3.connect(part, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that several threads may share under a lock; the file below it never changes."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def has_version(path: Path, version: int) -> bool:
    """Whether there is at `path` a database of this `PRAGMA user_version`."""
    if not path.is_file():
        return False
    try:
        with closing(connect_read_only(path)) as connection:
            return connection.execute("PRAGMA user_version").fetchone()[0] == version
    except sqlite3.DatabaseError:
        return False


@contextmanager
def _alone(path: Path, busy: str) -> Iterator[None]:
    """One writer at a time; the lock goes with the process, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise GuichetError(f"{path} : {busy}") from error
        yield


@contextmanager
def _disk_errors(path: Path, kept: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        reason = " ".join(str(error).split())
        raise GuichetError(
            f"{path} : écriture impossible ({reason}) — libérez de la place ou vérifiez les droits ; {kept}"
        ) from error


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
