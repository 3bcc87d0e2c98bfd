"""The gateway's application: everything wired, nothing opened before the server starts."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import msgspec
from sanic import Sanic

from guichet.gateway import api, browse, desk, events, headers, health, pages, plain, refusals
from guichet.gateway.channels.channel import Channel
from guichet.gateway.channels.courier import Courier
from guichet.gateway.channels.loading import load_channels
from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.database import Database
from guichet.gateway.engine import EngineClient
from guichet.gateway.gauges import Gauges
from guichet.gateway.services import Services, build
from guichet.gateway.vault.keys import lazily
from guichet.gateway.wording import load
from guichet.settings import ROOT, Settings
from guichet.starters import STARTERS
from guichet.teams import TEAMS

#: Bytes. 1,000 characters escaped in JSON are 12 kB at most.
MAX_BODY = 16_384

#: Seconds a stopping server waits for answers under way; streams are told to end at once.
GRACE = 5.0

#: Seconds between two signs of life on a silent stream, below the idle limit of usual proxies.
HEARTBEAT = 15.0

#: Seconds a plain page waits for an answer before it is shown without.
PATIENCE = 4.0


def create_app(
    settings: Settings,
    engine: EngineClient | None = None,
    clock: Clock = utc_now,
    allowed_origins: Collection[str] = (),
    proxies: int = 0,
    heartbeat: float = HEARTBEAT,
    patience: float = PATIENCE,
    widget: Path = pages.WIDGET,
    starters: Path = ROOT / STARTERS,
    teams: Path = ROOT / TEAMS,
    project: Path = ROOT,
    channels: Callable[[Services], dict[str, Channel]] | None = None,
) -> Sanic:
    """A gateway on these settings. `proxies`: how many reverse proxies of ours stand before it.

    `channels` makes the messaging channels, by name; without it, they are those of the settings.
    """
    # Sanic keeps its applications by name; a process may hold several, as the tests do.
    app = Sanic(f"guichet-{secrets.token_hex(8)}", configure_logging=False, dumps=_dumps)
    app.config.update(
        REQUEST_MAX_SIZE=MAX_BODY,
        GRACEFUL_SHUTDOWN_TIMEOUT=GRACE,
        PROXIES_COUNT=proxies,
        TOUCHUP=False,  # rewrites Sanic's own code, which works for one application per process only
    )
    engine = engine or EngineClient(settings.engine_url, token=settings.internal_token)
    database = Database(settings.database_url, lazily(settings))
    app.ctx.desk = desk.build(database, clock, settings)
    app.ctx.services = build(
        settings, database, app.ctx.desk, engine, load(), clock, starters, teams, heartbeat, patience, project
    )
    app.ctx.gauges = Gauges(app.ctx.services, settings, clock)
    for part in (api, browse, events, health, plain, desk):
        part.attach(app)
    if app.ctx.services.tool:
        app.ctx.services.tool.attach(app)
    channels = load_channels(settings, app.ctx.services) if channels is None else channels(app.ctx.services)
    for channel in channels.values():
        channel.attach(app)
    app.ctx.courier = _courier(app.ctx.services, channels, clock)
    pages.attach(app, widget)
    headers.attach(app, frozenset(allowed_origins))
    app.error_handler.add(Exception, refusals.answer_refusal)
    app.before_server_start(_start)
    app.before_server_stop(_stop)
    app.after_server_stop(_close)
    return app


def _courier(known: Services, channels: dict[str, Channel], clock: Clock) -> Courier:
    working = known.inbox.waits
    return Courier(
        known.chats, known.conversations, known.broadcast, channels, working, clock, known.metrics, known.leases
    )


def _dumps(value: Any) -> str:
    return msgspec.json.encode(value).decode()


async def _start(app: Sanic) -> None:
    await app.ctx.services.database.migrate()
    await app.ctx.services.leases.start()
    if app.ctx.services.relay:
        await app.ctx.services.relay.start()
    await app.ctx.services.dispatcher.start()
    await app.ctx.services.watch.start()
    await app.ctx.services.sender.start()
    await app.ctx.services.retention.start()
    await app.ctx.courier.start()
    if app.ctx.services.bridge:
        await app.ctx.services.bridge.start()


async def _stop(app: Sanic) -> None:
    await app.ctx.services.broadcast.close()
    await app.ctx.courier.stop()
    if app.ctx.services.bridge:
        await app.ctx.services.bridge.stop()
    await app.ctx.services.sender.stop()
    await app.ctx.services.retention.stop()
    await app.ctx.services.watch.stop()
    await app.ctx.services.dispatcher.stop(GRACE)
    if app.ctx.services.relay:
        await app.ctx.services.relay.stop()
    await app.ctx.services.leases.stop()


async def _close(app: Sanic) -> None:
    """Only once the last request is over: one that still reads must not lose its connection."""
    await app.ctx.services.engine.close()
    if app.ctx.services.redis:
        await app.ctx.services.redis.aclose()
    await app.ctx.services.database.close()
