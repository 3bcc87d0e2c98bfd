"""The report of freshness told in French to an editor, one stanza for each finding; its words are in `fr.yml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from guichet.freshness.comparing import Change
from guichet.freshness.report import ORDER, Finding, Report

#: How many changes of a sheet are shown, and how much of each line.
SHOWN, WIDTH = 6, 90


def told(report: Report) -> Iterator[str]:
    """The report, line by line."""
    if report.findings:
        yield say("title", day=report.feed)
    for number, finding in enumerate(report.findings, start=1):
        yield ""
        yield f"{number}. {say(f'kinds.{finding.kind}')}{f' — {finding.title}' if finding.title else ''}"
        yield from _finding(finding)
    if report.findings:
        yield ""
    if report.ahead:
        yield say("ahead", day=report.feed, count=report.ahead, total=report.citations)
    yield from _summary(report)


def say(name: str, **values: object) -> str:
    """A sentence by its name, dots for what is inside a group, with its values filled in."""
    found: Any = _words()
    for part in name.split("."):
        found = found[part]
    return found.format(**values)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_name("fr.yml").read_text("utf-8"))


def _summary(report: Report) -> Iterator[str]:
    if report.fresh:
        yield say("fresh", day=report.feed)
        return
    counted = Counter(finding.kind for finding in report.findings)
    kinds = " ; ".join(f"{say(f'kinds.{kind}').lower()} : {counted[kind]}" for kind in ORDER if counted[kind])
    files = len({finding.file for finding in report.findings})
    yield say("summary", findings=len(report.findings), files=files, kinds=kinds)
    yield say("next")


def _finding(finding: Finding) -> Iterator[str]:
    places = f" ({', '.join(finding.places)})" if finding.places else ""
    yield say("lines.file", file=finding.file, places=places)
    if finding.kind == "address":
        yield from _address(finding)
    elif finding.kind in ("example", "question"):
        successor = say("lines.successor", successor=finding.successor) if finding.successor else ""
        yield say("lines.mention", sheet=finding.official, successor=successor)
        name = "do.mention_moved" if finding.successor else "do.mention"
        yield say("lines.do", what=say(name, sheet=finding.official, successor=finding.successor))
    else:
        yield from _sheet(finding)


def _address(finding: Finding) -> Iterator[str]:
    since = say("lines.since", day=finding.compared_with) if finding.compared_with else ""
    yield say("lines.address", url=finding.official, since=since)
    name = "do.address_moved" if finding.successor else "do.address"
    yield say("lines.do", what=say(name, successor=finding.successor))


def _sheet(finding: Finding) -> Iterator[str]:
    name = "lines.source" if finding.modified else "lines.gone"
    yield say(name, sheet=finding.official, modified=finding.modified, verified_on=finding.verified_on)
    yield say("lines.page", url=finding.url)
    yield from map(_change, finding.changes[:SHOWN])
    if len(finding.changes) > SHOWN:
        yield say("lines.rest", count=len(finding.changes) - SHOWN)
    if finding.changes and finding.compared_with < finding.verified_on:
        yield say("lines.older", day=finding.compared_with)
    if finding.still_said:
        yield say("lines.still_said", amounts=", ".join(f"{amount} €" for amount in finding.still_said))
    keys = say("keys", keys=", ".join(finding.keys)) if finding.keys else ""
    todo = finding.kind if finding.kind in ("removed", "moved") else "changed"
    yield say("lines.do", what=say(f"do.{todo}", keys=keys, sheet=finding.official, successor=finding.successor))


def _change(change: Change) -> str:
    before, now = _around_the_difference(change.before, change.now)
    name = "change" if before and now else "new" if now else "lost"
    under = f" (« {change.under} »)" if change.under else ""
    return say(f"lines.{name}", label=say(f"labels.{change.kind}"), under=under, before=before, now=now)


def _around_the_difference(before: str, now: str) -> tuple[str, str]:
    """Both lines cut to what differs, with a few words around it."""
    old, new = before.split(), now.split()
    same = 0
    while before and now and same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    start = max(0, same - 6)
    return _cut(old, start), _cut(new, start)


def _cut(words: list[str], start: int) -> str:
    text = ("… " if start else "") + " ".join(words[start:])
    shown = text if len(text) <= WIDTH else f"{text[: WIDTH - 1].rstrip()}…"
    return f"« {shown} »" if words else ""
