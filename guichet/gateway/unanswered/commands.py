"""What `guichet unanswered` does, on the gateway's database; the command line is `guichet/unanswered_commands.py`."""

from __future__ import annotations

import getpass
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from guichet import assigning
from guichet.errors import GuichetError
from guichet.gateway.clock import PARIS, Clock, utc_now
from guichet.gateway.database import Database
from guichet.gateway.desk.door.audit import Audit
from guichet.gateway.opening import opened
from guichet.gateway.unanswered.entries import (
    ASSIGNED,
    CHOOSE,
    DISMISSED,
    HANDOFF,
    NONE,
    OPEN,
    PENDING,
    THUMB,
    Entries,
)
from guichet.gateway.unanswered.grouping import Group, groups
from guichet.settings import ROOT, Settings

WHYS = {NONE: "rien trouvé", CHOOSE: "rien choisi", THUMB: "pouce baissé", HANDOFF: "passé à une personne"}
STATUSES = {OPEN: "à voir", PENDING: "à voir", ASSIGNED: "attribué", DISMISSED: "sans suite"}

#: Wordings shown besides the first.
_MORE = 3


async def listed(settings: Settings, as_json: bool, everything: bool, limit: int, clock: Clock = utc_now) -> list[str]:
    """The groups as lines, or as JSON, one a line."""
    async with opened(settings) as database:
        entries = Entries(database, clock)
        found = groups(await (entries.all() if everything else entries.open()), clock())
    if as_json:
        return [json.dumps(_data(group), ensure_ascii=False) for group in found[:limit]]
    if not found:
        return ["Aucune question sans réponse. Elles arrivent ici quand des usagers ne sont pas compris."]
    messages = sum(len(group.entries) for group in found)
    head = f"{len(found)} groupe(s), {messages} message(s). Le plus lourd d'abord."
    lines = [line for group in found[:limit] for line in _shown(group, everything)]
    more = len(found) - limit
    return [head, *lines, *([f"… et {more} autre(s) groupe(s) : --limit"] if more > 0 else [])]


async def assign(
    settings: Settings,
    group: int | None,
    target: str,
    texts: Sequence[str],
    author: str,
    clock: Clock = utc_now,
    root: Path = ROOT,
) -> list[str]:
    """Make an example of the group's most typical wording, or of `texts`. Raises `GuichetError`, nothing written."""
    author = author or getpass.getuser()
    async with opened(settings) as database:
        found = await _named(database, group, clock) if group is not None else None
        wanted = list(texts) or ([found.title] if found else [])
        today = clock().astimezone(PARIS).date()
        made = assigning.assign(root, settings.catalogue_path, target, wanted, author, today)
        gone = 0
        if found:
            ids = [entry.id for entry in found.entries]
            gone = await Entries(database, clock).settle(ids, ASSIGNED, author, made.id)
        await Audit(database, clock).record(None, "unanswered.assigned", made.id, made.path.as_posix())
    return [*_told(made), *([f"{gone} message(s) de moins dans la liste."] if gone else []), _next()]


async def dismiss(settings: Settings, group: int | None, author: str, clock: Clock = utc_now) -> list[str]:
    """Take a group off the list, without an example. Raises `GuichetError`."""
    async with opened(settings) as database:
        found = await _named(database, group, clock)
        ids = [entry.id for entry in found.entries]
        gone = await Entries(database, clock).settle(ids, DISMISSED, author or getpass.getuser())
        await Audit(database, clock).record(None, "unanswered.dismissed", "", f"{gone}")
    return [f"Classé sans suite : {gone} message(s) de moins dans la liste."]


async def _named(database: Database, number: int | None, clock: Clock) -> Group:
    """The group with this message."""
    for group in groups(await Entries(database, clock).open(), clock()):
        if any(entry.id == number for entry in group.entries):
            return group
    raise GuichetError(f"groupe {number} : pas dans la liste — voyez les numéros avec `guichet unanswered list`")


def _shown(group: Group, everything: bool) -> list[str]:
    whys = ", ".join(f"{WHYS[why]} {count}" for why, count in group.whys)
    day = f"{group.newest[8:10]}/{group.newest[5:7]}"
    lines = ["", f"{group.key:>5}  {group.citizens} usager(s) · {whys} · dernier le {day}"]
    if everything:
        statuses = Counter(STATUSES[entry.status] for entry in group.entries)
        lines[1] += " · " + ", ".join(f"{name} {count}" for name, count in statuses.items())
    lines.append(f"       « {group.title} »")
    lines += [f"       · {text}" + (f" ({count} fois)" if count > 1 else "") for text, count in _more(group)]
    proposed = ", ".join(f"{one.title} [{one.id}]" for one, _ in group.proposed)
    return [*lines, *([f"       montré alors : {proposed}"] if proposed else [])]


def _more(group: Group) -> Sequence[tuple[str, int]]:
    return group.wordings[1 : 1 + _MORE]


def _data(group: Group) -> dict[str, object]:
    return {
        "group": group.key,
        "text": group.title,
        "citizens": group.citizens,
        "weight": group.weight,
        "newest": group.newest,
        "reasons": dict(group.whys),
        "statuses": dict(Counter(entry.status for entry in group.entries)),
        "wordings": [{"text": text, "count": count} for text, count in group.wordings],
        "proposed": [{"id": one.id, "title": one.title, "count": count} for one, count in group.proposed],
    }


def _told(made: assigning.Assigned) -> list[str]:
    if not made.written:
        return [f"Déjà dans {made.path.as_posix()} : rien à écrire."]
    return [f"Ajouté à {made.path.as_posix()} : « {text} »" for text in made.written]


def _next() -> str:
    return "Pour le mettre en service : " + ", puis ".join(assigning.NEXT) + "."
