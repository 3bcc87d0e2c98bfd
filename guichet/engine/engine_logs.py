"""The engine's log: lines like those of the other processes, and of Rasa's own no more than what happened.

Rasa logs through structlog, with the words of citizens beside the event; not told otherwise, it prints all of it.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

from guichet import logs


def configure(level: str) -> None:
    """Set up the log of this process, before anything of Rasa is used."""
    logs.configure("engine", level)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _event_alone],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # What is dropped here costs nothing: Rasa tells a dozen things of each message at DEBUG.
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )


def _event_alone(_logger: Any, method: str, told: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """The name of the event, which is a constant, and the exception without its words; nothing of the rest."""
    event = str(told.get("event", ""))
    failed = told.get("exc_info") or method == "exception"
    return (event,), {"exc_info": bool(failed), "extra": {"reason": event}}
