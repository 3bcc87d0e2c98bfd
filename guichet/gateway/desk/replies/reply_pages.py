"""`/desk/reponses`: the replies that all agents have at hand, and the same as data for a conversation's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json, redirect

from guichet.canned import LIMITS, PLACEHOLDERS, REPLIES, fill, unknown_placeholders
from guichet.gateway.desk.door.access import PATH, Problem, desk, enter, field, protect
from guichet.gateway.desk.door.accounts import Agent, Role
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.replies.reply_store import Draft, Reply, ReplyProblem, ReplyStore, problems
from guichet.gateway.desk.requests.visibility import admit
from guichet.gateway.desk.templating import words
from guichet.gateway.services import services
from guichet.language import fold
from guichet.settings import ROOT

REPLIES_PAGE = f"{PATH}/reponses"

#: Who may read the replies, and who may change them.
READERS, WRITERS = (Role.AGENT, Role.EDITOR), (Role.SUPERVISOR, Role.EDITOR)

#: The id of the form for a new reply.
NEW = "new"

#: Characters of a field that are read before it is told how many are too many.
_READ = 5_000


def attach(app: Sanic) -> None:
    """Register the pages."""
    app.add_route(show, REPLIES_PAGE, methods=["GET", "HEAD"], name="desk_replies")
    app.add_route(add, REPLIES_PAGE, methods=["POST"], name="desk_replies_add")
    app.add_route(change, f"{REPLIES_PAGE}/<reply_id:str>/modifier", methods=["POST"], name="desk_replies_change")
    app.add_route(delete, f"{REPLIES_PAGE}/<reply_id:str>/supprimer", methods=["POST"], name="desk_replies_delete")
    app.add_route(give, f"{REPLIES_PAGE}.json", methods=["GET"], name="desk_replies_data")


async def give(request: Request) -> HTTPResponse:
    """Every reply with its placeholders filled, for the request `reference`, as data."""
    values = await _values(request, request.args.get("reference") or "")
    shown = await _store(request).all()
    return json([{**_named(reply), "text": fill(reply.text, values)} for reply in shown])


async def show(request: Request) -> HTTPResponse:
    """The replies, all or those that are looked for."""
    return await _page(request, await enter(request, *READERS))


async def add(request: Request) -> HTTPResponse:
    """Add a reply, or show first how it will read."""
    await protect(request)
    agent, draft = await enter(request, *WRITERS), _draft(request)
    if field(request, "preview", 1):
        return await _page(request, agent, NEW, draft, problems(draft), seen=True)
    try:
        reply = await _store(request).add(draft, agent.id)
    except ReplyProblem as problem:
        return await _page(request, agent, NEW, draft, problem.codes)
    await desk(request).audit.record(agent, "reply.added", reply.title)
    return _done("reply_added")


async def change(request: Request, reply_id: str) -> HTTPResponse:
    """Change a reply, or show first how it will read."""
    agent, reply = await _meant(request, reply_id)
    draft = _draft(request)
    if field(request, "preview", 1):
        return await _page(request, agent, reply.id, draft, problems(draft), seen=True)
    try:
        await _store(request).change(reply.id, draft, agent.id, field(request, "at", 30))
    except ReplyProblem as problem:
        return await _page(request, agent, reply.id, draft, problem.codes)
    await desk(request).audit.record(agent, "reply.changed", draft.title)
    return _done("reply_changed")


async def delete(request: Request, reply_id: str) -> HTTPResponse:
    """Take a reply away, for everybody."""
    agent, reply = await _meant(request, reply_id)
    await _store(request).delete(reply.id)
    await desk(request).audit.record(agent, "reply.deleted", reply.title)
    return _done("reply_deleted")


async def _meant(request: Request, reply_id: str) -> tuple[Agent, Reply]:
    await protect(request)
    agent = await enter(request, *WRITERS)
    reply = await _store(request).get(reply_id.replace("\x00", "")[: LIMITS["id"]])
    if reply is None:
        raise Problem(404, "reply_gone")
    return agent, reply


async def _values(request: Request, reference: str) -> dict[str, str]:
    """What the placeholders stand for. A request is named only to those who may see it."""
    if not reference:
        return {"agent": (await enter(request, *READERS)).name}
    agent, found = await admit(request, reference)
    team = services(request).floor.teams.get(found.team)
    known = {"agent": agent.name, "demarche": found.procedure_title, "reference": found.reference}
    return known | {"equipe": team.name if team else ""}


async def _page(
    request: Request,
    agent: Agent,
    edited: str = "",
    draft: Draft | None = None,
    codes: dict[str, str] | None = None,
    seen: bool = False,
) -> HTTPResponse:
    """Every reply; `edited`: the one whose form was sent, with what was typed. `seen`: to be shown as it will read."""
    asked = "".join(c for c in request.args.get("q") or "" if c.isprintable()).strip()[:100]
    every = await _store(request).all()
    example = words(desk(request).templates, "reply_example")
    values = {
        "replies": _matching(every, asked),
        "count": len(every),
        "q": asked,
        "may_write": agent.may(*WRITERS),
        "names": {one.id: one.name for one in await desk(request).accounts.all()},
        "edited": edited,
        "draft": draft or Draft("", "", ""),
        "seen_at": field(request, "at", 30) if draft else "",
        "problems": _sentences(request, codes or {}, draft),
        "preview": fill(draft.text, example) if seen and draft and not codes else "",
        "read": lambda text: fill(text, example),
        "limits": LIMITS,
        "placeholders": PLACEHOLDERS,
    }
    return page(request, "replies.html", agent, 422 if codes else 200, **values)


def _sentences(request: Request, codes: dict[str, str], draft: Draft | None) -> dict[str, str]:
    unknown = ", ".join(f"{{{name}}}" for name in unknown_placeholders(draft.text)) if draft else ""
    length = {name: len(value) for name, value in asdict(draft).items()} if draft else {}
    told = {"unknown": unknown, "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}
    return {
        name: sentence(request, code, limit=LIMITS[name], length=length.get(name, 0), **told)
        for name, code in codes.items()
    }


def _matching(replies: Iterable[Reply], asked: str) -> list[Reply]:
    """Those that hold every word of what is looked for, accents and case left aside."""
    wanted = fold(asked.lstrip("/")).split()
    return [one for one in replies if all(w in fold(f"{one.title} {one.shortcut} {one.text}") for w in wanted)]


def _named(reply: Reply) -> dict[str, str]:
    return {"id": reply.id, "title": reply.title, "shortcut": reply.shortcut}


def _draft(request: Request) -> Draft:
    title = " ".join(field(request, "title", _READ).split())
    shortcut = field(request, "shortcut", _READ).lstrip("/").lower()
    return Draft(title, shortcut, field(request, "text", _READ))


def _store(request: Request) -> ReplyStore:
    known = desk(request)
    return ReplyStore(known.database, known.clock, ROOT / REPLIES)


def _done(what: str) -> HTTPResponse:
    return redirect(f"{REPLIES_PAGE}?fait={what}", status=303)
