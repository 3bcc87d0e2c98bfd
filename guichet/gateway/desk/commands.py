"""What `guichet agents` does, on the gateway's database; the command line itself is `guichet/agent_commands.py`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from guichet.errors import GuichetError
from guichet.gateway.clock import Clock, utc_now
from guichet.gateway.desk import Desk, build
from guichet.gateway.desk.door.accounts import AccountProblem, Agent, Role
from guichet.gateway.desk.templating import words
from guichet.gateway.opening import opened
from guichet.settings import ROOT, Settings
from guichet.teams import TEAMS, load_teams


@asynccontextmanager
async def _desk(settings: Settings, clock: Clock) -> AsyncIterator[Desk]:
    """The desk on an up-to-date database; what is wrong with an account comes out as one line."""
    async with opened(settings) as database:
        desk = build(database, clock, settings)
        try:
            yield desk
        except AccountProblem as error:
            what, _, cure = words(desk.templates, "problems")[error.code].rstrip(".").partition(". ")
            cure = cure[:1].lower() + cure[1:] or "corrigez la commande"
            raise GuichetError(f"guichet agents : {what} — {cure}") from error


async def add(
    settings: Settings,
    login: str,
    name: str,
    role: str,
    teams: Sequence[str],
    password: str | None,
    clock: Clock = utc_now,
) -> list[str]:
    """Make an account; what to tell the operator, with the password where it was made here. Raises `GuichetError`."""
    _check_teams(teams)
    async with _desk(settings, clock) as desk:
        agent, chosen = await desk.accounts.add(login, name, Role(role), teams, password)
        await desk.audit.record(None, "account.added", agent.login, agent.role.value)
    told = [f"Compte créé : {agent.login} ({agent.name}, {_role_name(desk, agent)})."]
    return [*told, *_handed(settings, chosen if password is None else "")]


async def listed(settings: Settings, clock: Clock = utc_now) -> list[str]:
    """One line for each account."""
    async with _desk(settings, clock) as desk:
        people = await desk.accounts.all()
    if not people:
        return [
            "Aucun compte. Pour créer le premier : guichet agents add IDENTIFIANT --name PRÉNOM --role administrator"
        ]
    width = max(len(agent.login) for agent in people)
    return [f"{agent.login:<{width}}  {_described(desk, agent)}" for agent in people]


async def remove(settings: Settings, login: str, clock: Clock = utc_now) -> list[str]:
    """Take an account out of service. Raises `GuichetError`."""
    async with _desk(settings, clock) as desk:
        agent = await _known(desk, login)
        await desk.accounts.disable(agent.id)
        await desk.browsers.forget(agent.id)
        await desk.audit.record(None, "account.disabled", agent.login)
    return [f"Compte désactivé : {agent.login}. Ses sessions sont fermées ; le journal garde son nom."]


async def set_password(settings: Settings, login: str, password: str | None, clock: Clock = utc_now) -> list[str]:
    """Replace a password; the agent's sessions end. Raises `GuichetError`."""
    async with _desk(settings, clock) as desk:
        agent = await _known(desk, login)
        chosen = await desk.accounts.set_password(agent.id, password)
        await desk.sessions.end_all(agent.id)
        await desk.browsers.forget(agent.id)
        await desk.lockout.succeeded(agent.login)
        await desk.audit.record(None, "password.reset", agent.login)
    told = [f"Mot de passe changé : {agent.login}. Ses sessions sont fermées."]
    return [*told, *_handed(settings, chosen if password is None else "")]


async def _known(desk: Desk, login: str) -> Agent:
    agent = await desk.accounts.by_login(login)
    if agent is None or not agent.active:
        raise GuichetError(f"guichet agents : « {login} » n'est pas un compte en service — voyez `guichet agents list`")
    return agent


def _check_teams(given: Sequence[str]) -> None:
    known = [team.id for team in load_teams(ROOT / TEAMS)] if given else []
    for team in given:
        if team not in known:
            raise GuichetError(f"--team : « {team} » n'est pas une équipe — choisissez parmi : {', '.join(known)}")


def _handed(settings: Settings, password: str) -> list[str]:
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host
    told = [f"Mot de passe, montré cette seule fois : {password}"] if password else []
    then = "La personne choisira le sien à sa première connexion : " if password else "Pour se connecter : "
    return [*told, f"{then}http://{host}:{settings.port}/desk/"]


def _described(desk: Desk, agent: Agent) -> str:
    parts = [agent.name, _role_name(desk, agent), ", ".join(agent.teams) or "toutes les équipes"]
    parts += ["double authentification"] * agent.second_factor + ["désactivé"] * (not agent.active)
    return " · ".join(parts)


def _role_name(desk: Desk, agent: Agent) -> str:
    return words(desk.templates, "role_names")[agent.role.value].lower()
