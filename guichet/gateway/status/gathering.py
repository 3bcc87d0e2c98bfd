"""Puts together all that `guichet status` can know from this machine; what it means is in `judging.py`."""

from __future__ import annotations

import asyncio
import shutil
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

from guichet.backup.backup import FOLDER, PREFIX, SUFFIX
from guichet.bank import record
from guichet.catalogue_state import catalogue_state
from guichet.errors import GuichetError
from guichet.gateway.clock import Clock
from guichet.gateway.status.facts import Disk, Facts, InService, Part, Sheets
from guichet.gateway.status.journal import errors_since
from guichet.gateway.status.probing import Scraped, probe
from guichet.gateway.status.reading import HOUR, is_there, read
from guichet.settings import Settings


async def gather(settings: Settings, models: Path, clock: Clock) -> Facts:
    """Everything, in a few seconds at most."""
    (gateway, engine, actions, scraped), told = await asyncio.gather(probe(settings), read(settings, clock))
    activity, waiting, overdue = told or (None, None, None)
    now = clock()
    return Facts(
        at=now.isoformat(timespec="seconds"),
        gateway=gateway,
        database=_database(settings, told is not None),
        engine=engine,
        actions=actions,
        service=_service(scraped, models),
        sheets=_sheets(settings.catalogue_path, now),
        activity=activity,
        waiting=waiting,
        errors=errors_since(settings.var / "log", now - HOUR),
        disk=_disk(settings.var),
        overdue=overdue,
        saved=_saved(settings.var / FOLDER),
    )


def _database(settings: Settings, read_well: bool) -> Part:
    kind = settings.database_url.partition("+")[0].partition(":")[0]
    return Part(read_well if is_there(settings) else None, kind)


def _service(scraped: Scraped, models: Path) -> InService:
    """The model that answers, as the gateway hears it; else the one that the record of models names."""
    answering = next((label for name, label in scraped if name == "guichet_model_info"), None)
    try:
        known = record.read(models)
    except GuichetError:
        known = record.Record()
    entry = known.since()
    recorded = known.model.removesuffix(".tar.gz") or None
    model = answering or recorded
    return InService(version("guichet"), model, entry.at if entry and model == recorded else None)


def _sheets(path: Path, now: datetime) -> Sheets | None:
    state = catalogue_state(path)
    if state is None:
        return None
    published, imported = (now.date() - state.published).days, (now - state.imported).days
    return Sheets(state.sheets, state.published.isoformat(), state.imported.isoformat(), published, max(0, imported))


def _disk(folder: Path) -> Disk | None:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(usage.free, usage.total)


def _saved(folder: Path) -> str | None:
    """When the last backup was made that is on this machine."""
    found = [path.stat().st_mtime for path in folder.glob(f"{PREFIX}*{SUFFIX}")]
    return datetime.fromtimestamp(max(found), timezone.utc).isoformat(timespec="seconds") if found else None
