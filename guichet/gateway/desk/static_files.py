"""The desk's style sheet and scripts, served as they are from `static/`."""

from __future__ import annotations

from pathlib import Path

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.assets import Assets
from guichet.gateway.pages import send_asset

STATIC = Path(__file__).parent / "static"


def attach(app: Sanic) -> None:
    """Register the route."""
    assets = Assets(STATIC)

    async def show(request: Request, path: str) -> HTTPResponse:
        response = send_asset(request, assets.get(path))
        response.headers["Cache-Control"] = "no-cache"
        return response

    app.add_route(show, "/desk/static/<path:path>", methods=["GET", "HEAD"], name="desk_static")
