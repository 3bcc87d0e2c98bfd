"""Requests and daily numbers as files for a spreadsheet, for supervisors. They hold no word of a citizen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime

import jinja2
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.clock import PARIS
from guichet.gateway.desk.door.access import desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.rendering import csv_file
from guichet.gateway.desk.requests.ticket_queries import Ticket, Tickets, Wanted
from guichet.gateway.desk.requests.tickets import team_names
from guichet.gateway.desk.requests.visibility import allowed
from guichet.gateway.desk.supervision.overview import SUPERVISION, asked, by_day
from guichet.gateway.desk.supervision.queries import Supervision
from guichet.gateway.desk.templating import channel_name
from guichet.gateway.services import services

#: Lines in a file.
MOST = 20_000

WORDS = "supervision_words.html"


def attach(app: Sanic) -> None:
    """Register the files."""
    app.add_route(export_requests, f"{SUPERVISION}/demandes.csv", methods=["GET", "HEAD"], name="desk_requests_csv")
    app.add_route(export_days, f"{SUPERVISION}/jours.csv", methods=["GET", "HEAD"], name="desk_days_csv")


async def export_requests(request: Request) -> HTTPResponse:
    """The requests opened in the period, the newest first."""
    agent, known = await enter(request, Role.SUPERVISOR), desk(request)
    chosen, team, _ = asked(request)
    mine = allowed(agent, services(request).floor, team)
    found = await Tickets(known.database).page(Wanted(mine, period=chosen.period), "recentes", MOST + 1)
    words = known.templates.get_template(WORDS).module
    agents = {one.id: one.name for one in await known.accounts.all()}
    rows = [list(_request(ticket, known.templates, team_names(request), agents)) for ticket in found[:MOST]]
    if len(found) > MOST:
        rows.append([words.truncated.format(most=MOST)])
    await known.audit.record(agent, "requests.exported", "", str(len(rows)))
    name = f"demandes-{chosen.period.first}-{chosen.period.last}.csv"
    return csv_file(name, list(words.request_columns.values()), rows)


async def export_days(request: Request) -> HTTPResponse:
    """The volumes of each day."""
    agent, known = await enter(request, Role.SUPERVISOR), desk(request)
    chosen, _, _ = asked(request)
    days = by_day(await Supervision(known.database).hours(chosen.period), chosen.period)
    words = known.templates.get_template(WORDS).module
    await known.audit.record(agent, "numbers.exported", "", f"{chosen.period.first} {chosen.period.last}")
    name = f"jours-{chosen.period.first}-{chosen.period.last}.csv"
    rows = ((day, *astuple(volume)) for day, volume in days.items())
    return csv_file(name, list(words.day_columns.values()), rows)


def _request(
    ticket: Ticket, templates: jinja2.Environment, teams: dict[str, str], agents: dict[str, str]
) -> Iterator[object]:
    """The cells of a request, in the order of `request_columns`."""
    words = templates.get_template(WORDS).module
    yield ticket.reference
    yield words.statuses.get(ticket.status, ticket.status)
    yield words.outcomes.get(ticket.outcome, ticket.outcome)
    yield words.reasons.get(ticket.reason, ticket.reason)
    yield teams.get(ticket.team, ticket.team)
    yield agents.get(ticket.agent_id, "")
    yield ticket.procedure_id
    yield ticket.procedure_title
    yield from map(_local, (ticket.opened_at, ticket.taken_at, ticket.closed_at))
    yield _minutes(ticket.queued_at, ticket.taken_at)
    yield channel_name(templates, ticket.channel)
    yield ticket.language


def _local(moment: str) -> str:
    """`2026-11-22 10:05` in Paris, which every spreadsheet takes for a moment; nothing for no moment."""
    return f"{datetime.fromisoformat(moment).astimezone(PARIS):%Y-%m-%d %H:%M}" if moment else ""


def _minutes(start: str, end: str) -> int | str:
    if not end:
        return ""
    return max(0, round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60))
