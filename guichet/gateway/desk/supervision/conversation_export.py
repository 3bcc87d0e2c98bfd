"""All that is kept of one conversation as a file, for a supervisor to hand to who exercises the right of access."""

from __future__ import annotations

import json

from sanic import Request, Sanic
from sanic.response import HTTPResponse, raw

from guichet.gateway.desk.door.access import PATH, Problem, desk, enter
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.retention.commands import words
from guichet.gateway.retention.export import export, readable

#: Endings of the file, by form: to be read, or for a program.
TEXT, DATA = "txt", "json"


def attach(app: Sanic) -> None:
    """Register the files."""
    path = f"{PATH}/conversations/<conversation_id:str>/tout/<form:str>"
    app.add_route(export_conversation, path, methods=["GET"], name="desk_conversation_file")


async def export_conversation(request: Request, conversation_id: str, form: str) -> HTTPResponse:
    """The file; who had it is in the journal."""
    agent = await enter(request, Role.SUPERVISOR)
    async with desk(request).database.read() as connection:
        data = await export(connection, conversation_id)
    if data is None or form not in (TEXT, DATA):
        raise Problem(404, "not_found")
    await desk(request).audit.record(agent, "conversation.exported", conversation_id)
    told = readable(data, words()["export"]) if form == TEXT else json.dumps(data, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="conversation.{form}"', "Cache-Control": "no-store"}
    kind = "text/plain" if form == TEXT else "application/json"
    return raw(told.encode("utf-8", "replace"), content_type=f"{kind}; charset=utf-8", headers=headers)
