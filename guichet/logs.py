"""Logs as one JSON object a line, alike in the three processes: events, ids and counts, never what was said.

Every line about a message bears its `message` ("conversation:seq"), from the channel to the action. Where lines go is
for whoever starts the process: standard error here, a file of `guichet serve` or the container's there.
"""

from __future__ import annotations

import errno
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import datetime, timezone
from typing import Any, Final

#: What our own calls add through `extra`; anything else of a record is left out.
FIELDS: Final = ("conversation", "seq", "reason", "route", "address", "stage", "seconds", "outcome", "count")

#: The header that carries a message's id between processes, and the only form it may have.
HEADER: Final = "X-Request-ID"
_ID = re.compile(r"[\w-]{1,64}:\d{1,9}", re.ASCII)

#: Our own loggers, whose events are constants; what libraries log may hold anything.
_OURS = ("guichet", "actions", "__main__")

#: Libraries that say nothing useful below a warning, or log addresses.
_QUIET = (
    *("httpx", "httpcore", "alembic", "sanic.root", "sanic.server", "sanic.access", "asyncio", "urllib3"),
    *("rasa", "rasa_sdk", "apscheduler", "matplotlib", "h5py", "numba", "aiohttp", "tensorflow", "absl"),
)

_message: ContextVar[str] = ContextVar("message", default="")


def begin(message: str) -> Token[str]:
    """From now on, and until `end`, log lines of this task are about this message; an id of no known form is none."""
    return _message.set(message if _ID.fullmatch(message) else "")


def end(begun: Token[str]) -> None:
    """Log lines are about what they were about before."""
    _message.reset(begun)


@contextmanager
def about(message: str) -> Iterator[None]:
    """Log lines of this task are about this message ("conversation:seq") while the context lasts."""
    begun = begin(message)
    try:
        yield
    finally:
        end(begun)


def current() -> str:
    """The message that is being worked on; empty for none."""
    return _message.get()


class JsonLines(logging.Formatter):
    """One line per record. `process`: gateway, engine or actions."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"at": _at(record.created), "level": record.levelname.lower(), "process": self._process}
        line |= self._event(record)
        if message := current():
            line["message"] = message
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line |= failure(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    def _event(self, record: logging.LogRecord) -> dict[str, Any]:
        if is_ours(record.name):
            return {"event": record.getMessage()}
        where = {"event": record.name, "line": f"{record.module}:{record.lineno}"}
        # Rasa logs what is said to it, and Sanic addresses: no word of a library is kept where it may be a citizen's.
        told = not current() and self._process != "gateway"
        return where | ({"text": record.getMessage()} if told else {})


def is_ours(logger: str) -> bool:
    """Whether a logger is of this project."""
    return logger.split(".", 1)[0] in _OURS


def failure(error: BaseException) -> dict[str, Any]:
    """What an exception tells without its words, which may be a citizen's: kinds, codes, and the lines it went by."""
    kinds, seen = [], set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kinds.append(_kind(cause))
        cause = getattr(cause, "orig", None) or cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {"exception": " <- ".join(kinds), "trace": [f"{f.filename}:{f.lineno} {f.name}" for f in frames]}


def _kind(error: BaseException) -> str:
    """The name of an exception, with the code that a system or a database gives it."""
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    if isinstance(error, OSError) and error.errno:
        code = errno.errorcode.get(error.errno, str(error.errno))
    return f"{type(error).__name__}({code})" if code else type(error).__name__


def _at(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def configure(process: str, level: str = "INFO") -> None:
    """Send every log of this process to standard error. `level`: of our own events; libraries only warn."""
    root = logging.getLogger()
    for former in [known for known in root.handlers if _is_terminal(known)]:
        root.removeHandler(former)
    root.addHandler(_lines(process))
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    _set_levels(level)


def _is_terminal(known: logging.Handler) -> bool:
    return isinstance(known, logging.StreamHandler) and known.stream in (sys.stderr, sys.stdout)


def _lines(process: str) -> logging.Handler:
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(JsonLines(process))
    return lines


def _set_levels(level: str) -> None:
    """What is deprecated in a library is of no use to an operator."""
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
