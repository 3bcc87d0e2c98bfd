"""A Guichet that is well, as `guichet status` sees it, and the same with something wrong."""

from __future__ import annotations

from typing import Any

import msgspec

from guichet.gateway.status.facts import Activity, Disk, Errors, Facts, InService, Part, Sheets, Waiting

NOW = "2026-11-22T18:30:00+00:00"

WELL = Facts(
    at=NOW,
    gateway=Part(True, "8000", "2026-11-19T08:00:00+00:00"),
    database=Part(True, "sqlite"),
    engine=Part(True, "5005"),
    actions=Part(True, "5055"),
    service=InService("0.1.0", "guichet-0123456789abcdef", "2026-11-20T10:00:00.000+00:00"),
    sheets=Sheets(3031, "2026-11-21", "2026-11-22T03:00:00+00:00", 1, 0),
    activity=Activity(last_hour=12, last_day=1340, not_understood=80, failed=0),
    waiting=Waiting(0, 0.0, 1, 65.0, 4, 2, 0, 0.0, 0, 17),
    errors=Errors(0, {}, ("gateway.log", "engine.log")),
    disk=Disk(70_000_000_000, 250_000_000_000),
    overdue=0,
    saved="2026-11-22T02:00:00+00:00",
)


def but(**changes: Any) -> Facts:
    """The one that is well, but for this; a dictionary changes fields of a part."""
    parts = {
        name: msgspec.structs.replace(getattr(WELL, name), **value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    return msgspec.structs.replace(WELL, **parts)


DOWN_EVERYWHERE = but(gateway={"up": False}, engine={"up": False}, actions={"up": False})

#: What is wrong, the finding it makes, and the exit code.
WRONG: dict[str, tuple[Facts, int]] = {
    "nothing_runs": (DOWN_EVERYWHERE, 2),
    "gateway_down": (but(gateway={"up": False}), 2),
    "engine_down": (but(engine={"up": False}), 2),
    "actions_down": (but(actions={"up": False}), 2),
    "database_down": (but(database={"up": False}, activity=None, waiting=None, overdue=None), 2),
    "no_model": (but(service={"model": None, "since": None}), 2),
    "no_sheets": (but(sheets=None), 1),
    "not_imported": (but(sheets={"imported_days": 3, "published_days": 4}), 1),
    "not_published": (but(sheets={"published_days": 20}), 1),
    "few_answers": (but(activity={"not_understood": 600}), 1),
    "failed": (but(activity={"failed": 2}), 1),
    "errors": (but(errors={"count": 30, "events": {"mail.failed": 20, "x": 10}}), 1),
    "messages_stuck": (but(waiting={"messages": 3, "oldest_message": 200.0}), 2),
    "people_wait": (but(waiting={"oldest_person": 1200.0}), 1),
    "nobody_there": (but(waiting={"oldest_person": 1200.0, "agents": 0}), 1),
    "mails_stuck": (but(waiting={"mails": 2, "oldest_mail": 8000.0}), 1),
    "bot_off": (but(waiting={"off": ("bot",)}), 1),
    "handoff_off": (but(waiting={"off": ("handoff",)}), 1),
    "disk_full": (but(disk={"free": 100_000_000}), 2),
    "disk_low": (but(disk={"free": 20_000_000_000}), 1),
    "purge_late": (but(overdue=5000), 1),
    "backup_old": (but(saved="2026-11-15T02:00:00+00:00"), 1),
}
