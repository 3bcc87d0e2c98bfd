"""Logs as one JSON object a line: the event and the conversation's id, never what was said."""

from __future__ import annotations

import json
import logging
import sys

#: What our own calls add through `extra`; anything else of a record is left out.
FIELDS = ("conversation", "seq", "reason", "route", "address")


class JsonLines(logging.Formatter):
    """One line per record."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname.lower()}
        line |= {"event": record.getMessage()}
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure(level: int = logging.INFO) -> None:
    """Send every log of the process to standard error. The HTTP client is muted: it logs addresses."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "alembic", "sanic.root", "sanic.server"):
        logging.getLogger(name).setLevel(logging.WARNING)
