"""What the views of one application share, made once by `app.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from redis.asyncio import Redis
from sanic import Request

from guichet.danger import DANGERS, Dangers
from guichet.danger_file import load_dangers
from guichet.gateway.bridge import Bridge, ToolPresence, load_tool
from guichet.gateway.broadcast import Broadcast
from guichet.gateway.channels.chats import Chats
from guichet.gateway.clock import Clock
from guichet.gateway.conversations import Conversations
from guichet.gateway.database import Database
from guichet.gateway.dispatcher import Dispatcher
from guichet.gateway.engine import EngineClient
from guichet.gateway.handoffs.agents import AgentSide
from guichet.gateway.handoffs.citizen import CitizenSide
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.switches import Switches
from guichet.gateway.handoffs.team_book import TeamBook
from guichet.gateway.handoffs.watch import Watch
from guichet.gateway.inbox import Inbox
from guichet.gateway.leases import Leases, OwnLeases
from guichet.gateway.limits import Limits, Load, Places, limits, waiting_in
from guichet.gateway.mail.escalation import Escalation
from guichet.gateway.mail.letters import Letters
from guichet.gateway.mail.outbox import Outbox
from guichet.gateway.mail.sender import Sender
from guichet.gateway.mail.smtp import Postman
from guichet.gateway.metrics import Metrics
from guichet.gateway.offers import Offers
from guichet.gateway.postgres_leases import PostgresLeases
from guichet.gateway.postgres_wire import PostgresWire
from guichet.gateway.rates import Rate
from guichet.gateway.redis_wire import RedisWire, connect
from guichet.gateway.relay import Relay
from guichet.gateway.retention.schedule import Retention
from guichet.gateway.tool_news import AgentTool, Backlog
from guichet.gateway.unanswered.entries import Entries
from guichet.gateway.unanswered.listening import Listening
from guichet.gateway.unanswered.opinions import Opinions
from guichet.gateway.wording import Wording
from guichet.settings import ROOT, Settings

if TYPE_CHECKING:  # the desk's views know these services
    from guichet.gateway.desk import Desk

#: Several people may share an address (a France services counter, a library): they get this many times the rate.
SHARED_ADDRESS = 4

#: Numbers of requests that a conversation, and all of them together, may try in a minute.
GUESSES, ALL_GUESSES = 5, 60

#: Looking for a procedure is a call a letter: this many for one message.
LETTERS = 10


@dataclass(frozen=True)
class Services:
    """The collaborators of the views."""

    wording: Wording
    database: Database
    conversations: Conversations
    chats: Chats
    inbox: Inbox
    unanswered: Entries
    opinions: Opinions
    leases: Leases
    redis: Redis | None
    broadcast: Broadcast
    relay: Relay | None
    floor: Floor
    switches: Switches
    agents: AgentSide
    tool: AgentTool | None
    bridge: Bridge | None
    watch: Watch
    retention: Retention
    sender: Sender
    desk: Desk
    engine: EngineClient
    dispatcher: Dispatcher
    metrics: Metrics
    conversation_rate: Rate
    limits: Limits
    metrics_token: str
    offers: Offers
    project: Path
    heartbeat: float
    patience: float


def build(
    settings: Settings,
    database: Database,
    desk: Desk,
    engine: EngineClient,
    wording: Wording,
    clock: Clock,
    starters: Path,
    teams: Path,
    heartbeat: float,
    patience: float,
    project: Path = ROOT,
) -> Services:
    """Everything wired together, nothing opened yet. `project`: where `data/` is; `heartbeat`, `patience`: seconds."""
    broadcast, metrics = Broadcast(), Metrics()
    leases = PostgresLeases(database) if database.is_shared else OwnLeases()
    redis = connect(settings.redis_url) if settings.redis_url else None
    guesses = Rate(GUESSES, clock), Rate(ALL_GUESSES, clock)
    letters = Letters(settings.mail, wording.mail, clock, settings.public_url)
    presence = ToolPresence(desk.presence, clock) if settings.agent_tool else desk.presence
    floor = Floor(
        database, clock, broadcast, TeamBook(teams), presence, wording.handoff, letters, dangers(), *guesses, metrics
    )
    agents = AgentSide(floor)
    tool = load_tool(settings.agent_tool, agents, settings) if settings.agent_tool else None
    listening = Listening(CitizenSide(floor), floor.dangers, clock)
    inbox, unanswered = Inbox(database, clock, listening), Entries(database, clock)
    switches, rate = Switches(database, clock), Rate(settings.rate_per_minute, clock)
    return Services(
        wording=wording,
        database=database,
        conversations=Conversations(database, clock),
        chats=Chats(database, clock),
        inbox=inbox,
        unanswered=unanswered,
        opinions=Opinions(database, listening),
        leases=leases,
        redis=redis,
        broadcast=broadcast,
        relay=_relay(database, redis, broadcast),
        floor=floor,
        switches=switches,
        agents=agents,
        tool=tool,
        bridge=Bridge(Backlog(database), broadcast, tool, leases) if tool else None,
        watch=Watch(floor, leases, (Escalation(floor).look,)),
        retention=Retention(database, clock, settings.keep, engine),
        sender=Sender(Outbox(database, clock), Postman(settings.mail), wording.mail, metrics, leases),
        desk=desk,
        engine=engine,
        dispatcher=Dispatcher(inbox, engine, floor, switches, wording, metrics, leases),
        metrics=metrics,
        conversation_rate=rate,
        limits=_limits(settings, rate, clock, redis, database),
        metrics_token=settings.metrics_token,
        offers=Offers(settings.catalogue_path, starters),
        project=project,
        heartbeat=heartbeat,
        patience=patience,
    )


def _limits(settings: Settings, rate: Rate, clock: Clock, redis: Redis | None, database: Database) -> Limits:
    address = settings.rate_per_minute * SHARED_ADDRESS
    most_waiting = settings.most_waiting * len(settings.engine_url.split())
    load, places = Load(most_waiting, waiting_in(database)), Places(settings.most_streams)
    rates = rate, Rate(address, clock), Rate(address * LETTERS, clock), Rate(settings.rate_for_all, clock)
    return limits(*rates, redis, load, places)


def _relay(database: Database, redis: Redis | None, broadcast: Broadcast) -> Relay | None:
    """What tells other gateways, where there may be any: Redis, or else the database itself."""
    if not database.is_shared:
        return None
    return Relay(RedisWire(redis) if redis else PostgresWire(database), broadcast)


@lru_cache(maxsize=1)
def dangers() -> Dangers:
    """The dangers of the project's file. Raises `GuichetError`: a gateway deaf to danger must not start."""
    return load_dangers(ROOT / DANGERS)


def services(request: Request) -> Services:
    """The services of the application that serves this request."""
    return request.app.ctx.services
