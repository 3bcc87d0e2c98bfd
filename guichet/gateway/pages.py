"""The demo page, the widget's files and the API's description, served as they are."""

from __future__ import annotations

from pathlib import Path

from sanic import Request, Sanic
from sanic.response import HTTPResponse, file, redirect

from guichet.settings import ROOT

WIDGET = ROOT / "widget"
OPENAPI = Path(__file__).parent / "openapi.yaml"


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(home, "/", methods=["GET"])
    app.add_route(describe, "/api/openapi.yaml", methods=["GET"])
    app.static("/demo", WIDGET / "demo", name="demo", index="index.html")
    app.static("/widget", WIDGET, name="widget")


async def home(_request: Request) -> HTTPResponse:
    return redirect("/demo/")


async def describe(_request: Request) -> HTTPResponse:
    """The OpenAPI description of the public API."""
    return await file(OPENAPI, mime_type="application/yaml; charset=utf-8")
