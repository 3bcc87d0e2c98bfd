"""`/desk/suivi`: how the counter does, for supervisors. The conversations behind a number and files are other pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.clock import PARIS
from guichet.gateway.desk.door.access import PATH, desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.requests.ticket_queries import NONE
from guichet.gateway.desk.requests.tickets import TICKETS, given
from guichet.gateway.desk.requests.visibility import allowed
from guichet.gateway.desk.supervision.charts import Bar, LineChart, bars, line_chart
from guichet.gateway.desk.supervision.periods import Chosen, Period, choose, in_paris, today
from guichet.gateway.desk.supervision.queries import READ, Opinions, Procedure, Supervision, Volume
from guichet.gateway.desk.supervision.request_figures import Figures, RequestFigures
from guichet.gateway.services import services
from guichet.handoff import OPEN

SUPERVISION = f"{PATH}/suivi"
CONVERSATIONS = f"{SUPERVISION}/conversations"

FIELDS = ("periode", "du", "au", "equipe")

#: What the chart of volumes shows, as fields of `Volume`.
SHOWN = ("opened", "requests")

#: Makes an address: of the page given, for the same days and team, with more fields.
Link = Callable[..., str]


def attach(app: Sanic) -> None:
    """Register the page."""
    app.add_route(show, SUPERVISION, methods=["GET", "HEAD"], name="desk_supervision")


async def show(request: Request) -> HTTPResponse:
    """All numbers of a period."""
    agent, known = await enter(request, Role.SUPERVISOR), desk(request)
    chosen, team, problems = asked(request)
    teams, link = services(request).floor.teams.all(), linker(chosen.period, team)
    mine = allowed(agent, services(request).floor, team)
    supervision = Supervision(known.database)
    figures = await RequestFigures(known.database).of(chosen.period, mine)
    opinions = await supervision.opinions(chosen.period, mine if team else None)
    shown = {"chosen": chosen, "team": team, "teams": teams, "link": link, "figures": figures}
    shown |= await _conversations(supervision, chosen.period, known.clock())
    shown |= _request_bars(figures, link) | _opinion_bars(opinions, link)
    names = {one.id: one.name for one in await known.accounts.all()}
    told = [sentence(request, code) for code in problems]
    return page(request, "supervision.html", agent, **shown, names=names, problems=told)


async def _conversations(supervision: Supervision, period: Period, now: datetime) -> dict[str, Any]:
    """What is counted of conversations, whatever the team."""
    hours = await supervision.hours(period)
    procedures, read = await supervision.answers(period)
    return {
        "unfinished": period.first <= today(now) <= period.last,
        "total": sum(hours.values(), Volume()),
        "chart": volumes_chart(hours, period, now),
        "answers": _procedure_bars(procedures, None, None),
        "answers_read": read,
        "most_read": READ,
        "unanswered": await supervision.unanswered(period),
        "channels": await _by_channel(supervision, period),
    }


async def _by_channel(supervision: Supervision, period: Period) -> list[tuple[str, Volume]]:
    """The channels with their volumes, the most used first."""
    found = await supervision.channels(period)
    return sorted(found.items(), key=lambda one: (-one[1].opened, -one[1].messages, one[0]))


def asked(request: Request) -> tuple[Chosen, str, list[str]]:
    """The period and the team that the form asks for, and the codes of what is wrong with it."""
    values = given(request, FIELDS)
    chosen = choose(values["periode"], values["du"], values["au"], today(desk(request).clock()))
    problems, team = list(chosen.problems), values["equipe"]
    if team and team not in {one.id for one in services(request).floor.teams.all()}:
        problems.append("team_invalid")
        team = ""
    return chosen, team, problems


def linker(period: Period, team: str) -> Link:
    """Makes addresses for the same days and team."""

    def link(to: str = SUPERVISION, **more: object) -> str:
        values = {"du": period.first, "au": period.last, "equipe": team, **more}
        return f"{to}?{urlencode({name: value for name, value in values.items() if value})}"

    return link


def by_day(hours: dict[str, Volume], period: Period) -> dict[str, Volume]:
    """The volumes of each day (`AAAA-MM-JJ`) of the period, also of those on which nothing was."""
    days = {day.isoformat(): Volume() for day in period.each()}
    for hour, volume in hours.items():
        days[in_paris(hour).date().isoformat()] += volume
    return days


def volumes_chart(hours: dict[str, Volume], period: Period, now: datetime) -> LineChart:
    """Volumes over the days of the period; over the hours of one day alone, as far as they have come."""
    if period.days > 1:
        told = {f"{day[8:]}/{day[5:7]}": volume for day, volume in by_day(hours, period).items()}
        labels = list(told)
    else:
        labels, clock = [f"{hour}:00" for hour in range(24)], defaultdict(Volume)
        for hour, volume in hours.items():
            clock[in_paris(hour).hour] += volume
        come = now.astimezone(PARIS).hour + 1 if period.last == today(now) else 24
        told = {labels[hour]: clock[hour] for hour in range(come)}
    return line_chart(labels, [(name, [getattr(volume, name) for volume in told.values()]) for name in SHOWN])


def _request_bars(figures: Figures, link: Link) -> dict[str, Any]:
    """How requests end, why they come, what they are about."""
    statuses = {status.value for status in OPEN}

    def ends(name: str) -> str:
        return link(TICKETS, **({"statut": name} if name in statuses else {"statut": "closed", "issue": name}))

    def reason(name: str) -> str:
        return link(TICKETS, statut="all", motif=name)

    return {
        "ends": bars(((name, count, ends(name)) for name, count in figures.ends), figures.total),
        "reasons_bars": bars(((name, count, reason(name)) for name, count in figures.reasons), figures.total),
        "about": _procedure_bars(figures.procedures, link, figures.total),
        "lost_about": _procedure_bars(figures.lost_procedures, link, None, motif="lost"),
    }


def _procedure_bars(procedures: list[Procedure], link: Link | None, total: int | None, **more: str) -> list[Bar]:
    """Without a title, none was in hand."""
    addresses = (link(TICKETS, statut="all", demarche=one.id or NONE, **more) if link else "" for one in procedures)
    return bars(((one.title, one.count, to) for one, to in zip(procedures, addresses, strict=True)), total)


def _opinion_bars(opinions: Opinions, link: Link) -> dict[str, Any]:
    scores = [(str(score), count, link(CONVERSATIONS, lot=f"score{score}")) for score, count in opinions.scores.items()]
    thumbs = [(name, getattr(opinions, name), link(CONVERSATIONS, lot=name)) for name in ("up", "down")]
    given_scores, given_thumbs = sum(opinions.scores.values()), opinions.up + opinions.down
    return {
        "mean": opinions.mean,
        "scores_bars": bars(reversed(scores), given_scores) if given_scores else [],
        "thumbs_bars": bars(thumbs, given_thumbs) if given_thumbs else [],
    }
