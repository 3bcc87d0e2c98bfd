"""`/desk/compte`: one's own name, password, second factor and sessions; and whether one is there to take requests."""

from __future__ import annotations

import math

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, redirect

from guichet.gateway.desk.door import second_factor
from guichet.gateway.desk.door.access import (
    PATH,
    Problem,
    asks_for_data,
    desk,
    enter,
    field,
    home,
    inner,
    protect,
    visitor,
)
from guichet.gateway.desk.door.accounts import AccountProblem, Agent, Role
from guichet.gateway.desk.door.passwords import LONGEST
from guichet.gateway.desk.door.signin import renew_password
from guichet.gateway.desk.rendering import page, sentence

ACCOUNT = f"{PATH}/compte"


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, ACCOUNT, methods=["GET", "HEAD"], name="desk_account")
    app.add_route(switch, f"{PATH}/presence", methods=["POST"], name="desk_presence")
    parts = {"nom": rename, "mot-de-passe": change_password, "sessions": end_sessions}
    parts |= {"double/activer": start, "double/confirmer": confirm, "double/retirer": remove}
    for path, handler in parts.items():
        app.add_route(handler, f"{ACCOUNT}/{path}", methods=["POST"], name=f"desk_account_{handler.__name__}")


async def show(request: Request) -> HTTPResponse:
    """The account as it is."""
    return await _page(request, await enter(request))


async def switch(request: Request) -> HTTPResponse:
    """There or away, from any page; back to it, or 204 for a script."""
    await protect(request)
    agent = await enter(request, Role.AGENT)
    await desk(request).accounts.set_available(agent.id, field(request, "available", 1) == "1")
    await desk(request).accounts.seen(agent.id)
    if asks_for_data(request):
        return empty()
    return redirect(inner(field(request, "back", 500)) or home(agent), status=303)


async def rename(request: Request) -> HTTPResponse:
    """Take the name that citizens see."""
    await protect(request)
    agent = await enter(request)
    try:
        await desk(request).accounts.change(agent.id, name=field(request, "name", 200))
    except AccountProblem as error:
        return await _page(request, agent, "name", error.code)
    await desk(request).audit.record(agent, "account.changed", agent.login)
    return _done("name_changed")


async def change_password(request: Request) -> HTTPResponse:
    """Take a new password from whoever knows the present one."""
    await protect(request)
    agent = await enter(request)
    try:
        await _confirm_password(request, agent)
        await renew_password(request, agent)
    except AccountProblem as error:
        return await _page(request, agent, "password", error.code)
    await desk(request).browsers.forget(agent.id)
    await desk(request).audit.record(agent, "password.changed", agent.login)
    return _done("password_changed")


async def end_sessions(request: Request) -> HTTPResponse:
    """End one of the agent's sessions, or all but this one."""
    await protect(request)
    agent = await enter(request)
    session_id = field(request, "session", 32)
    if session_id:
        await desk(request).sessions.end(agent.id, session_id)
    else:
        await desk(request).sessions.end_all(agent.id, but=(await visitor(request))[0].id)
    await desk(request).audit.record(agent, "session.ended", agent.login)
    return _done("session_ended" if session_id else "sessions_ended")


async def start(request: Request) -> HTTPResponse:
    """Show the secret of a second factor, to be confirmed by a first code."""
    await protect(request)
    agent = await enter(request)
    if agent.second_factor:
        return redirect(ACCOUNT, status=303)
    try:
        await _confirm_password(request, agent)
    except AccountProblem as error:
        return await _page(request, agent, "second_factor", error.code)
    return await _page(request, agent, secret=await desk(request).second_factors.start(agent.id))


async def confirm(request: Request) -> HTTPResponse:
    """Turn the second factor on when the first code is right, and show the recovery codes this once."""
    await protect(request)
    agent, known = await enter(request), desk(request)
    secret = await known.second_factors.pending(agent.id)
    codes = await known.second_factors.confirm(agent.id, field(request, "code", 100)) if secret else []
    if not codes:
        return await _page(request, agent, "second_factor" if secret else "", "code_wrong", secret=secret)
    await known.sessions.end_all(agent.id, but=(await visitor(request))[0].id)
    await known.audit.record(agent, "second_factor.added", agent.login)
    return await _page(request, await known.accounts.get(agent.id) or agent, codes=codes)


async def remove(request: Request) -> HTTPResponse:
    """Turn the second factor off, for whoever knows the password."""
    await protect(request)
    agent = await enter(request)
    try:
        await _confirm_password(request, agent)
    except AccountProblem as error:
        return await _page(request, agent, "second_factor", error.code)
    await desk(request).second_factors.remove(agent.id)
    await desk(request).audit.record(agent, "second_factor.removed", agent.login)
    return _done("second_factor_removed")


async def _confirm_password(request: Request, agent: Agent) -> None:
    """Raises `AccountProblem` unless the form has the present password, `Problem` (429) after too many tries."""
    known, counted = desk(request), f"account\n{agent.id}"
    seconds = await known.lockout.attempt(counted)
    if seconds:
        raise Problem(429, "locked", minutes=math.ceil(seconds / 60))
    given = ((request.form or {}).get("current") or "")[: LONGEST + 1]
    if not (await known.accounts.passwords.check(given, await known.accounts.password_hash(agent.id))).right:
        raise AccountProblem("password_wrong")
    await known.lockout.succeeded(counted)


async def _page(
    request: Request, agent: Agent, part: str = "", code: str = "", secret: str = "", codes: list[str] | tuple = ()
) -> HTTPResponse:
    """The account; `code` is what is wrong in a `part` of it."""
    known, session = desk(request), (await visitor(request))[0]
    values = {
        "part": part,
        "problem": sentence(request, code) if code else "",
        "sessions": await known.sessions.listed(agent.id),
        "current": session.id,
        "secret": second_factor.spaced(secret),
        "picture": second_factor.square_code(second_factor.address(secret, agent.login)) if secret else "",
        "codes": codes,
        "recovery_left": await known.second_factors.recovery_left(agent.id),
    }
    return page(request, "account.html", agent, 422 if code else 200, **values)


def _done(what: str) -> HTTPResponse:
    return redirect(f"{ACCOUNT}?fait={what}", status=303)
