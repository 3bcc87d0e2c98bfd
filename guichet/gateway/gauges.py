"""What is true at this moment, for operators: queues, ages, what answers, what is in service. What was counted is in
`metrics.py`.

Several gateways on one database all tell the same queues: take their maximum, not their sum. What can't be read now is
left out, and `guichet_up` says which part it is.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from importlib.metadata import version
from typing import Final

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy.exc import SQLAlchemyError

from guichet.catalogue_state import CatalogueState, catalogue_state
from guichet.gateway.clock import Clock
from guichet.gateway.handoffs.switches import BOT, HANDOFF
from guichet.gateway.services import Services
from guichet.gateway.standing import Standing, read_standing
from guichet.settings import Settings

#: Seconds for which one reading is good: whoever asks more often gets the same.
FRESH: Final = 2.0

#: Every gauge: its labels, and what it tells.
GAUGES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "up": (("part",), "Whether a part answers: database, engine; relay, which carries signals between gateways."),
    "build_info": (("version",), "The version of the gateway."),
    "engines": (("state",), "Engines: known, and answering."),
    "model_info": (("model",), "The models that engines answer with: one, but while it is being changed."),
    "sheets": ((), "Official sheets in the catalogue."),
    "feed_published_timestamp_seconds": ((), "The official feed's own day."),
    "feed_imported_timestamp_seconds": ((), "When the feed was last read."),
    "messages_waiting": ((), "Messages without an answer yet."),
    "oldest_message_seconds": ((), "How long the oldest of them has waited; 0 without any."),
    "requests_open": (("team", "status"), "Requests for a person, by where they stand."),
    "oldest_request_seconds": (("team", "status"), "How long the oldest of them has stood there."),
    "agents_present": (("team",), "Agents at the desk who take requests."),
    "unanswered_entries": ((), "Questions in the inbox of what was not understood."),
    "mails_waiting": ((), "Letters that have not left yet."),
    "oldest_mail_seconds": ((), "How long the oldest of them has waited; 0 without any."),
    "erasures_waiting": ((), "Erased conversations that the engine has still to forget."),
    "oldest_erasure_seconds": ((), "How long the oldest of them has waited; 0 without any."),
    "chats_behind": (("channel",), "Chats of messaging services that were not told everything."),
    "switched_off": (("what",), "1 when a supervisor switched it off: bot, handoff."),
    "listeners": ((), "Pages and calls that wait for events."),
    "conversations_in_work": ((), "Conversations that this gateway seeks an answer in."),
    "database_connections": (("state",), "Connections of this gateway to the database: used, idle, most."),
    "disk_free_bytes": ((), "Room left where the databases and downloads are."),
    "disk_size_bytes": ((), "Room in all, there."),
}

#: Seconds for the database: whoever scrapes waits for ten, and must hear that it is silent.
PATIENCE: Final = 4.0

_Values = dict[str, dict[tuple[str, ...], float]]


class Gauges:
    """Reads the gauges of one application."""

    def __init__(self, known: Services, settings: Settings, clock: Clock, patience: float = PATIENCE) -> None:
        self._known = known
        self._patience = patience
        self._settings = settings
        self._clock = clock
        self._one = asyncio.Lock()
        self._read: tuple[float, list[Metric]] | None = None
        self._catalogue: tuple[object, CatalogueState | None] = (None, None)

    async def read(self) -> list[Metric]:
        """The families of now, or of a moment ago."""
        async with self._one:
            if self._read is None or time.monotonic() - self._read[0] > FRESH:
                self._read = (time.monotonic(), _families(await self._values()))
            return self._read[1]

    async def _values(self) -> _Values:
        standing, models, catalogue = await asyncio.gather(
            self._standing(), self._known.engine.models(), self._sheets()
        )
        answering = [model for model in models if model is not None]
        up = {"database": standing is not None, "engine": bool(answering)}
        if self._known.relay:
            up["relay"] = self._known.relay.is_open
        values: _Values = {
            "up": _labelled(up),
            "engines": _labelled({"known": len(models), "answering": len(answering)}),
            "model_info": {(model.removesuffix(".tar.gz"),): 1 for model in answering if model},
            "build_info": {(version("guichet"),): 1},
            "listeners": {(): len(self._known.broadcast)},
            "conversations_in_work": {(): len(self._known.dispatcher)},
            "database_connections": _labelled(self._known.database.connections()),
        }
        return values | _of_catalogue(catalogue) | _of_disk(self._settings) | (_of(standing) if standing else {})

    async def _standing(self) -> Standing | None:
        try:
            floor = self._known.floor
            async with asyncio.timeout(self._patience):
                return await read_standing(floor.database, floor.presence, floor.teams.all(), self._clock())
        except (SQLAlchemyError, OSError):  # a timeout is one
            return None

    async def _sheets(self) -> CatalogueState | None:
        """Read again only when the file is another one."""
        path = self._settings.catalogue_path
        stamp = path.stat().st_mtime_ns if path.is_file() else None
        if stamp != self._catalogue[0]:
            self._catalogue = (stamp, await asyncio.to_thread(catalogue_state, path))
        return self._catalogue[1] if stamp else None


def _families(values: _Values) -> list[Metric]:
    families: list[Metric] = []
    for name, told in values.items():
        labels, help_text = GAUGES[name]
        family = GaugeMetricFamily(f"guichet_{name}", help_text, labels=labels)
        for key, value in told.items():
            family.add_metric(key, float(value))
        families.append(family)
    return families


def _labelled(values: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    return {(name,): value for name, value in values.items()}


def _of_catalogue(state: CatalogueState | None) -> _Values:
    if state is None:
        return {}
    published = datetime.combine(state.published, datetime.min.time(), timezone.utc).timestamp()
    return {
        "sheets": {(): state.sheets},
        "feed_published_timestamp_seconds": {(): published},
        "feed_imported_timestamp_seconds": {(): state.imported.timestamp()},
    }


def _of_disk(settings: Settings) -> _Values:
    try:
        usage = shutil.disk_usage(settings.var)
    except OSError:
        return {}
    return {"disk_free_bytes": {(): usage.free}, "disk_size_bytes": {(): usage.total}}


def _of(standing: Standing) -> _Values:
    return {
        "messages_waiting": {(): standing.messages.count},
        "oldest_message_seconds": {(): standing.messages.seconds},
        "requests_open": {key: queue.count for key, queue in standing.requests.items()},
        "oldest_request_seconds": {key: queue.seconds for key, queue in standing.requests.items()},
        "agents_present": _labelled(standing.agents),
        "unanswered_entries": {(): standing.unanswered},
        "mails_waiting": {(): standing.mails.count},
        "oldest_mail_seconds": {(): standing.mails.seconds},
        "erasures_waiting": {(): standing.erasures.count},
        "oldest_erasure_seconds": {(): standing.erasures.seconds},
        "chats_behind": _labelled(standing.chats),
        "switched_off": {(name,): name in standing.off for name in (BOT, HANDOFF)},
    }
