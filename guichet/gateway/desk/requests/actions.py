"""What an agent does with a request, as forms and as calls of a page's script: one POST each, noted in the journal.

The rules are in `guichet/handoff.py`, what citizens are told in `guichet/gateway/handoffs/agents.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, json, redirect

from guichet.gateway.desk.door.access import Problem, asks_for_data, desk, field, protect
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.requests.visibility import acting, admit, at_work
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs.agents import MAX_WORDS, By
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.gateway.services import services
from guichet.gateway.tokens import new_id
from guichet.handoff import NotAllowed

logger = logging.getLogger(__name__)

ONE = "/desk/demandes/<reference:str>"

#: Ways in which an agent may end a request.
OUTCOMES = ("resolved", "redirected", "no_answer", "duplicate", "abuse")

#: What is done: the request before it, and by whom; gives what a script gets.
Deed = Callable[[Request, By, HandoffRequest], Awaitable[dict[str, Any]]]


def attach(app: Sanic) -> None:
    """Register the calls."""
    for path, (name, deed) in DEEDS.items():
        app.add_route(serving(name, deed), f"{ONE}/{path}", methods=["POST"], name=f"desk_request_{name}")
    app.add_route(type_on, f"{ONE}/ecrit", methods=["POST"], name="desk_request_typing")


async def type_on(request: Request, reference: str) -> HTTPResponse:
    """204; the citizen sees that the agent is writing, never what."""
    await protect(request)
    agent = await at_work(request)
    await services(request).agents.typing(acting(agent), reference)
    return empty()


def serving(name: str, deed: Deed) -> Callable[..., Awaitable[HTTPResponse]]:
    """The handler of a deed: back to the request, or JSON for a script."""

    async def serve(request: Request, reference: str) -> HTTPResponse:
        await protect(request)
        agent, found = await admit(request, reference)
        try:
            done = await deed(request, acting(agent, field(request, "over", 1) == "1"), found)
        except NotAllowed as refused:
            return _refused(request, agent, found, f"request_{refused.code}")
        except LookupError:
            return _refused(request, agent, found, "request_gone")
        await desk(request).audit.record(agent, f"request.{name}", found.reference, str(done.pop("detail", "")))
        return json(done) if asks_for_data(request) else redirect(_page_of(found), status=303)

    return serve


def _refused(request: Request, agent: Agent, found: HandoffRequest, code: str) -> HTTPResponse:
    """Somebody was faster, most likely: the page as it is now, with the reason."""
    if asks_for_data(request):
        raise Problem(409, code)
    logger.warning("desk.refused", extra={"code": code, "agent": agent.id})
    return redirect(f"{_page_of(found)}?refus={code}", status=303)


def _page_of(found: HandoffRequest) -> str:
    return f"/desk/demandes/{found.reference}"


async def _take(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.take(by, found.reference)
    return {}


async def _say(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    words = _words(request)
    return {"seq": await services(request).agents.say(by, found.reference, _client_id(request), words)}


async def _answer(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.answer(by, found.reference, _client_id(request), _words(request))
    return {}


async def _note(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.add_note(by, found.reference, _words(request).text)
    return {}


async def _transfer(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    """`to` is « team:ID » or « agent:ID »; a colleague gets it in its own team if they serve it."""
    kind, _, chosen = field(request, "to", 100).partition(":")
    team, to = (chosen, "") if kind == "team" else await _colleague(request, by, found, chosen)
    if team not in {one.id for one in services(request).floor.teams.all()}:
        raise Problem(422, "request_to_nobody")
    await services(request).agents.transfer(by, found.reference, team, to)
    return {"detail": to or team}


async def _colleague(request: Request, by: By, found: HandoffRequest, agent_id: str) -> tuple[str, str]:
    agent = await desk(request).accounts.get(agent_id) if agent_id else None
    if agent is None or agent.id == by.id or not (agent.active and agent.may(Role.AGENT)):
        raise Problem(422, "request_to_nobody")
    # What was a team's that is no more is the first team's.
    team = services(request).floor.teams.get(found.team if agent.serves(found.team) else agent.teams[0])
    return (team.id if team else ""), agent.id


async def _postpone(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.postpone(by, found.reference)
    return {}


async def _give_back(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.give_back(by, found.reference)
    return {}


async def _close(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    outcome = field(request, "outcome", 20)
    if outcome not in OUTCOMES:
        raise Problem(422, "request_outcome")
    await services(request).agents.close(by, found.reference, outcome)
    return {"detail": outcome}


async def _reopen(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
    await services(request).agents.reopen(by, found.reference)
    return {}


def _words(request: Request) -> Frame:
    text = field(request, "text", MAX_WORDS)
    if not text:
        raise Problem(422, "request_empty")
    return Frame("text", text)


def _client_id(request: Request) -> str:
    return field(request, "client_id", 60) or new_id()


DEEDS: dict[str, tuple[str, Deed]] = {
    "prendre": ("take", _take),
    "dire": ("say", _say),
    "repondre": ("answer", _answer),
    "note": ("note", _note),
    "transferer": ("transfer", _transfer),
    "reporter": ("postpone", _postpone),
    "rendre": ("give_back", _give_back),
    "clore": ("close", _close),
    "rouvrir": ("reopen", _reopen),
}
