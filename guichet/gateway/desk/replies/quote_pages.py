"""`/desk/demandes/<reference>/citations`: what the official sheet says, found and sent in one click, with its source.

What can be quoted is for `guichet/quotes.py` to say.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.errors import GuichetError
from guichet.gateway.desk.door.access import Problem, field, fields
from guichet.gateway.desk.rendering import page
from guichet.gateway.desk.requests.actions import ONE, Deed, serving
from guichet.gateway.desk.requests.conversation_view import read_file
from guichet.gateway.desk.requests.visibility import admit
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs.agents import By
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.gateway.services import services
from guichet.gateway.tokens import new_id
from guichet.handoff import Status
from guichet.procedure import Link
from guichet.quotes import Quotable, Quotes

logger = logging.getLogger(__name__)

#: Options in an address: more than a case ever has.
MOST = 40


@dataclass(frozen=True)
class Wanted:
    """What is to be shown: the sheet in hand, or another one. Options are None where those of the file count."""

    procedure: str
    sheet: str
    options: tuple[str, ...] | None


def attach(app: Sanic) -> None:
    """Register the panel and the call."""
    quotes = Quotes(app.ctx.desk.settings.catalogue_path)

    async def show(request: Request, reference: str) -> HTTPResponse:
        """What can be quoted: a part of the conversation's page, or a page of its own where no script asks."""
        agent, found = await admit(request, reference)
        q = "".join(c for c in request.args.get("q") or "" if c.isprintable()).strip()[:100]
        values = {"q": q, "found": await services(request).offers.find(q) if q else (), "reference": found.reference}
        shown = {"sheets": (), "quotable": None, "missing": False}
        try:
            shown |= await asyncio.to_thread(_look, quotes, found, _wanted(request, found, q))
        except GuichetError as error:
            logger.warning("desk.quotes.unavailable", extra={"reason": str(error)})
            shown["missing"] = True
        deed = _deed(found, agent.id)
        linked = _linker(f"/desk/demandes/{found.reference}/citations")
        template = "_quotes.html" if "x-requested-with" in request.headers else "quotes.html"
        return page(request, template, agent, **values, **shown, deed=deed, link=linked, new_id=new_id)

    app.add_route(show, f"{ONE}/citations", methods=["GET"], name="desk_quotes")
    app.add_route(serving("quote", _sender(quotes)), f"{ONE}/citer", methods=["POST"], name="desk_quotes_send")


def _sender(quotes: Quotes) -> Deed:
    async def send(request: Request, by: By, found: HandoffRequest) -> dict[str, Any]:
        """Say an extract to the citizen; where the form says `ends`, it answers a ticket and ends it."""
        asked = field(request, "sheet", 100), field(request, "aspect", 20), fields(request, "cas", MOST)
        frame = await asyncio.to_thread(_frame, quotes, *asked)
        agents, client_id = services(request).agents, field(request, "client_id", 60) or new_id()
        done: dict[str, Any] = {"detail": f"{asked[0]} {asked[1]}".strip()}
        if field(request, "ends", 1):
            await agents.answer(by, found.reference, client_id, frame)
        else:
            done["seq"] = await agents.say(by, found.reference, client_id, frame)
        return done

    return send


def _wanted(request: Request, found: HandoffRequest, q: str) -> Wanted:
    """What the address names; else, unless something is looked for, the procedure that the request is about."""
    given = {name: (request.args.get(name) or "")[:100] for name in ("procedure", "sheet")}
    if given["procedure"] or given["sheet"]:
        options = tuple(option[:200] for option in request.args.getlist("cas", [])[:MOST])
        return Wanted(given["procedure"], given["sheet"], options)
    about = read_file(found.file).procedure
    return Wanted("", "", ()) if q or about is None else Wanted(about.id, about.sheet, None)


def _look(quotes: Quotes, found: HandoffRequest, wanted: Wanted) -> dict[str, Any]:
    """The sheet, or the sheets among which to choose."""
    sheets = quotes.sheets(wanted.procedure) if wanted.procedure and not wanted.sheet else ()
    chosen = wanted.sheet or (sheets[0].id if len(sheets) == 1 else "")
    options = wanted.options
    if chosen and options is None:
        told = [(one.question, one.answer) for one in read_file(found.file).answers]
        options = quotes.told(chosen, told)
    quotable: Quotable | None = quotes.open(chosen, options or ()) if chosen else None
    several: tuple[Link, ...] = sheets if len(sheets) > 1 else ()
    return {"sheets": several, "quotable": quotable, "procedure": wanted.procedure}


def _frame(quotes: Quotes, sheet: str, aspect: str, options: tuple[str, ...]) -> Frame:
    """The extract, ready to be said. Raises `Problem`."""
    try:
        made = quotes.frame(sheet, aspect, options)
    except GuichetError as error:
        raise Problem(503, "unavailable") from error
    if made is None:
        raise Problem(422, "quote_gone")
    fields = {name: value for name, value in made.items() if name not in ("kind", "text")}
    return Frame(str(made["kind"]), str(made["text"]), fields)


def _deed(found: HandoffRequest, agent_id: str) -> str:
    """What sending does: say, end (a ticket), or nothing for a request that isn't theirs."""
    if found.status == Status.TICKET:
        return "end"
    return "say" if found.status == Status.TAKEN and found.agent_id == agent_id else ""


def _linker(path: str) -> Any:
    """Makes addresses of the panel."""

    def link(options: tuple[str, ...] = (), **named: str) -> str:
        pairs = [(name, value) for name, value in named.items() if value] + [("cas", option) for option in options]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    return link
