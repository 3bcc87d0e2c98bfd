"""What is wrong with what `guichet status` found, worst first; how it is said is in `guichet/locale/status.yml`.

The alerts of `deploy/observability/alerts.yml` judge the same things over time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from guichet.gateway.status.facts import Facts, Sheets, Waiting

#: Exit codes: nothing to do, something to see to, something is down.
FINE, WARNING, DOWN = 0, 1, 2

#: Days after which the feed was not read, or is not published any more, as it is every day.
NOT_IMPORTED, NOT_PUBLISHED = 2, 14

#: Seconds: a message without an answer, a person without an agent, a letter that does not leave.
SLOW_MESSAGE, LONG_WAIT, STUCK_MAIL = 60.0, 900.0, 3600.0

#: Of the day's messages, the share that must be answered; and from how many messages on that says something.
ANSWERED: Final = 0.7
ENOUGH = 50

#: Room: under this share, and under so many bytes.
LOW_DISK, FULL_DISK = 0.10, 500_000_000

#: Errors of an hour that are no accident; rows too old to be kept, more than a day brings; days without a backup.
MANY_ERRORS, OVERDUE, BACKUP_DAYS = 10, 1000, 3


@dataclass(frozen=True)
class Finding:
    """Something to see to: `name` is that of its sentence, `values` what fills it in."""

    level: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)


def judge(facts: Facts) -> list[Finding]:
    """All findings, the gravest first."""
    found = [*_parts(facts), *_sheets(facts.sheets), *_activity(facts), *_around(facts)]
    if facts.waiting:
        found += _waiting(facts.waiting)
    return sorted(found, key=lambda finding: -finding.level)


def code(findings: list[Finding]) -> int:
    """The exit code."""
    return max((finding.level for finding in findings), default=FINE)


def _parts(facts: Facts) -> Iterator[Finding]:
    everything = (facts.gateway, facts.engine, facts.actions)
    if not any(part.up for part in everything):
        yield Finding(DOWN, "nothing_runs")
    else:
        for name in ("gateway", "engine", "actions"):
            part = getattr(facts, name)
            # A gateway that runs apart from the action server knows by its engine how that one is.
            if part.up is False and not (name == "actions" and facts.engine.up and not facts.errors):
                yield Finding(DOWN, f"{name}_down", {"port": part.where})
        if facts.engine.up and facts.service.model is None:
            yield Finding(DOWN, "no_model")
    if facts.database.up is False:
        yield Finding(DOWN if facts.gateway.up else WARNING, "database_down")


def _sheets(sheets: Sheets | None) -> Iterator[Finding]:
    if sheets is None:
        yield Finding(WARNING, "no_sheets")
    elif sheets.imported_days >= NOT_IMPORTED:
        yield Finding(WARNING, "not_imported", {"days": sheets.imported_days})
    elif sheets.published_days >= NOT_PUBLISHED:
        yield Finding(WARNING, "not_published", {"days": sheets.published_days})


def _activity(facts: Facts) -> Iterator[Finding]:
    told = facts.activity
    if told and told.last_day >= ENOUGH and told.share is not None and told.share < ANSWERED:
        yield Finding(WARNING, "few_answers", {"share": round(100 * told.share)})
    if told and told.failed:
        yield Finding(WARNING, "failed", {"count": told.failed})
    if facts.errors and facts.errors.count >= MANY_ERRORS:
        yield Finding(WARNING, "errors", {"count": facts.errors.count, "event": next(iter(facts.errors.events))})


def _waiting(waiting: Waiting) -> Iterator[Finding]:
    if waiting.messages and waiting.oldest_message >= SLOW_MESSAGE:
        values = {"count": waiting.messages, "minutes": _minutes(waiting.oldest_message)}
        yield Finding(DOWN, "messages_stuck", values)
    if waiting.people and waiting.oldest_person >= LONG_WAIT:
        values = {"count": waiting.people, "minutes": _minutes(waiting.oldest_person)}
        yield Finding(WARNING, "people_wait" if waiting.agents else "nobody_there", values)
    if waiting.mails and waiting.oldest_mail >= STUCK_MAIL:
        yield Finding(WARNING, "mails_stuck", {"count": waiting.mails, "minutes": _minutes(waiting.oldest_mail)})
    for what in waiting.off:
        yield Finding(WARNING, f"{what}_off")


def _around(facts: Facts) -> Iterator[Finding]:
    disk = facts.disk
    if disk and disk.free < FULL_DISK:
        yield Finding(DOWN, "disk_full", {"megabytes": disk.free // 1_000_000})
    elif disk and disk.free < LOW_DISK * disk.size:
        yield Finding(WARNING, "disk_low", {"share": round(100 * disk.free / disk.size)})
    if facts.overdue and facts.overdue >= OVERDUE:
        yield Finding(WARNING, "purge_late", {"count": facts.overdue})
    if facts.saved and (days := days_between(facts.saved, facts.at)) >= BACKUP_DAYS:
        yield Finding(WARNING, "backup_old", {"days": days})


def days_between(earlier: str, later: str) -> int:
    """Whole days between two moments in ISO 8601."""
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).days


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
