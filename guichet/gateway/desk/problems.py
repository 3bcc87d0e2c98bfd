"""What is answered when a request to the desk can't be served: a page, a detour by the sign-in, or JSON."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, json, redirect

from guichet.gateway import cookies
from guichet.gateway.desk.door.access import COOKIE, PATH, Problem, SignInNeeded, asks_for_data, desk, inner, visitor
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.refusals import Refused

logger = logging.getLogger(__name__)

_LEADS_TO = {"code": f"{PATH}/code", "choose": f"{PATH}/mot-de-passe"}
_CODES = {404: "not_found", 405: "method", 413: "body_too_large", 429: "too_many", 503: "unavailable"}


def attach(app: Sanic) -> None:
    """Answer every exception of the desk's routes, which have to be registered before."""
    routes = sorted({route.name for route in app.router.routes_all.values() if route.path.startswith(PATH.strip("/"))})
    app.error_handler.add(SignInNeeded, lead_to_sign_in)
    app.error_handler.add(Problem, answer_problem)
    app.error_handler.add(Exception, answer_problem, route_names=routes)


async def lead_to_sign_in(request: Request, needed: SignInNeeded) -> HTTPResponse:
    """303 to the page that is missing, and back afterwards; 401 for a script."""
    if asks_for_data(request):
        body = {"code": "sign_in_needed", "message": sentence(request, "sign_in_needed")}
        return json({"error": body}, status=401)
    # What was to be sent can't be sent again by itself: only a page that was to be read is come back to.
    asked = request.path + (f"?{request.query_string}" if request.query_string else "")
    wanted = inner(asked) if request.method in ("GET", "HEAD") else ""
    given = {"next": wanted, "motif": "expired" if needed.reason == "expired" else ""}
    kept = urlencode({name: value for name, value in given.items() if value})
    response = redirect(f"{_LEADS_TO.get(needed.reason, f'{PATH}/connexion')}{f'?{kept}' if kept else ''}", status=303)
    if needed.reason == "expired":
        cookies.drop(request, response, COOKIE, PATH)
    return response


async def answer_problem(request: Request, error: Exception) -> HTTPResponse:
    """The problem in words, and never more; who met it is logged."""
    problem = error if isinstance(error, Problem) else _translate(error)
    found = await _visitor(request) if problem.status < 500 else None
    agent = found[1] if found else None
    route = request.route.path if request.route else ""
    said = {"code": problem.code, "route": route, "agent": agent.id if agent else ""}
    logger.log(logging.ERROR if problem.status >= 500 else logging.WARNING, "desk.refused", extra=said)
    if problem.status >= 500:
        logger.error("request.failed", exc_info=error, extra={"route": route})
    if problem.code == "role":
        await desk(request).audit.record(agent, "access.refused", "", route)
    message = sentence(request, problem.code, **problem.values)
    if asks_for_data(request):
        return json({"error": {"code": problem.code, "message": message}}, status=problem.status)
    signed_in = agent if agent and found[0].stage != "code" and not agent.must_choose else None
    return page(request, "problem.html", signed_in, problem.status, message=message)


async def _visitor(request: Request):
    try:
        return await visitor(request)
    except Exception:  # the page says the first problem, not that of looking for the agent
        logger.exception("desk.visitor.failed")
        return None


def _translate(error: Exception) -> Problem:
    if isinstance(error, Refused):
        return Problem(error.status, _CODES.get(error.status, error.code))
    status = error.status_code if isinstance(error, SanicException) else 500
    return Problem(status, _CODES.get(status, "internal" if status >= 500 else "bad_request"))
