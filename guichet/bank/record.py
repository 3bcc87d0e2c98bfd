"""`in-service.json`: which model is in service, and how it came to be; read and written as a whole, by one at a time.

It measures nothing and loads nothing.
"""

from __future__ import annotations

import fcntl
import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from guichet.errors import GuichetError
from guichet.whole_file import replace_file

FILE, LOCK = "in-service.json", ".in-service.lock"

#: Entries kept: enough to tell a year of weekly promotions.
_LONGEST = 100


class Entry(msgspec.Struct, frozen=True):
    """One change of the model in service. `at`: ISO 8601, UTC; `figures`: the gates' values of that moment."""

    model: str
    at: str
    by: str
    why: str
    figures: dict[str, float] = {}


class Failure(msgspec.Struct, frozen=True):
    """A model that an engine could not load, when, and why."""

    model: str
    at: str
    reason: str


class Record(msgspec.Struct, frozen=True):
    """`model`: the name of the one in service, empty before the first promotion; `history`: the oldest first."""

    model: str = ""
    history: tuple[Entry, ...] = ()
    failures: tuple[Failure, ...] = ()

    def entered(self, model: str, why: str, figures: dict[str, float] | None = None) -> Record:
        """The record once this model is in service."""
        entry = Entry(model, now(), user(), why, figures or {})
        failures = tuple(failure for failure in self.failures if failure.model != model)
        return Record(model, (*self.history, entry)[-_LONGEST:], failures)

    def failed(self, model: str, reason: str) -> Record:
        """The record once this model is known not to load."""
        others = tuple(failure for failure in self.failures if failure.model != model)
        return msgspec.structs.replace(self, failures=(*others, Failure(model, now(), reason)))

    def failure(self, model: str) -> Failure | None:
        """Why this model can't be loaded, if it can't."""
        return next((failure for failure in self.failures if failure.model == model), None)

    def since(self) -> Entry | None:
        """The entry that put the present model in service."""
        return self.history[-1] if self.history else None

    def before(self) -> tuple[str, ...]:
        """The models that rollbacks would put back, the nearest first."""
        return tuple(reversed(_stack([entry.model for entry in self.history])[:-1]))


def _stack(names: Sequence[str]) -> list[str]:
    """A model that comes back takes away what had come after it: a second rollback goes further back."""
    stack: list[str] = []
    for name in names:
        stack = [*stack[: stack.index(name)], name] if name in stack else [*stack, name]
    return stack


def read(folder: Path) -> Record:
    """What the file says; an empty record when there is none. Raises `GuichetError` when it is broken."""
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except FileNotFoundError:
        return Record()
    except (OSError, msgspec.DecodeError) as error:
        reason = " ".join(str(error).split())[:200]
        cure = "effacez ce fichier, puis lancez « guichet models promote »"
        raise GuichetError(f"{path} : illisible ({reason}) — {cure}") from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else writes the record meanwhile; short work only, as the others wait. Raises `GuichetError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = (folder / LOCK).open("w")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise GuichetError(f"{folder} : écriture impossible ({reason}) — vérifiez la place et les droits") from error
    with opened as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(folder: Path, record: Record) -> None:
    """Replace the record; call it inside `alone`."""
    replace_file(folder / FILE, msgspec.json.format(msgspec.json.encode(record)))


def now() -> str:
    """This moment, ISO 8601, UTC."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def user() -> str:
    """Who runs this command, for the history."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return str(os.getuid())
