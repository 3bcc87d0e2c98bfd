"""`/desk/`: who waits for a person, the agent's own conversations, and what is to be answered later."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.desk.rendering import page
from guichet.gateway.desk.requests.colleagues import around
from guichet.gateway.desk.requests.reach import channels
from guichet.gateway.desk.requests.visibility import allowed, at_work, oversees
from guichet.gateway.handoffs import listing
from guichet.gateway.services import services


def attach(app: Sanic) -> None:
    """Register the pages."""
    # Strict, or the router takes the final slash for nothing.
    app.add_route(show, "/desk/", methods=["GET", "HEAD"], name="desk_home", strict_slashes=True)
    app.add_route(show_parts, "/desk/file", methods=["GET"], name="desk_queue")


async def show(request: Request) -> HTTPResponse:
    """The whole page."""
    return await _page(request, "queue.html")


async def show_parts(request: Request) -> HTTPResponse:
    """What of the page may be different, or with `bref` the line about it that other pages have."""
    return await _page(request, "_queue_strip.html" if request.args.get("bref") else "_queue_parts.html")


async def _page(request: Request, template: str) -> HTTPResponse:
    agent, known = await at_work(request), services(request)
    teams = [team for team in known.floor.teams.all() if oversees(agent) or agent.serves(team.id)]
    wanted = request.args.get("equipe") or ""
    team = wanted if wanted in {one.id for one in teams} else ""
    async with known.database.read() as connection:
        queue = await listing.queue(connection, allowed(agent, known.floor, team), agent.id)
        lines = (*queue.waiting, *queue.mine, *queue.tickets)
        channel_of = await channels(connection, {line.request.conversation_id for line in lines})
    values = {"queue": queue, "teams": teams, "team": team, "alerts": _alerts(queue), "channel_of": channel_of}
    return page(request, template, agent, **values | await around(request, agent))


def _alerts(queue: listing.Queue) -> list[str]:
    """What calls for the agent: each new name rings once."""
    waiting = [line.request.reference for line in queue.waiting]
    unanswered = [line.request for line in queue.mine if line.request.unanswered_since]
    return waiting + [f"{one.reference}@{one.unanswered_since}" for one in unanswered]
