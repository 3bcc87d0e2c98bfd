"""Agents for tests: accounts made in the database of a running gateway, and clients signed in as a browser would be."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape

import httpx
from argon2 import PasswordHasher

from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.database import Database
from guichet.gateway.desk import Desk, build
from guichet.gateway.desk.door.access import COOKIE, PATH
from guichet.gateway.desk.door.accounts import Accounts, Agent, Role
from guichet.gateway.desk.door.passwords import Passwords
from guichet.gateway.desk.door.sessions import SIGNED_IN
from guichet.gateway.vault.keys import lazily
from guichet.settings import Settings

#: Good enough for the rules, known to every test.
PASSWORD = "quatre mots sans lien"

#: As argon2 does it, but in a millisecond.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

_CSRF = re.compile(r'name="csrf" (?:value|content)="([0-9a-f]{64})"')


@asynccontextmanager
async def behind(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Desk]:
    """The desk's services on the database of a gateway, as another process would see them."""
    database = Database(settings.database_url, lazily(settings))
    await database.migrate()
    try:
        yield build(database, clock, settings)
    finally:
        await database.close()


async def add_agent(
    settings: Settings,
    login: str = "camille",
    role: Role | str = Role.AGENT,
    name: str = "",
    teams: Sequence[str] = (),
    password: str = PASSWORD,
    available: bool = True,
    clock: Clock = utc_now,
) -> Agent:
    """An account with a password of its own, there to take requests."""
    async with behind(settings, clock) as desk:
        accounts = Accounts(desk.database, clock, Passwords(QUICK))
        agent, _ = await accounts.add(login, name or login.capitalize(), Role(role), teams, password)
        await accounts.set_available(agent.id, available)
        await accounts.seen(agent.id)
        return await accounts.get(agent.id)


@dataclass
class Browser:
    """A browser at the desk: it keeps cookies, and sends forms as its pages tell."""

    http: httpx.AsyncClient

    async def read(self, path: str, **options) -> httpx.Response:
        return await self.http.get(path, **options)

    async def send(
        self, path: str, page: str = "/desk/compte", headers: dict | None = None, **fields
    ) -> httpx.Response:
        """Send a form with the token of a page; redirects are not followed."""
        token = csrf_of(await self.http.get(page, follow_redirects=True))
        data = {"csrf": token, **fields}
        return await self.http.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"} | (headers or {}))

    async def fetch(self, method: str, path: str, page: str = "/desk/compte", **options) -> httpx.Response:
        """What a script of a page does: the token in a header, data as the answer."""
        token = csrf_of(await self.http.get(page, follow_redirects=True))
        headers = {"X-CSRF-Token": token, "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        return await self.http.request(method, path, headers=headers | options.pop("headers", {}), **options)

    async def sign_in(self, login: str = "camille", password: str = PASSWORD, **fields) -> httpx.Response:
        given = {"login": login, "password": password, **fields}
        return await self.send("/desk/connexion", "/desk/connexion", **given)

    async def sign_out(self) -> httpx.Response:
        return await self.send("/desk/deconnexion")


@asynccontextmanager
async def browsing(url: str) -> AsyncIterator[Browser]:
    """A browser that nobody has signed in with."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as http:
        yield Browser(http)


@asynccontextmanager
async def signed_in(
    url: str,
    settings: Settings,
    login: str = "camille",
    role: Role | str = Role.AGENT,
    clock: Clock = utc_now,
    **account,
) -> AsyncIterator[Browser]:
    """A browser with a session of a new agent, without the time that a real sign-in takes."""
    agent = await add_agent(settings, login, role, clock=clock, **account)
    async with behind(settings, clock) as desk, browsing(url) as browser:
        token = await desk.sessions.open(agent.id, SIGNED_IN)
        browser.http.cookies.set(COOKIE, token, domain=browser.http.base_url.host, path=PATH)
        yield browser


def csrf_of(response: httpx.Response) -> str:
    """The token that the forms of a page carry."""
    found = _CSRF.search(response.text)
    assert found, f"no token on {response.url}"
    return found[1]


def words_of(response: httpx.Response) -> str:
    """What one reads on a page."""
    text = re.sub(r"<(script|style|title)[^>]*>.*?</\1>|<[^>]+>", " ", response.text, flags=re.S)
    return " ".join(unescape(text).replace("\u00a0", " ").split())
