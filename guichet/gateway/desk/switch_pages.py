"""`/desk/reglages`: what can be switched off, with the notice that citizens read; teams and mail as they are set up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sanic import Request, Sanic
from sanic.response import HTTPResponse, redirect

from guichet.gateway.clock import stamp
from guichet.gateway.desk.door.access import PATH, Problem, desk, enter, field, protect
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.handoffs.switches import BOT, HANDOFF, Off
from guichet.gateway.services import services
from guichet.gateway.wording import TranscriptWording
from guichet.teams import Closure, Team

SETTINGS = f"{PATH}/reglages"

#: Characters of a notice: more is not read.
LONGEST = 300


@dataclass(frozen=True)
class Switch:
    """Something that is on, or `off`: then `shown` is what citizens read."""

    name: str
    off: Off | None
    shown: str


@dataclass(frozen=True)
class Asked:
    """What somebody is about to do with a switch. `shown`: what citizens will read; empty where it is put on again."""

    name: str
    off: bool
    notice: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Today:
    """A team as it is now. `closes`: when it leaves, on its own clock; `always`: not before a day from now.

    `closures`: those to come, with their days.
    """

    team: Team
    closes: datetime | None
    always: bool
    opening: str
    closures: tuple[tuple[str, str, str], ...]


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, SETTINGS, methods=["GET", "HEAD"], name="desk_settings")
    app.add_route(stop, f"{SETTINGS}/<name:str>/arreter", methods=["POST"], name="desk_settings_stop")
    app.add_route(resume, f"{SETTINGS}/<name:str>/reprendre", methods=["POST"], name="desk_settings_resume")


async def show(request: Request) -> HTTPResponse:
    """How everything stands."""
    return await _page(request, await enter(request, Role.SUPERVISOR))


async def stop(request: Request, name: str) -> HTTPResponse:
    """Ask for confirmation, then switch off; or change the notice of what is off already."""
    agent = await _supervisor(request, name)
    notice = " ".join(field(request, "notice", 5_000).split())
    if not notice or len(notice) > LONGEST:
        problem = sentence(request, "switch_long" if notice else "switch_missing", length=len(notice))
        return await _page(request, agent, problem=(name, problem, notice))
    if not field(request, "confirmed", 1):
        off = Off(name, notice, stamp(desk(request).clock()), agent.id)
        return await _page(request, agent, Asked(name, True, notice, _shown(request, off)))
    await services(request).switches.switch_off(name, notice, agent.id)
    await desk(request).audit.record(agent, "switch.off", name, notice)
    return redirect(f"{SETTINGS}?fait=switch_off", status=303)


async def resume(request: Request, name: str) -> HTTPResponse:
    """Ask for confirmation, then switch on again."""
    agent = await _supervisor(request, name)
    if not field(request, "confirmed", 1):
        return await _page(request, agent, Asked(name, False))
    await services(request).switches.switch_on(name)
    await desk(request).audit.record(agent, "switch.on", name)
    return redirect(f"{SETTINGS}?fait=switch_on", status=303)


async def _supervisor(request: Request, name: str) -> Agent:
    await protect(request)
    agent = await enter(request, Role.SUPERVISOR)
    if name not in (BOT, HANDOFF):
        raise Problem(404, "not_found")
    return agent


async def _page(
    request: Request, agent: Agent, asked: Asked | None = None, problem: tuple[str, str, str] = ("", "", "")
) -> HTTPResponse:
    """Everything; `asked`: what is to be confirmed. `problem`: a switch, what is wrong with its notice, and that."""
    known, off = services(request), await services(request).switches.off()
    settings, now = desk(request).settings, desk(request).clock()
    book = known.floor.teams
    teams = await asyncio.to_thread(book.all)
    values = {
        "switches": [Switch(name, off.get(name), _shown(request, off.get(name))) for name in (BOT, HANDOFF)],
        "asked": asked,
        "problem": problem[1],
        "refused": problem,
        "longest": LONGEST,
        "names": {one.id: one.name for one in await desk(request).accounts.all()},
        "teams": _today(teams, now, known.wording.transcript),
        "faults": await asyncio.to_thread(book.problems),
        "mail": settings.mail,
        "public_url": settings.public_url,
        "tool": settings.agent_tool,
    }
    return page(request, "settings.html", agent, 422 if problem[1] else 200, **values)


def _shown(request: Request, off: Off | None) -> str:
    """The dated notice as citizens read it; nothing for what is on."""
    if off is None:
        return ""
    floor = services(request).floor
    pattern = floor.wording.bot_off if off.name == BOT else floor.wording.handoff_off
    return pattern.format(date=floor.day(off.since), notice=off.notice).strip()


def _today(teams: Sequence[Team], now: datetime, wording: TranscriptWording) -> list[Today]:
    return [_at(team, now, wording) for team in teams]


def _at(team: Team, now: datetime, wording: TranscriptWording) -> Today:
    closes = team.closes_at(now)
    return Today(
        team=team,
        closes=closes,
        always=closes is not None and closes - now > timedelta(days=1),
        opening=team.opening_words(now),
        closures=tuple(_days(one, wording) for one in team.closures if one.end >= now.date()),
    )


def _days(closure: Closure, wording: TranscriptWording) -> tuple[str, str, str]:
    """First day, last day (empty when it is the same), and why; a part of a day is told by its hours."""
    first, last = (wording.day(day.isoformat()) for day in (closure.start, closure.end))
    hours = " – ".join(f"{at // 60} h {at % 60:02}" for at in closure.hours) if closure.hours else ""
    return first, "" if first == last else last, ", ".join(filter(None, (hours, closure.reason)))
