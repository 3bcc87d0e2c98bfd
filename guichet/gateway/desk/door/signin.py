"""Signing in and out: login and password, then the code of the second factor, then a password of one's own."""

from __future__ import annotations

import logging
import math
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, redirect

from guichet.gateway import cookies
from guichet.gateway.desk.door.access import (
    BROWSER,
    COOKIE,
    PATH,
    Problem,
    SignInNeeded,
    address,
    desk,
    enter,
    field,
    home,
    inner,
    keep_cookie,
    protect,
    visitor,
)
from guichet.gateway.desk.door.accounts import AccountProblem, Agent, Role
from guichet.gateway.desk.door.lockout import BROWSER_KNOWN, FREE
from guichet.gateway.desk.door.passwords import LONGEST
from guichet.gateway.desk.door.sessions import AWAITS_CODE, SIGNED_IN, Session
from guichet.gateway.desk.rendering import page, sentence

logger = logging.getLogger(__name__)

SIGN_IN, CODE, CHOOSE = f"{PATH}/connexion", f"{PATH}/code", f"{PATH}/mot-de-passe"


def attach(app: Sanic) -> None:
    """Register the pages."""
    for path, show, send in ((SIGN_IN, ask, sign_in), (CODE, ask_code, give_code), (CHOOSE, ask_password, choose)):
        app.add_route(show, path, methods=["GET", "HEAD"], name=f"desk_{show.__name__}")
        app.add_route(send, path, methods=["POST"], name=f"desk_{send.__name__}")
    app.add_route(sign_out, f"{PATH}/deconnexion", methods=["POST"], name="desk_sign_out")


async def ask(request: Request) -> HTTPResponse:
    """The form, or on to where one wanted to go."""
    found = await visitor(request)
    if found and found[0].stage == SIGNED_IN:
        return redirect(_wanted(request) or home(found[1]), status=303)
    problem = sentence(request, "expired") if request.args.get("motif") == "expired" else ""
    return await _form(request, problem=problem)


async def sign_in(request: Request) -> HTTPResponse:
    """Look at login and password; the answer never says which was wrong."""
    await protect(request)
    _slow_down(request)
    login, password = field(request, "login", 100), _secret(request, "password")
    agent = await desk(request).accounts.by_login(login)
    counted = await _counted(request, login, agent)
    seconds = await desk(request).lockout.attempt(counted)
    if seconds:
        return await _locked(request, agent, login, seconds)
    if not await _is_right(request, agent, password) or agent is None:
        return await _wrong(request, agent, login, counted)
    stage = AWAITS_CODE if agent.second_factor else SIGNED_IN
    return await _let_in(request, agent, stage, counted)


async def _is_right(request: Request, agent: Agent | None, password: str) -> bool:
    """As long for a login that doesn't exist as for one that does, so that nobody learns which do."""
    accounts = desk(request).accounts
    stored = await accounts.password_hash(agent.id if agent else "")
    checked = await accounts.passwords.check(password, stored)
    if agent and checked.renewed:
        await accounts.renew_hash(agent.id, checked.renewed)
    return checked.right


async def _wrong(request: Request, agent: Agent | None, login: str, counted: str) -> HTTPResponse:
    known = desk(request)
    # The login is named only when it is one: people type their password there.
    subject = agent.login if agent else ""
    await known.audit.record(None, "sign_in.failed", subject, address(request))
    if await known.lockout.failures(counted) == FREE:
        await known.audit.record(None, "sign_in.locked", subject, address(request))
    logger.warning("desk.sign_in.failed", extra={"agent": agent.id if agent else ""})
    return await _form(request, 401, sentence(request, "wrong"), login)


async def _locked(request: Request, agent: Agent | None, login: str, seconds: int) -> HTTPResponse:
    logger.warning("desk.sign_in.locked", extra={"agent": agent.id if agent else ""})
    problem = sentence(request, "locked", minutes=math.ceil(seconds / 60))
    response = await _form(request, 429, problem, login)
    response.headers["Retry-After"] = str(seconds)
    return response


async def _let_in(request: Request, agent: Agent, stage: str, counted: str) -> HTTPResponse:
    """A session of its own making, whatever cookie came: then on to the next step."""
    known, former = desk(request), await visitor(request)
    if former:
        await known.sessions.end(former[1].id, former[0].id)
    token = await known.sessions.open(agent.id, stage, address(request), request.headers.get("user-agent", ""))
    if stage == AWAITS_CODE:
        wanted = _wanted(request)
        response = redirect(f"{CODE}?{urlencode({'next': wanted})}" if wanted else CODE, status=303)
    else:
        await known.lockout.succeeded(counted)
        # Who signs in means to work; being away is said by a click.
        await known.accounts.set_available(agent.id, agent.may(Role.AGENT))
        await known.audit.record(agent, "sign_in.done", agent.login, address(request))
        response = redirect(CHOOSE if agent.must_choose else _wanted(request) or home(agent), status=303)
        seconds = int(BROWSER_KNOWN.total_seconds())
        keep_cookie(request, response, BROWSER, await known.browsers.remember(agent.id), seconds)
    keep_cookie(request, response, COOKIE, token)
    return response


async def ask_code(request: Request) -> HTTPResponse:
    """The form for the code."""
    await _half_way(request)
    return page(request, "code.html", next=_wanted(request))


async def give_code(request: Request) -> HTTPResponse:
    """Look at the code of the telephone, or a recovery code."""
    await protect(request)
    _slow_down(request)
    _, agent = await _half_way(request)
    known, counted = desk(request), await _counted(request, agent.login, agent)
    seconds = await known.lockout.attempt(counted)
    if seconds:
        raise Problem(429, "locked", minutes=math.ceil(seconds / 60))
    before = await known.second_factors.recovery_left(agent.id)
    if not await known.second_factors.check(agent.id, field(request, "code", 100)):
        await known.audit.record(None, "sign_in.code_failed", agent.login, address(request))
        problem = sentence(request, "code_wrong")
        return page(request, "code.html", status=401, next=_wanted(request), problem=problem)
    if await known.second_factors.recovery_left(agent.id) < before:
        await known.audit.record(agent, "second_factor.recovered", agent.login)
    return await _let_in(request, agent, SIGNED_IN, counted)


async def ask_password(request: Request) -> HTTPResponse:
    """The form for a first password of one's own."""
    agent = await _newcomer(request)
    return page(request, "password.html", login=agent.login)


async def choose(request: Request) -> HTTPResponse:
    """Take the first password of one's own."""
    await protect(request)
    agent, known = await _newcomer(request), desk(request)
    try:
        await renew_password(request, agent)
    except AccountProblem as error:
        problem = sentence(request, error.code)
        return page(request, "password.html", status=422, login=agent.login, problem=problem)
    await known.audit.record(agent, "password.chosen", agent.login)
    return redirect(home(agent), status=303)


async def renew_password(request: Request, agent: Agent) -> None:
    """Take the new password of a form; the agent's other sessions end. Raises `AccountProblem`."""
    known, new = desk(request), _secret(request, "new")
    if new != _secret(request, "again"):
        raise AccountProblem("password_differs")
    stored = await known.accounts.password_hash(agent.id)
    if (await known.accounts.passwords.check(new, stored)).right:
        raise AccountProblem("password_same")
    await known.accounts.set_password(agent.id, new)
    found = await visitor(request)
    await known.sessions.end_all(agent.id, but=found[0].id if found else "")


async def sign_out(request: Request) -> HTTPResponse:
    """End the session, here and on the server."""
    await protect(request)
    found = await visitor(request)
    if found:
        session, agent = found
        await desk(request).sessions.end(agent.id, session.id)
        await desk(request).accounts.set_available(agent.id, False)
        await desk(request).audit.record(agent, "sign_out", agent.login)
    response = redirect(f"{SIGN_IN}?fait=signed_out", status=303)
    cookies.drop(request, response, COOKIE, PATH)
    return response


async def _form(request: Request, status: int = 200, problem: str = "", login: str = "") -> HTTPResponse:
    nobody = not await desk(request).accounts.any_active()
    values = {"login": login, "next": _wanted(request), "nobody": nobody, "problem": problem}
    return page(request, "sign_in.html", status=status, **values)


async def _half_way(request: Request) -> tuple[Session, Agent]:
    """Who gave the right password and owes a code. Raises `SignInNeeded`."""
    found = await visitor(request)
    if found is None or found[0].stage != AWAITS_CODE:
        raise SignInNeeded("expired" if cookies.read(request, COOKIE) else "")
    return found


async def _newcomer(request: Request) -> Agent:
    """Who is signed in by a password that serves once. Raises `SignInNeeded`, or `Problem` when there is no need."""
    found = await visitor(request)
    if found and found[0].stage == SIGNED_IN and found[1].must_choose:
        return found[1]
    await enter(request)
    raise Problem(404, "not_found")


async def _counted(request: Request, login: str, agent: Agent | None) -> str:
    """Under what name failures are counted: the login's, or that of a browser in which this agent came in before."""
    token = cookies.read(request, BROWSER)
    known = agent is not None and await desk(request).browsers.knows(agent.id, token)
    return f"{login.lower()}\n{token}" if known else login.lower()


def _slow_down(request: Request) -> None:
    seconds = desk(request).sign_in_rate.take(address(request))
    if seconds:
        raise Problem(429, "too_many", seconds=seconds)


def _secret(request: Request, name: str) -> str:
    """A password as it was typed, spaces and all."""
    return ((request.form or {}).get(name) or "")[: LONGEST + 1]


def _wanted(request: Request) -> str:
    """Where the agent wanted to go, if that is in the desk."""
    return inner((request.form or {}).get("next") or request.args.get("next") or "")
