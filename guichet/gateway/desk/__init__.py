"""The desk at `/desk/`, where agents work: its door (accounts, sign-in, journal) and its pages.

Rules of ownership and what citizens are told are elsewhere, in `guichet/handoff.py` and `guichet/gateway/handoffs/`.
"""

from __future__ import annotations

from dataclasses import dataclass

import jinja2
from sanic import Sanic

from guichet.gateway.clock import Clock
from guichet.gateway.database import Database
from guichet.gateway.desk.door.accounts import Accounts
from guichet.gateway.desk.door.audit import Audit
from guichet.gateway.desk.door.lockout import KnownBrowsers, Lockout
from guichet.gateway.desk.door.presence import DeskPresence
from guichet.gateway.desk.door.second_factor import SecondFactors
from guichet.gateway.desk.door.sessions import Sessions
from guichet.gateway.desk.templating import environment
from guichet.gateway.rates import Rate
from guichet.settings import Settings


@dataclass(frozen=True)
class Desk:
    """What the pages of the desk share."""

    database: Database
    accounts: Accounts
    sessions: Sessions
    second_factors: SecondFactors
    lockout: Lockout
    browsers: KnownBrowsers
    audit: Audit
    presence: DeskPresence
    sign_in_rate: Rate
    templates: jinja2.Environment
    clock: Clock
    settings: Settings


def build(database: Database, clock: Clock, settings: Settings) -> Desk:
    """Everything wired together, nothing opened yet."""
    return Desk(
        database=database,
        accounts=Accounts(database, clock),
        sessions=Sessions(database, clock),
        second_factors=SecondFactors(database, clock),
        lockout=Lockout(database, clock),
        browsers=KnownBrowsers(database, clock),
        audit=Audit(database, clock),
        presence=DeskPresence(clock),
        sign_in_rate=Rate(settings.rate_per_minute, clock),
        templates=environment(clock),
        clock=clock,
        settings=settings,
    )


def attach(app: Sanic) -> None:
    """Register the routes."""
    # Imported here: the pages know the desk.
    from guichet.gateway.desk import problems, static_files, switch_pages
    from guichet.gateway.desk.door import account_pages, audit_pages, people_pages, signin
    from guichet.gateway.desk.replies import quote_pages, reply_pages
    from guichet.gateway.desk.requests import actions, conversation_pages, queue_pages, stream, tickets
    from guichet.gateway.desk.supervision import conversation_export, conversation_reading, exports, overview
    from guichet.gateway.desk.unanswered import group_pages, list_pages

    for part in (
        signin,
        account_pages,
        people_pages,
        audit_pages,
        static_files,
        switch_pages,
        quote_pages,
        reply_pages,
    ):
        part.attach(app)
    for part in (queue_pages, tickets, conversation_pages, actions, stream, overview, conversation_reading, exports):
        part.attach(app)
    for part in (conversation_export, list_pages, group_pages):
        part.attach(app)
    # Last: its answers to problems are for the routes that are there.
    problems.attach(app)
