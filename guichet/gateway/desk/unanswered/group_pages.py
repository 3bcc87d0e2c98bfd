"""`/desk/questions/<number>`: one group of what was not understood, made an example or left as it is.

Refusing and writing an example is for `guichet/assigning.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, redirect

from guichet import assigning
from guichet.errors import GuichetError
from guichet.gateway.clock import PARIS
from guichet.gateway.desk.door.access import Problem, desk, enter, field, protect
from guichet.gateway.desk.door.accounts import Agent
from guichet.gateway.desk.rendering import page, sentence
from guichet.gateway.desk.unanswered.list_pages import QUESTIONS, READERS, read_groups
from guichet.gateway.services import services
from guichet.gateway.unanswered.entries import ASSIGNED, DISMISSED
from guichet.gateway.unanswered.grouping import Group, groups

ONE = f"{QUESTIONS}/<number:int>"

#: Lines of a form, and characters that are read of it.
MOST, _READ = 5, 3_000


@dataclass(frozen=True)
class Draft:
    """What was typed. `target`: a procedure or a sheet, `intent` where it is none; `q`: what is looked for by name."""

    target: str = ""
    intent: str = ""
    q: str = ""
    text: str = ""

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def attach(app: Sanic) -> None:
    """Register the page and what its forms do."""
    app.add_route(show, ONE, methods=["GET", "HEAD"], name="desk_unanswered_group")
    app.add_route(assign, f"{ONE}/attribuer", methods=["POST"], name="desk_unanswered_assign")
    app.add_route(dismiss, f"{ONE}/sans-suite", methods=["POST"], name="desk_unanswered_dismiss")


async def show(request: Request, number: int) -> HTTPResponse:
    """What citizens wrote, never who, and the form that makes an example of it."""
    agent = await enter(request, *READERS)
    group = await _group(request, number, bool(request.args.get("seule")))
    return await _page(request, agent, group, Draft(text=group.title))


async def assign(request: Request, number: int) -> HTTPResponse:
    """Look for a procedure, or write the example and take the group off the list."""
    await protect(request)
    agent = await enter(request, *READERS)
    group = await _group(request, number, bool(field(request, "alone", 1)))
    draft = Draft(*(field(request, name, _READ) for name in ("target", "intent", "q", "text")))
    if field(request, "search", 1):
        return await _page(request, agent, group, draft)
    if code := _missing(draft):
        return await _page(request, agent, group, draft, sentence(request, code, most=MOST))
    try:
        made = await _assigned(request, agent, draft)
    except GuichetError as refused:
        return await _page(request, agent, group, draft, str(refused))
    await _settle(request, agent, group, ASSIGNED, made.id)
    await desk(request).audit.record(agent, "unanswered.assigned", made.id, made.path.as_posix())
    return redirect(f"{QUESTIONS}?fait=unanswered_assigned", status=303)


async def dismiss(request: Request, number: int) -> HTTPResponse:
    """Take the group off the list, without an example."""
    await protect(request)
    agent = await enter(request, *READERS)
    group = await _group(request, number, bool(field(request, "alone", 1)))
    gone = await _settle(request, agent, group, DISMISSED)
    await desk(request).audit.record(agent, "unanswered.dismissed", "", str(gone))
    return redirect(f"{QUESTIONS}?fait=unanswered_dismissed", status=303)


async def _assigned(request: Request, agent: Agent, draft: Draft) -> assigning.Assigned:
    """Raises `GuichetError`, nothing written."""
    known, today = services(request), desk(request).clock().astimezone(PARIS).date()
    catalogue = desk(request).settings.catalogue_path
    given = (known.project, catalogue, draft.intent or draft.target, draft.lines, agent.name, today)
    # Checking everything is seconds of work: in a process of its own, for in a thread it would slow conversations.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, assigning.assign, *given)
    finally:
        pool.shutdown(wait=False)


async def _settle(request: Request, agent: Agent, group: Group, status: str, target: str = "") -> int:
    """What came since the page was shown stays: nobody has read it."""
    newest = field(request, "newest", 12)
    seen = [entry.id for entry in group.entries if newest.isdecimal() and entry.id <= int(newest)]
    return await services(request).unanswered.settle(seen, status, agent.id, target)


def _missing(draft: Draft) -> str:
    """What is to be said of a form that isn't complete."""
    if draft.target and draft.intent:
        return "unanswered_both"
    if not draft.target and not draft.intent:
        return "unanswered_target"
    return "" if 1 <= len(draft.lines) <= MOST else "unanswered_text"


async def _group(request: Request, number: int, alone: bool) -> Group:
    """The group that has this message; `alone`: only what was worded as it was."""
    for group in await read_groups(request):
        words = next((entry.words for entry in group.entries if entry.id == number), None)
        if words is not None:
            if not alone:
                return replace(group, key=number)
            same = [entry for entry in group.entries if entry.words == words]
            return replace(groups(same, desk(request).clock())[0], key=number)
    raise Problem(404, "unanswered_gone")


async def _page(request: Request, agent: Agent, group: Group, draft: Draft, problem: str = "") -> HTTPResponse:
    known = services(request)
    obstacle = await asyncio.to_thread(assigning.obstacle, known.project)
    intents = {} if obstacle else await asyncio.to_thread(assigning.intents, known.project)
    alone = bool(request.args.get("seule") or field(request, "alone", 1))
    values = {
        "group": group,
        "first_of": {entry.words: entry.id for entry in reversed(group.entries)},
        "newest": field(request, "newest", 12) or max(entry.id for entry in group.entries),
        "alone": alone,
        "draft": draft,
        "choices": await _choices(request, group, draft),
        "sought": bool(field(request, "search", 1)),
        "intents": intents,
        "obstacle": obstacle,
        "problem": problem,
        "most": MOST,
    }
    return page(request, "unanswered_group.html", agent, 422 if problem else 200, **values)


async def _choices(request: Request, group: Group, draft: Draft) -> Sequence[dict[str, Any]]:
    """The procedures to choose from: those looked for, then those shown at the time; what was chosen stays."""
    offers = services(request).offers
    found = {one.id: one.title for one in (await offers.find(draft.q[:100]) if draft.q else ())}
    shown = {one.id: one.title for one, _ in group.proposed}
    if draft.target and draft.target not in found | shown:
        chosen = await offers.procedure(draft.target)
        shown |= {draft.target: chosen.title if chosen else draft.target}
    return [{"id": id, "title": title, "found": id in found} for id, title in (found | shown).items()]
