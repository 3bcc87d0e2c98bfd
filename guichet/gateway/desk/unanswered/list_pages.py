"""`/desk/questions`: what was not understood, in groups, the heaviest first. What becomes of one: `group_pages.py`."""

from __future__ import annotations

import asyncio

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from guichet import assigning
from guichet.gateway.desk.door.access import PATH, desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.desk.rendering import page
from guichet.gateway.services import services
from guichet.gateway.unanswered.grouping import Group, groups

QUESTIONS = f"{PATH}/questions"

#: Who may read what citizens were not answered, and make examples of it.
READERS = (Role.SUPERVISOR, Role.EDITOR)

#: Groups on a page.
AT_ONCE = 25


def attach(app: Sanic) -> None:
    """Register the page."""
    app.add_route(show, QUESTIONS, methods=["GET", "HEAD"], name="desk_unanswered")


async def show(request: Request) -> HTTPResponse:
    """The groups, some at a time; after one was seen to, also what puts it into service."""
    agent = await enter(request, *READERS)
    every = await read_groups(request)
    number = _page_number(request.args.get("page") or "")
    last = max(1, -(-len(every) // AT_ONCE))
    number = min(number, last)
    values = {
        "groups": every[(number - 1) * AT_ONCE : number * AT_ONCE],
        "count": len(every),
        "messages": sum(len(group.entries) for group in every),
        "number": number,
        "last": last,
        "obstacle": await asyncio.to_thread(assigning.obstacle, services(request).project),
        "commands": assigning.NEXT,
        "just_assigned": request.args.get("fait") == "unanswered_assigned",
    }
    return page(request, "unanswered.html", agent, **values)


async def read_groups(request: Request) -> list[Group]:
    """All groups, as they are now."""
    entries = await services(request).unanswered.open()
    # Up to a second for a few thousand: in a thread.
    return await asyncio.to_thread(groups, entries, desk(request).clock())


def _page_number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
