"""`/desk/journal`: who did what, for supervisors; on pages, or as a file for a spreadsheet."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.desk.door.access import PATH, Problem, desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.door.audit import Filter
from guichet.gateway.desk.rendering import csv_file, page
from guichet.gateway.desk.templating import local, words

JOURNAL = f"{PATH}/journal"
#: Lines on a page, and in a file.
LINES, MOST = 50, 10_000
_NAMES = ("compte", "action", "objet", "du", "au")


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, JOURNAL, methods=["GET", "HEAD"], name="desk_journal")
    app.add_route(export, f"{JOURNAL}.csv", methods=["GET", "HEAD"], name="desk_journal_csv")


async def show(request: Request) -> HTTPResponse:
    """One page of the journal, the newest lines first."""
    agent, known = await enter(request, Role.SUPERVISOR), desk(request)
    asked, wanted, number = _asked(request), _filter(request), _number(request)
    # One more than is shown tells whether there is a next page.
    entries = await known.audit.entries(wanted, LINES + 1, (number - 1) * LINES)
    values = {
        "entries": entries[:LINES],
        "actions": words(known.templates, "actions"),
        "asked": asked,
        "logins": await known.audit.seen("login"),
        "kinds": await known.audit.seen("action"),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "number": number,
        "more": len(entries) > LINES,
    }
    return page(request, "audit.html", agent, **values)


async def export(request: Request) -> HTTPResponse:
    """The same lines as a file; that is noted too."""
    agent, known = await enter(request, Role.SUPERVISOR), desk(request)
    entries = await known.audit.entries(_filter(request), MOST)
    names, columns = words(known.templates, "actions"), words(known.templates, "columns")
    moments = words(known.templates, "moments")
    rows = ((local(e.at, moments), e.login, names.get(e.action, e.action), e.subject, e.detail) for e in entries)
    await known.audit.record(agent, "audit.exported", "", str(len(entries)))
    return csv_file("journal.csv", list(columns.values()), rows)


def _asked(request: Request) -> dict[str, str]:
    return {name: (request.args.get(name) or "").replace("\x00", "").strip()[:100] for name in _NAMES}


def _filter(request: Request) -> Filter:
    asked = _asked(request)
    return Filter(asked["compte"], asked["action"], asked["objet"], _day(asked["du"]), _day(asked["au"]))


def _day(text: str) -> date | None:
    """Raises `Problem` (422) for what is no date of our times."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Problem(422, "date_invalid") from error
    if not 2000 <= day.year <= 2999:
        raise Problem(422, "date_invalid")
    return day


def _number(request: Request) -> int:
    given = request.args.get("page") or "1"
    return max(1, int(given[:6])) if given.isascii() and given.isdigit() else 1
