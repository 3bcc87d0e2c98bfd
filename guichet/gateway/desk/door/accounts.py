"""The agents' accounts: who may use the desk, in what role, for which teams. Sessions are elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from guichet.gateway.clock import Clock, stamp
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import agent_sessions, agents, recovery_codes, second_factors
from guichet.gateway.desk.door.passwords import Passwords, one_time_password, weakness
from guichet.gateway.tokens import new_id

_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._@+-]{0,58}[a-z0-9])?")
LONGEST_NAME = 60


class Role(str, Enum):
    """What somebody may do in the desk."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    def includes(self, other: Role | str) -> bool:
        """Whether whoever has this role may do what the other may."""
        return Role(other) in _INCLUDED[self]


_INCLUDED = {
    Role.AGENT: {Role.AGENT},
    Role.SUPERVISOR: {Role.SUPERVISOR, Role.AGENT},
    Role.EDITOR: {Role.EDITOR},
    Role.ADMINISTRATOR: set(Role),
}


@dataclass(frozen=True)
class Agent:
    """Somebody with an account. `name` is what citizens see; without `teams` they work for all of them.

    `last_seen` is a stamp, empty before the first visit; `must_choose`: a password of their own, before anything else.
    """

    id: str
    login: str
    name: str
    role: Role
    teams: tuple[str, ...]
    active: bool
    second_factor: bool
    last_seen: str
    available: bool
    must_choose: bool = False

    def may(self, *roles: Role | str) -> bool:
        """Whether they have one of these roles, or one that includes it."""
        return any(self.role.includes(role) for role in roles)

    def serves(self, team: str) -> bool:
        """Whether they work for this team."""
        return not self.teams or team in self.teams


class AccountProblem(Exception):
    """An account that can't be so; `code` names a sentence of `templates/sentences.html`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def account_columns() -> tuple[sa.ColumnElement, ...]:
    """What `account` needs of a row."""
    confirmed = sa.exists().where(second_factors.c.agent_id == agents.c.id, second_factors.c.confirmed)
    names = ("id", "login", "name", "role", "teams", "active", "available", "must_choose")
    return (*(agents.c[name] for name in names), agents.c.seen_at.label("last_seen"), confirmed.label("second_factor"))


def account(values: dict[str, Any]) -> Agent:
    """The agent of a row of `account_columns`."""
    return Agent(**values | {"role": Role(values["role"]), "teams": tuple(values["teams"])})


class Accounts:
    """The store of accounts."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords | None = None) -> None:
        self._database = database
        self._clock = clock
        self.passwords = passwords or Passwords()

    async def add(
        self, login: str, name: str, role: Role, teams: Sequence[str] = (), password: str | None = None
    ) -> tuple[Agent, str]:
        """A new account, or a disabled one in service again, and its password.

        A password that isn't given is made, and serves once. Raises `AccountProblem`.
        """
        login = checked_login(login)
        values = _described(name, role, teams) | {"active": True, "available": False}
        chosen, values["password"] = await self._password(login, password)
        values["must_choose"] = password is None
        former = await self.by_login(login)
        if former is not None and former.active:
            raise AccountProblem("login_taken")
        if former is not None:
            await self._bring_back(former.id, values)
        else:
            await self._insert({"id": new_id(), "login": login, "created_at": stamp(self._clock()), **values})
        return await self._known(login), chosen

    async def _password(self, login: str, password: str | None) -> tuple[str, str]:
        chosen = one_time_password() if password is None else password
        problem = weakness(chosen, login)
        if problem:
            raise AccountProblem(f"password_{problem}")
        return chosen, await self.passwords.hash(chosen)

    async def _insert(self, row: dict[str, Any]) -> None:
        try:
            async with self._database.write() as connection:
                await connection.execute(agents.insert(), row | {"seen_at": ""})
        except IntegrityError as error:  # somebody else was quicker
            raise AccountProblem("login_taken") from error

    async def _bring_back(self, agent_id: str, values: dict[str, Any]) -> None:
        async with self._database.write() as connection:
            await connection.execute(agents.update().where(agents.c.id == agent_id).values(values))
            for table in (agent_sessions, second_factors, recovery_codes):
                await connection.execute(table.delete().where(table.c.agent_id == agent_id))

    async def all(self) -> list[Agent]:
        """Every account, those in service first, by login."""
        async with self._database.read() as connection:
            query = sa.select(*account_columns()).order_by(agents.c.active.desc(), agents.c.login)
            return [account(dict(row._mapping)) for row in await connection.execute(query)]

    async def get(self, agent_id: str) -> Agent | None:
        return await self._one(agents.c.id == agent_id)

    async def by_login(self, login: str) -> Agent | None:
        return await self._one(agents.c.login == login.strip().lower())

    async def password_hash(self, agent_id: str) -> str:
        """What is stored of the password; empty for nobody and for a disabled account."""
        query = sa.select(agents.c.password).where(agents.c.id == agent_id, agents.c.active)
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar() or ""

    async def change(
        self,
        agent_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        teams: Sequence[str] | None = None,
    ) -> Agent:
        """Change what is given. Raises `AccountProblem`."""
        agent = await self.get(agent_id)
        if agent is None:
            raise AccountProblem("unknown")
        given = (agent.name if name is None else name, role or agent.role, agent.teams if teams is None else teams)
        await self._set(agent_id, **_described(*given))
        return await self._known(agent.login)

    async def disable(self, agent_id: str) -> None:
        """Nobody signs in with this account any more, and its sessions end; the journal keeps its name."""
        async with self._database.write() as connection:
            values = {"active": False, "available": False}
            await connection.execute(agents.update().where(agents.c.id == agent_id).values(values))
            await connection.execute(agent_sessions.delete().where(agent_sessions.c.agent_id == agent_id))

    async def set_password(self, agent_id: str, password: str | None = None) -> str:
        """A password chosen by the agent, or without one a new one that serves once. Raises `AccountProblem`."""
        agent = await self.get(agent_id)
        if agent is None:
            raise AccountProblem("unknown")
        chosen, stored = await self._password(agent.login, password)
        await self._set(agent_id, password=stored, must_choose=password is None)
        return chosen

    async def renew_hash(self, agent_id: str, stored: str) -> None:
        """The same password, hashed as it is done now."""
        await self._set(agent_id, password=stored)

    async def seen(self, agent_id: str) -> None:
        """The agent's browser is there."""
        await self._set(agent_id, seen_at=stamp(self._clock()))

    async def set_available(self, agent_id: str, available: bool) -> None:
        """Whether the agent takes requests at the moment."""
        await self._set(agent_id, available=available)

    async def present(self, within_seconds: float) -> list[Agent]:
        """Whose browser was there so recently, available or not."""
        since = stamp(self._clock() - timedelta(seconds=within_seconds))
        async with self._database.read() as connection:
            query = sa.select(*account_columns()).where(agents.c.active, agents.c.seen_at >= since)
            return [account(dict(row._mapping)) for row in await connection.execute(query.order_by(agents.c.login))]

    async def any_active(self) -> bool:
        """Whether anybody may sign in at all."""
        async with self._database.read() as connection:
            return bool((await connection.execute(sa.select(sa.exists().where(agents.c.active)))).scalar())

    async def _one(self, condition: sa.ColumnElement) -> Agent | None:
        async with self._database.read() as connection:
            row = (await connection.execute(sa.select(*account_columns()).where(condition))).first()
        return account(dict(row._mapping)) if row else None

    async def _known(self, login: str) -> Agent:
        agent = await self.by_login(login)
        if agent is None:  # removed by hand in between
            raise AccountProblem("unknown")
        return agent

    async def _set(self, agent_id: str, **values: Any) -> None:
        async with self._database.write() as connection:
            await connection.execute(agents.update().where(agents.c.id == agent_id).values(values))


def checked_login(login: str) -> str:
    """The login as it is stored, small letters. Raises `AccountProblem`."""
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise AccountProblem("login_invalid")
    return login


def _described(name: str, role: Role, teams: Sequence[str]) -> dict[str, Any]:
    name = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in name).split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise AccountProblem("name_invalid")
    return {"name": name, "role": Role(role).value, "teams": list(dict.fromkeys(teams))}
