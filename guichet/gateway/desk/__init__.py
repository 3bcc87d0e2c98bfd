"""The desk at `/desk/`, where agents work: its door (accounts, sign-in, journal) and its pages.

Rules of ownership and what citizens are told are elsewhere, in `guichet/handoff.py` and `guichet/gateway/handoffs/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import jinja2
from sanic import Sanic

from guichet.gateway.clock import Clock
from guichet.gateway.database import Database
from guichet.gateway.desk.accounts import Accounts
from guichet.gateway.desk.audit import Audit
from guichet.gateway.desk.lockout import KnownBrowsers, Lockout
from guichet.gateway.desk.presence import DeskPresence
from guichet.gateway.desk.second_factor import SecondFactors
from guichet.gateway.desk.sessions import Sessions
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
    """Register the routes: every module of this folder that has an `attach` is a part of the desk."""
    names = sorted(found.name for found in iter_modules(__path__) if found.name != "problems")
    # The answers to problems come last: they are for the routes that are there.
    for name in (*names, "problems"):
        part = import_module(f"{__name__}.{name}")
        if hasattr(part, "attach"):
            part.attach(app)
