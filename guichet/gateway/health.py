"""What operators watch: is it alive, is it ready, what has it counted."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json, text
from sqlalchemy.exc import SQLAlchemyError

from guichet.gateway.access import for_operators
from guichet.gateway.database import Database
from guichet.gateway.metrics import CONTENT_TYPE, ErrorCount
from guichet.gateway.services import services


def attach(app: Sanic) -> None:
    """Register the calls."""
    app.add_route(live, "/health/live", methods=["GET"])
    app.add_route(ready, "/health/ready", methods=["GET"])
    app.add_route(metrics, "/metrics", methods=["GET"])
    counting = ErrorCount(app.ctx.services.metrics)
    app.before_server_start(lambda _app: logging.getLogger().addHandler(counting))
    app.after_server_stop(lambda _app: logging.getLogger().removeHandler(counting))


async def live(_request: Request) -> HTTPResponse:
    """The process answers."""
    return json({"status": "ok"})


async def ready(request: Request) -> HTTPResponse:
    """The process can do its work: each part by name, 503 when one is missing."""
    for_operators(request)
    known = services(request)
    parts = {"database": await _answers(known.database), "engine": await known.engine.alive()}
    fine = all(parts.values())
    shown = {name: "ok" if works else "unreachable" for name, works in parts.items()}
    return json({"status": "ok" if fine else "unavailable", "parts": shown}, status=200 if fine else 503)


async def _answers(database: Database) -> bool:
    try:
        async with database.read() as connection:
            await connection.execute(sa.text("SELECT 1 FROM conversations LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True


async def metrics(request: Request) -> HTTPResponse:
    """What was counted and what is true now, in Prometheus' text format."""
    for_operators(request)
    moment = await request.app.ctx.gauges.read()
    return text(services(request).metrics.render(moment), content_type=CONTENT_TYPE)
