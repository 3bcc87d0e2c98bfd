"""`/desk/demandes/<reference>`: one request, its conversation and its file. What agents do there is in `actions.py`."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.conversations import PAGE
from guichet.gateway.desk.door.access import Problem, desk, protect
from guichet.gateway.desk.door.accounts import Agent
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.requests.actions import ONE, OUTCOMES
from guichet.gateway.desk.requests.colleagues import around
from guichet.gateway.desk.requests.conversation_view import entries, read_file
from guichet.gateway.desk.requests.reach import reach
from guichet.gateway.desk.requests.visibility import admit, oversees
from guichet.gateway.frames import Event
from guichet.gateway.handoffs import listing
from guichet.gateway.handoffs.agents import MAX_WORDS
from guichet.gateway.handoffs.records import HandoffRequest, moment
from guichet.gateway.services import services
from guichet.gateway.tokens import new_id
from guichet.handoff import Status


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, ONE, methods=["GET", "HEAD"], name="desk_request")
    app.add_route(show_more, f"{ONE}/suite", methods=["GET"], name="desk_request_more")
    app.add_route(show_contact, f"{ONE}/coordonnees", methods=["POST"], name="desk_request_contact")


async def show(request: Request, reference: str) -> HTTPResponse:
    """The whole page; that it was opened is noted."""
    agent, found = await admit(request, reference)
    await desk(request).audit.record(agent, "request.seen", found.reference)
    code = request.args.get("refus") or ""
    refusal = sentence(request, code) if code.startswith("request_") else ""
    return await _page(request, "conversation.html", agent, found, refusal=refusal)


async def show_more(request: Request, reference: str) -> HTTPResponse:
    """What is new after an event, and every part of the page that may be different, as fragments."""
    agent, found = await admit(request, reference)
    given = request.args.get("after") or "0"
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Problem(422, "bad_request")
    return await _page(request, "_conversation_parts.html", agent, found, after=int(given))


async def show_contact(request: Request, reference: str) -> HTTPResponse:
    """How the citizen wants to be reached; that it was read is noted."""
    await protect(request)
    agent, found = await admit(request, reference)
    if not may_read_contact(agent, found):
        raise Problem(403, "request_contact")
    await desk(request).audit.record(agent, "request.contact", found.reference)
    by_script = "x-requested-with" in request.headers
    template = "_contact.html" if by_script else "conversation.html"
    return await _page(request, template, agent, found, reveal=True)


def may_read_contact(agent: Agent, found: HandoffRequest) -> bool:
    """Who has the request, who may answer a ticket, and who oversees."""
    return oversees(agent) or found.agent_id == agent.id or found.status == Status.TICKET


async def _page(
    request: Request,
    template: str,
    agent: Agent,
    found: HandoffRequest,
    after: int = 0,
    reveal: bool = False,
    refusal: str = "",
) -> HTTPResponse:
    known = services(request)
    async with known.database.read() as connection:
        dossier = await listing.dossier(connection, found.reference)
        reached = await reach(connection, found.conversation_id, desk(request).clock())
    if dossier is None:
        raise Problem(404, "request_gone")
    said = await _events_after(request, found.conversation_id, max(0, after - 1))
    # The one before the first new one tells which day was shown last.
    shown = entries(said, known.wording.transcript)
    shown = [entry for entry in shown if entry.seq > after]
    values = {
        "dossier": dossier,
        "reach": reached,
        "file": read_file(dossier.request.file),
        "entries": shown,
        "last": said[-1].seq if said else after,
        "longest": MAX_WORDS,
        "client_id": new_id(),
        "waited_seconds": _waited(dossier.request),
        "outcomes_offered": OUTCOMES,
        "reveal": reveal,
        "refusal": refusal,
        "may_read_contact": may_read_contact(agent, dossier.request),
        "oversees": oversees(agent),
        "teams": known.floor.teams.all(),
        **await around(request, agent),
    }
    return page(request, template, agent, **values)


def _waited(found: HandoffRequest) -> float | None:
    """Seconds until an agent first took it."""
    if not found.taken_at:
        return None
    return (moment(found.taken_at) - moment(found.opened_at)).total_seconds()


async def _events_after(request: Request, conversation_id: str, after: int) -> list[Event]:
    found: list[Event] = []
    while piece := await services(request).conversations.events_after(
        conversation_id, found[-1].seq if found else after
    ):
        found += piece
        if len(piece) < PAGE:
            break
    return found
