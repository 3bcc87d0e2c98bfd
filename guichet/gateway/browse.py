"""The calls that need no conversation: procedures found while typing, and the starters of the first screen."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from guichet.gateway import bodies
from guichet.gateway.access import slow_down_typing
from guichet.gateway.services import services

#: Both change with an import or an edit at most.
KEPT = {"Cache-Control": "public, max-age=300"}


def attach(app: Sanic) -> None:
    """Register the calls."""
    app.add_route(find_procedures, "/api/procedures", methods=["GET"])
    app.add_route(show_starters, "/api/starters", methods=["GET"])


async def find_procedures(request: Request) -> HTTPResponse:
    """At most eight procedures for what is being typed."""
    slow_down_typing(request)
    found = await services(request).offers.find(bodies.query(request))
    listed = [{"id": s.id, "title": s.title, "sheet": s.sheet, "url": s.url} for s in found]
    return json({"procedures": listed}, headers=KEPT)


async def show_starters(request: Request) -> HTTPResponse:
    """What to propose before the first question."""
    slow_down_typing(request)
    return json({"themes": await services(request).offers.themes()}, headers=KEPT)
