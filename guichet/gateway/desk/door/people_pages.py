"""`/desk/comptes`: the accounts of everybody, for administrators."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse, redirect

from guichet.gateway.desk.door.access import PATH, Problem, desk, enter, field, fields, protect
from guichet.gateway.desk.door.accounts import AccountProblem, Agent, Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.services import services

PEOPLE = f"{PATH}/comptes"


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, PEOPLE, methods=["GET", "HEAD"], name="desk_people")
    app.add_route(add, PEOPLE, methods=["POST"], name="desk_people_add")
    parts = {"modifier": change, "desactiver": disable, "mot-de-passe": reset, "double": remove_second_factor}
    for path, handler in parts.items():
        name = f"desk_people_{handler.__name__}"
        app.add_route(handler, f"{PEOPLE}/<agent_id:str>/{path}", methods=["POST"], name=name)


async def show(request: Request) -> HTTPResponse:
    """Every account, and the form for a new one."""
    return await _page(request, await enter(request, Role.ADMINISTRATOR))


async def add(request: Request) -> HTTPResponse:
    """Make an account, and show its first password this once."""
    await protect(request)
    admin = await enter(request, Role.ADMINISTRATOR)
    typed = {"login": field(request, "login", 100), "name": field(request, "name", 200)}
    try:
        given = (typed["login"], typed["name"], _role(request), _teams(request))
        agent, password = await desk(request).accounts.add(*given)
    except AccountProblem as error:
        return await _page(request, admin, sentence(request, error.code), typed)
    await desk(request).audit.record(admin, "account.added", agent.login, agent.role.value)
    return await _page(request, admin, handed=(agent.login, password))


async def change(request: Request, agent_id: str) -> HTTPResponse:
    """Change name, role and teams; nobody changes their own role, so that one administrator is always left."""
    admin, agent = await _meant(request, agent_id)
    try:
        role = _role(request)
        if agent.id == admin.id and role is not agent.role:
            raise AccountProblem("last_administrator")
        name = field(request, "name", 200)
        after = await desk(request).accounts.change(agent.id, name=name, role=role, teams=_teams(request))
    except AccountProblem as error:
        return await _page(request, admin, sentence(request, error.code))
    detail = f"{agent.role.value} → {after.role.value}" if after.role is not agent.role else ""
    await desk(request).audit.record(admin, "account.changed", agent.login, detail)
    return _done("account_changed")


async def disable(request: Request, agent_id: str) -> HTTPResponse:
    """Take an account out of service; its sessions end at once."""
    admin, agent = await _meant(request, agent_id)
    if agent.id == admin.id:
        return await _page(request, admin, sentence(request, "last_administrator"))
    await desk(request).accounts.disable(agent.id)
    await desk(request).browsers.forget(agent.id)
    await desk(request).audit.record(admin, "account.disabled", agent.login)
    return _done("account_disabled")


async def reset(request: Request, agent_id: str) -> HTTPResponse:
    """Make a password that serves once, and end the sessions."""
    admin, agent = await _meant(request, agent_id)
    if agent.id == admin.id:
        return await _page(request, admin, sentence(request, "last_administrator"))
    password = await desk(request).accounts.set_password(agent.id)
    await desk(request).sessions.end_all(agent.id)
    await desk(request).browsers.forget(agent.id)
    await desk(request).audit.record(admin, "password.reset", agent.login)
    return await _page(request, admin, handed=(agent.login, password))


async def remove_second_factor(request: Request, agent_id: str) -> HTTPResponse:
    """For somebody who lost both telephone and recovery codes."""
    admin, agent = await _meant(request, agent_id)
    if agent.id == admin.id:
        return await _page(request, admin, sentence(request, "last_administrator"))
    await desk(request).second_factors.remove(agent.id)
    await desk(request).audit.record(admin, "second_factor.removed", agent.login)
    return _done("second_factor_removed")


async def _meant(request: Request, agent_id: str) -> tuple[Agent, Agent]:
    """The administrator, and the account in service that is meant. Raises `Problem` (403, 404)."""
    await protect(request)
    admin = await enter(request, Role.ADMINISTRATOR)
    agent = await desk(request).accounts.get(agent_id[:32].replace("\x00", ""))
    if agent is None or not agent.active:
        raise Problem(404, "unknown")
    return admin, agent


def _role(request: Request) -> Role:
    try:
        return Role(field(request, "role", 20))
    except ValueError as error:
        raise AccountProblem("role_invalid") from error


def _teams(request: Request) -> tuple[str, ...]:
    given = fields(request, "team")
    if not set(given) <= {team.id for team in services(request).floor.teams.all()}:
        raise AccountProblem("team_invalid")
    return given


async def _page(
    request: Request,
    admin: Agent,
    problem: str = "",
    typed: dict[str, str] | None = None,
    handed: tuple[str, str] | None = None,
) -> HTTPResponse:
    """Every account; `handed`: a login and the password to hand over."""
    teams = services(request).floor.teams.all()
    values = {
        "people": await desk(request).accounts.all(),
        "teams": teams,
        "team_names": {team.id: team.name for team in teams},
        "problem": problem,
        "typed": typed or {"login": "", "name": ""},
        "handed": handed,
    }
    return page(request, "accounts.html", admin, 422 if problem else 200, **values)


def _done(what: str) -> HTTPResponse:
    return redirect(f"{PEOPLE}?fait={what}", status=303)
