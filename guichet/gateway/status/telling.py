"""Says the state of Guichet in French lines, for a terminal or a screen reader; every word is in `status.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from guichet.gateway.status.facts import Facts, Part
from guichet.gateway.status.judging import DOWN, FINE, WARNING, Finding, code
from guichet.wording import french_date, say

_PARIS = ZoneInfo("Europe/Paris")

#: Findings, by the line that they are about; the others are about a process of the same name.
_ABOUT = {
    "model": ("no_model",),
    "sheets": ("no_sheets", "not_imported", "not_published"),
    "messages": ("few_answers", "failed", "messages_stuck"),
    "people": ("people_wait", "nobody_there", "handoff_off"),
    "mails": ("mails_stuck",),
    "errors": ("errors",),
    "disk": ("disk_full", "disk_low"),
    "purge": ("purge_late",),
    "backup": ("backup_old",),
}


def lines(facts: Facts, findings: list[Finding]) -> Iterator[str]:
    """The whole report."""
    now = datetime.fromisoformat(facts.at).astimezone(_PARIS)
    yield say("status.title", date=french_date(now.date().isoformat()), hour=now.strftime("%H:%M"))
    yield _verdicts()[code(findings)]
    yield ""
    for name, text, level in _rows(facts, findings):
        label = say(f"status.names.{name}")
        yield f"{_marks()[level]} {label:<20} {text}"
    if findings:
        yield ""
        yield say("status.to_do")
        yield from (f"- {say(f'status.findings.{one.name}', **one.values)}" for one in findings)


def as_program(facts: Facts, findings: list[Finding]) -> str:
    """The same for a program: the facts, and the findings with their sentences."""
    found = [
        {"level": one.level, "name": one.name, "say": say(f"status.findings.{one.name}", **one.values)}
        for one in findings
    ]
    told = {"code": code(findings), "findings": found, "facts": facts}
    return msgspec.json.format(msgspec.json.encode(told)).decode()


def _rows(facts: Facts, findings: list[Finding]) -> Iterator[tuple[str, str, int | str]]:
    """The name, the words and the mark of each line."""
    for name in ("gateway", "engine", "actions"):
        yield name, _part(getattr(facts, name), facts), _level_of_part(getattr(facts, name))
    key = {True: "up_database", False: "down_database", None: "no_database"}[facts.database.up]
    yield "database", say(f"status.{key}", where=facts.database.where), _level_of_part(facts.database)
    for name, text in _told(facts):
        yield name, text, "unknown" if name in _unseen(facts) else _level(name, findings)


def _unseen(facts: Facts) -> set[str]:
    """What can't be told from here: no more than that is known of it."""
    seen = {"model": facts.service.model, "errors": facts.errors, "purge": facts.overdue, "backup": facts.saved}
    return {name for name, found in seen.items() if found is None}


def _told(facts: Facts) -> Iterator[tuple[str, str]]:
    yield "model", _model(facts)
    yield "sheets", _sheets(facts)
    if facts.activity and facts.waiting:
        yield from _work(facts)
    yield "errors", _errors(facts)
    if facts.disk:
        free, size = (round(value / 1e9) for value in (facts.disk.free, facts.disk.size))
        yield "disk", say("status.disk", free=free, size=size)
    if facts.overdue is not None:
        yield "purge", say("status.overdue" if facts.overdue else "status.nothing_overdue", count=facts.overdue)
    yield "backup", say("status.done_at", age=age(facts.saved, facts.at)) if facts.saved else say("status.never")


def _work(facts: Facts) -> Iterator[tuple[str, str]]:
    told, waits = facts.activity, facts.waiting
    text = say("status.messages", hour=_number(told.last_hour), day=_number(told.last_day))
    if told.share is not None:
        share = round(100 * told.share)
        text += say("status.answered", share=share, unclear=told.not_understood, failed=told.failed)
    yield "messages", text + (say("status.in_work", count=waits.messages) if waits.messages else "")
    yield "people", say("status.people", people=waits.people, tickets=waits.tickets, agents=waits.agents)
    behind = say("status.chats", count=waits.chats) if waits.chats else ""
    yield "mails", say("status.mails", count=waits.mails) + behind
    yield "inbox", say("status.inbox", count=waits.questions)


def _part(part: Part, facts: Facts) -> str:
    if part.up and part.since:
        return say("status.up_since", where=part.where, since=age(part.since, facts.at))
    return say("status.unknown" if part.up is None else "status.up" if part.up else "status.down", where=part.where)


def _model(facts: Facts) -> str:
    known = facts.service
    if known.model is None:
        return say("status.no_model", version=known.version)
    if known.since is None:
        return say("status.model_only", model=known.model, version=known.version)
    return say("status.model", model=known.model, since=french_date(known.since[:10]), version=known.version)


def _sheets(facts: Facts) -> str:
    if (sheets := facts.sheets) is None:
        return say("status.no_sheets")
    values = {"count": _number(sheets.count), "published": french_date(sheets.published)}
    return say("status.sheets", age=age(sheets.imported, facts.at), **values)


def _errors(facts: Facts) -> str:
    if (errors := facts.errors) is None:
        return say("status.errors_elsewhere")
    if not errors.count:
        return say("status.no_errors", files=", ".join(errors.files))
    shown = ", ".join(f"{event} ({count})" for event, count in list(errors.events.items())[:3])
    return say("status.errors", count=errors.count, events=shown)


def age(moment: str, now: str) -> str:
    """The time between two moments, in the unit that people would say."""
    seconds = max(0.0, (datetime.fromisoformat(now) - datetime.fromisoformat(moment)).total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if count := int(seconds // length):
            return say(f"status.ages.{unit}{'s' if count > 1 else ''}", count=count)
    return say("status.ages.moment")


def _level(name: str, findings: list[Finding]) -> int:
    return max((one.level for one in findings if one.name in _ABOUT.get(name, ())), default=FINE)


def _level_of_part(part: Part) -> int | str:
    return "unknown" if part.up is None else FINE if part.up else DOWN


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _verdicts() -> dict[int, str]:
    return {level: say(f"status.verdict.l{level}") for level in (FINE, WARNING, DOWN)}


def _marks() -> dict[int | str, str]:
    return {level: say(f"status.marks.l{level}") for level in (FINE, WARNING, DOWN)} | {
        "unknown": say("status.marks.unknown")
    }
