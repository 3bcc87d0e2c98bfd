"""The demo page, the widget's files and the API's description, served as they are."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, file, raw, redirect

from guichet.gateway.assets import Asset, Assets
from guichet.gateway.bundle import ENTRY, Bundle
from guichet.gateway.refusals import Refused
from guichet.settings import ROOT

WIDGET = ROOT / "widget"
OPENAPI = Path(__file__).parent / "openapi.yaml"
READ = ("GET", "HEAD")


def attach(app: Sanic, widget: Path = WIDGET) -> None:
    """Register the pages. `widget`: the folder of the widget, with its demo page."""
    assets, bundle = Assets(widget), Bundle(widget)

    async def script(request: Request, path: str = ENTRY) -> HTTPResponse:
        # In a thread: looking at all the sources takes some milliseconds.
        chosen = await asyncio.to_thread(bundle.entry) if path == ENTRY else path
        return send_asset(request, assets.get(chosen))

    async def demo(request: Request, path: str = "") -> HTTPResponse:
        # Without its final slash, the page's own links would lead elsewhere.
        if request.path == "/demo":
            return redirect("/demo/")
        return send_asset(request, assets.get(f"demo/{path or 'index.html'}"))

    app.add_route(home, "/", methods=READ)
    app.add_route(describe, "/api/openapi.yaml", methods=READ)
    app.add_route(demo, "/demo/", methods=READ, name="demo")
    app.add_route(demo, "/demo/<path:path>", methods=READ, name="demo_file")
    app.add_route(script, "/widget/<path:path>", methods=READ, name="widget")


async def home(_request: Request) -> HTTPResponse:
    return redirect("/demo/")


async def describe(_request: Request) -> HTTPResponse:
    """The OpenAPI description of the public API."""
    return await file(OPENAPI, mime_type="application/yaml; charset=utf-8")


def send_asset(request: Request, asset: Asset | None) -> HTTPResponse:
    """The file, smaller for a browser that can, and not again for one that has it. Raises `Refused` (404)."""
    if asset is None:
        raise Refused(404, "not_found")
    small = bool(asset.gzipped) and _takes_gzip(request)
    etag = f'"{asset.etag}{"-gz" if small else ""}"'
    headers = {"ETag": etag, "Last-Modified": asset.modified, "Vary": "Accept-Encoding"}
    if _has(request, etag, asset.modified):
        return empty(304, headers)
    if small:
        headers["Content-Encoding"] = "gzip"
    return raw(asset.gzipped if small else asset.body, content_type=asset.type, headers=headers)


def _takes_gzip(request: Request) -> bool:
    offered = (part.partition(";") for part in request.headers.get("accept-encoding", "").split(","))
    return any(name.strip() == "gzip" and quality.strip() not in ("q=0", "q=0.0") for name, _, quality in offered)


def _has(request: Request, etag: str, modified: str) -> bool:
    """Whether the browser's copy is this one; the tag decides where it sends one."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return etag in (tag.strip().removeprefix("W/") for tag in known.split(","))
    return request.headers.get("if-modified-since") == modified
