"""`/desk/demandes`: every request that an agent may see, filtered, searched and paged. One request is another page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.desk.door.access import PATH, desk
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.requests.ticket_queries import ALL, ORDERS, SEARCHED, TO_DO, Tickets, Wanted
from guichet.gateway.desk.requests.visibility import allowed, at_work, oversees
from guichet.gateway.desk.supervision.periods import YEARS, Period, read_day
from guichet.gateway.services import services
from guichet.handoff import Status
from guichet.references import find_reference, looks_like_reference
from guichet.teams import Team

TICKETS = f"{PATH}/demandes"

#: Lines on a page.
LINES = 50

#: The fields of the form, which are also in the links of the page.
FIELDS = ("statut", "equipe", "conseiller", "motif", "issue", "canal", "demarche", "du", "au", "q", "tri")
STATUSES = (TO_DO, *(status.value for status in Status), ALL)


@dataclass
class Asked:
    """What the form asked for, as it is shown again, and the codes of what is wrong with it."""

    values: dict[str, str]
    wanted: Wanted
    problems: list[str] = field(default_factory=list)


def attach(app: Sanic) -> None:
    """Register the page."""
    app.add_route(show, TICKETS, methods=["GET", "HEAD"], name="desk_tickets")


async def show(request: Request) -> HTTPResponse:
    """One page of the requests."""
    agent = await at_work(request)
    tickets, colleagues = Tickets(desk(request).database), await desk(request).accounts.all()
    names = {one.id: one.name for one in colleagues}
    asked, teams = _scoped(request, agent)
    whole = await _search(request, agent, asked, tickets, names)
    counts = await tickets.counts(asked.wanted)
    pages = max(1, -(-counts[asked.wanted.status] // LINES))
    number = min(page_number(request), pages)
    order = asked.values["tri"] if asked.values["tri"] in ORDERS else next(iter(ORDERS))
    found = await tickets.page(asked.wanted, order, LINES, (number - 1) * LINES)
    shown = {"tickets": found, "counts": counts, "number": number, "pages": pages, "order": order, "whole": whole}
    people = [(one.id, one.name) for one in colleagues if one.active and one.may(Role.AGENT)]
    shown |= {"teams": teams, "team_names": team_names(request), "agents": people, "names": names}
    shown["channels"] = await _channels(tickets, asked.wanted)
    return page(request, "tickets.html", agent, **shown, **_form(request, asked))


async def _channels(tickets: Tickets, wanted: Wanted) -> list[str]:
    """The channels to choose from; none where there is but one."""
    found = await tickets.channels()
    if wanted.channel and wanted.channel not in found:
        found.append(wanted.channel)
    return found if len(found) > 1 or wanted.channel else []


def _scoped(request: Request, agent: Agent) -> tuple[Asked, list[Team]]:
    """What is asked, within what the agent may see; and the teams to choose from."""
    floor = services(request).floor
    teams = [team for team in floor.teams.all() if oversees(agent) or agent.serves(team.id)]
    asked = read(request, teams)
    asked.wanted = replace(asked.wanted, allowed=allowed(agent, floor, asked.values["equipe"]))
    return asked, teams


def _form(request: Request, asked: Asked) -> dict[str, Any]:
    """The form as it is shown again."""
    return {
        "asked": asked.values,
        "wanted": asked.wanted,
        "problems": [sentence(request, code) for code in asked.problems],
        "link": _linker(asked.values),
        "searched": SEARCHED,
        "narrowed": any(value for name, value in asked.values.items() if name not in ("statut", "tri")),
        "misspelt": looks_like_reference(asked.values["q"]),
    }


def read(request: Request, teams: Sequence[Team]) -> Asked:
    """The form, parsed: what can't be meant is told and left aside."""
    values = given(request, FIELDS)
    values["statut"] = values["statut"] if values["statut"] in STATUSES else TO_DO
    asked = Asked(values, Wanted())
    if values["equipe"] and values["equipe"] not in {team.id for team in teams}:
        asked.problems.append("team_invalid")
        values["equipe"] = ""
    period = _period(asked)
    reference = find_reference(values["q"]) or ""
    if reference:
        # Whoever gives a number means that request, whatever else the form says.
        values |= {"statut": ALL, "equipe": ""}
        asked.wanted = replace(asked.wanted, status=ALL, reference=reference)
        return asked
    asked.wanted = replace(
        asked.wanted,
        status=values["statut"],
        agent=values["conseiller"],
        reason=values["motif"],
        outcome=values["issue"],
        procedure=values["demarche"],
        channel=values["canal"],
        period=period,
    )
    return asked


async def _search(request: Request, agent: Agent, asked: Asked, tickets: Tickets, names: dict[str, str]) -> bool:
    """Narrow down to the words that were typed, which the journal does not keep; whether everything was looked at."""
    if not asked.values["q"] or asked.wanted.reference:
        return True
    asked.wanted, whole = await tickets.search(asked.wanted, asked.values["q"], names)
    await desk(request).audit.record(agent, "requests.searched", "", str(len(asked.wanted.ids or ())))
    return whole


def _period(asked: Asked) -> Period | None:
    """The days of the form, an open end being the first or last there can be."""
    days: dict[str, date | None] = {}
    for name in ("du", "au"):
        try:
            days[name] = read_day(asked.values[name])
        except ValueError:
            asked.problems.append("date_invalid")
            asked.values[name], days[name] = "", None
    if not any(days.values()):
        return None
    first, last = days["du"] or date(YEARS[0], 1, 1), days["au"] or date(YEARS[-1], 12, 31)
    return Period(min(first, last), max(first, last))


def given(request: Request, names: Sequence[str]) -> dict[str, str]:
    """Fields of a form that was sent in an address, without control characters and short."""
    return {name: "".join(c for c in request.args.get(name) or "" if c.isprintable()).strip()[:100] for name in names}


def page_number(request: Request) -> int:
    """The page asked for, 1 for what is no number."""
    asked = request.args.get("page") or "1"
    return max(1, int(asked[:6])) if asked.isascii() and asked.isdigit() else 1


def team_names(request: Request) -> dict[str, str]:
    return {team.id: team.name for team in services(request).floor.teams.all()}


def _linker(values: dict[str, str]) -> Any:
    """Makes addresses of this page with some fields changed."""

    def link(**changed: object) -> str:
        query = urlencode({name: value for name, value in {**values, **changed}.items() if value})
        return f"{TICKETS}?{query}" if query else TICKETS

    return link
