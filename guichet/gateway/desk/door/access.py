"""Who may enter a page of the desk, and whether a form comes from one. Signing in is in `signin.py`."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from typing import TYPE_CHECKING

from sanic import Request
from sanic.response import HTTPResponse

from guichet.gateway import cookies
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.door.sessions import SIGNED_IN, Session
from guichet.gateway.foreign import refuse_foreign
from guichet.gateway.refusals import Refused
from guichet.gateway.tokens import new_token

if TYPE_CHECKING:
    from guichet.gateway.desk import Desk

#: The session; what ties a form to a browser that isn't signed in; a browser in which the agent signed in before.
COOKIE, DOOR, BROWSER = "guichet_desk", "guichet_desk_door", "guichet_desk_browser"
#: Cookies go to the desk alone.
PATH = "/desk"
HOME = "/desk/"


class SignInNeeded(Exception):
    """Nobody is signed in (`reason` empty), or not any more (`expired`), not wholly (`code`), or not yet (`choose`)."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class Problem(Exception):
    """A request of an agent that can't be served; `code` names a sentence of `templates/sentences.html`."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = values


def desk(request: Request) -> Desk:
    """What the pages of the desk share."""
    return request.app.ctx.desk


async def visitor(request: Request) -> tuple[Session, Agent] | None:
    """The session of the request and its agent, looked up once."""
    if not hasattr(request.ctx, "visitor"):
        token = cookies.read(request, COOKIE)
        request.ctx.visitor = await desk(request).sessions.find(token) if token else None
    return request.ctx.visitor


async def enter(request: Request, *roles: Role) -> Agent:
    """The agent who is signed in and has one of the roles; any role will do where none is named.

    Raises `SignInNeeded`, which leads a page to the sign-in and answers 401 to a script, or `Problem` (403).
    """
    found = await visitor(request)
    if found is None:
        raise SignInNeeded("expired" if cookies.read(request, COOKIE) else "")
    session, agent = found
    if session.stage != SIGNED_IN:
        raise SignInNeeded("code")
    if agent.must_choose:
        raise SignInNeeded("choose")
    if roles and not agent.may(*roles):
        raise Problem(403, "role")
    return agent


async def still_in(request: Request) -> bool:
    """Whether the session of a request that lasts, such as a stream, still counts now."""
    token = cookies.read(request, COOKIE)
    found = await desk(request).sessions.find(token) if token else None
    return found is not None and found[0].stage == SIGNED_IN


def csrf_token(request: Request) -> str:
    """What the forms of this browser carry: tied to its cookie, which no other site can read."""
    secret = cookies.read(request, COOKIE) or cookies.read(request, DOOR)
    if not secret:
        # `rendering.page` puts it into a cookie.
        secret = request.ctx.door = getattr(request.ctx, "door", None) or new_token()
    return _signed(secret)


async def protect(request: Request) -> None:
    """For every POST: raises `Problem` (403) unless the form is one of ours, shown in this browser."""
    try:
        refuse_foreign(request)
    except Refused as refused:
        raise Problem(403, "foreign") from refused
    secret = cookies.read(request, COOKIE) or cookies.read(request, DOOR)
    given = request.headers.get("x-csrf-token") or field(request, "csrf", 100)
    if not secret or not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), _signed(secret).encode()):
        raise Problem(403, "stale")


def field(request: Request, name: str, longest: int = 1_000) -> str:
    """A field of the form, without control characters. Raises `Problem` (422) when it is too long."""
    value = (request.form or {}).get(name) or ""
    kept = (c for c in value.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    value = "".join(kept).strip()
    if len(value) > longest:
        raise Problem(422, "too_long")
    return value


def fields(request: Request, name: str, most: int = 50) -> tuple[str, ...]:
    """Every value of a field that may come several times: a list of boxes."""
    return tuple(str(value)[:100] for value in (request.form or {}).getlist(name, [])[:most])


def asks_for_data(request: Request) -> bool:
    """Whether a script asks, to which a page would be of no use."""
    accepted = request.headers.get("accept", "")
    by_script = "application/json" in accepted or "text/event-stream" in accepted
    return by_script or "x-requested-with" in request.headers


def address(request: Request) -> str:
    """Where the request comes from."""
    return request.remote_addr or request.ip or ""


def home(agent: Agent) -> str:
    """The page on which this agent's day begins."""
    return HOME if agent.may(Role.AGENT) else f"{PATH}/reponses"


def inner(path: str) -> str:
    """The address if it leads into the desk, else nothing: nobody is led to another site by a link to the sign-in."""
    plain = path.isascii() and path.isprintable() and not set(path) & set("\\ <>\"'")
    return path if plain and path.startswith(HOME) and "//" not in path.partition("?")[0] else ""


def keep_cookie(request: Request, response: HTTPResponse, name: str, value: str, max_age: int | None = None) -> None:
    """Set a cookie that only the desk gets and no script reads."""
    cookies.keep(request, response, name, value, PATH, max_age)


def _signed(secret: str) -> str:
    return hmac.new(secret.encode("utf-8", "surrogatepass"), b"desk form", hashlib.sha256).hexdigest()
