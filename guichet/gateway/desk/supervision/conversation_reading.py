"""For supervisors: the conversations behind a number, and one of them to read. Nothing can be done in them here."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from markupsafe import Markup
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet.gateway.counter import whole
from guichet.gateway.desk.door.access import PATH, Problem, desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.requests.tickets import LINES, given, page_number
from guichet.gateway.desk.supervision.conversation_lots import LOTS, Lots
from guichet.gateway.desk.supervision.overview import CONVERSATIONS, asked, linker
from guichet.gateway.services import services
from guichet.gateway.tables import requests
from guichet.gateway.transcript_frames import said


@dataclass(frozen=True)
class Shown:
    """An event as it is read: its number, who says it, when, and its words as HTML."""

    seq: int
    author: str
    name: str
    at: str
    html: Markup


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show_lot, CONVERSATIONS, methods=["GET", "HEAD"], name="desk_lot")
    path = f"{PATH}/conversations/<conversation_id:str>"
    app.add_route(show_conversation, path, methods=["GET", "HEAD"], name="desk_reading")


async def show_lot(request: Request) -> HTTPResponse:
    """One page of the conversations of a lot."""
    agent = await enter(request, Role.SUPERVISOR)
    chosen, team, problems = asked(request)
    lot = request.args.get("lot") or ""
    lot = lot if lot in LOTS else LOTS[0]
    channel = given(request, ("canal",))["canal"]
    lots, link = Lots(desk(request).database), linker(chosen.period, team)
    count = await lots.count(lot, chosen.period, channel)
    pages = max(1, -(-count // LINES))
    number = min(page_number(request), pages)
    shown = {
        "chosen": chosen,
        "problems": [sentence(request, code) for code in problems],
        "lot": lot,
        "count": count,
        "channel": channel,
        "conversations": await lots.page(lot, chosen.period, LINES, (number - 1) * LINES, channel),
        "back": link(),
        "link": lambda page: link(CONVERSATIONS, lot=lot, canal=channel, page=page),
        "number": number,
        "pages": pages,
    }
    return page(request, "supervision_conversations.html", agent, **shown)


async def show_conversation(request: Request, conversation_id: str) -> HTTPResponse:
    """Everything that was said, to be read only; who read it is in the journal."""
    agent = await enter(request, Role.SUPERVISOR)
    known = services(request)
    conversation = await known.conversations.get(conversation_id)
    if conversation is None:
        raise Problem(404, "not_found")
    await desk(request).audit.record(agent, "conversation.seen", conversation.id)
    events = [
        Shown(e.seq, e.author, str(e.body.get("agent") or ""), e.at, Markup(said(e, known.wording.transcript)))
        for e in await whole(known, conversation)
    ]
    query = sa.select(requests.c.reference).where(requests.c.conversation_id == conversation.id)
    async with known.database.read() as connection:
        references = list((await connection.execute(query.order_by(requests.c.id))).scalars())
    shown = {"conversation": conversation, "events": events, "references": references}
    return page(request, "supervision_conversation.html", agent, **shown)
