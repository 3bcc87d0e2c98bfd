"""`/demo/sans-js/`: the same conversation by plain HTML forms, without JavaScript. HTML is in `plain_page.py`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect, text

from guichet.gateway import bodies, cookies, counter, events, transcript
from guichet.gateway.access import room_to_wait, slow_down_address, slow_down_conversation
from guichet.gateway.bodies import NewMessage
from guichet.gateway.conversations import Conversation
from guichet.gateway.foreign import refuse_foreign
from guichet.gateway.frames import Event
from guichet.gateway.headers import FORM_POLICY
from guichet.gateway.plain_page import ERASE, KEEP, NEWEST, PATH, STYLE, WRITE, View, confirm, render
from guichet.gateway.plain_person import person
from guichet.gateway.refusals import Refused, invalid
from guichet.gateway.services import Services, services
from guichet.gateway.tokens import matches, new_id

#: Where the browser keeps the way back in.
COOKIE = "guichet"

#: With `no-referrer` a browser hides where a form comes from, also from us.
HEADERS = {"Content-Security-Policy": FORM_POLICY, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}

_KEY = re.compile(r"([\w-]{1,32})\.([\w-]{1,64})")


def attach(app: Sanic) -> None:
    """Register the pages."""
    # Strict, or the router takes the final slash for a file of the demo page's folder.
    app.add_route(show, PATH, methods=["GET", "HEAD"], name="plain", strict_slashes=True)
    app.add_route(send, PATH, methods=["POST"], name="plain_send", strict_slashes=True)
    app.add_route(enter, PATH.rstrip("/"), methods=["GET", "HEAD"], name="plain_enter", strict_slashes=True)
    app.add_route(ask, ERASE, methods=["GET", "HEAD"], name="plain_ask")
    app.add_route(erase, ERASE, methods=["POST"], name="plain_erase")
    app.add_route(keep, KEEP, methods=["GET", "HEAD"], name="plain_keep")
    app.add_route(style, STYLE, methods=["GET", "HEAD"], name="plain_style")


async def enter(_request: Request) -> HTTPResponse:
    """The address without its final slash, to which the cookie would not come."""
    return redirect(PATH)


async def show(request: Request) -> HTTPResponse:
    """The conversation so far, or the first page; an answer under way is waited for a little."""
    conversation = await _admit(request)
    known = services(request)
    if conversation is None:
        gone = "not_found" if cookies.read(request, COOKIE) else ""
        return await _page(request, View(new_id(), problem=known.wording.plain.errors[gone] if gone else ""))
    shown = await counter.whole(known, conversation)
    if shown[-1].author == "citizen" and not person(shown):
        shown += await events.poll(known, conversation, shown[-1].seq, known.patience)
    return await _page(request, View(new_id(), shown, writes=WRITE in request.args))


async def send(request: Request) -> HTTPResponse:
    """Take the message and lead back to the page, at its newest answer; what can't be taken is said there."""
    try:
        refuse_foreign(request)
        key = await _take(request)
    except Refused as refused:
        return await _refused(request, refused)
    response = redirect(f"{PATH}#{NEWEST}", status=303)
    if key:
        _remember(request, response, key)
    return response


async def _take(request: Request) -> str:
    """Store the message; the key of the conversation if it had to be opened. Raises `Refused`."""
    known, conversation = services(request), await _admit(request)
    if conversation is None and cookies.read(request, COOKIE):
        raise Refused(404, "not_found")
    if conversation:
        await slow_down_conversation(request, conversation)
    else:
        await slow_down_address(request)
    message = await _message(known, conversation, {name: values[0] for name, values in (request.form or {}).items()})
    key = ""
    if conversation is None:
        conversation_id, token = await counter.open_conversation(known, "plain")
        key = f"{conversation_id}.{token}"
        conversation = await known.conversations.get(conversation_id)
    async with room_to_wait(known, conversation, message.client_id):
        await counter.receive(known, conversation, message)
    return key


async def _message(known: Services, conversation: Conversation | None, form: dict[str, str]) -> NewMessage:
    """What a form says; « Réessayer » says the same as the message that got no answer."""
    once, number = form.get("once", "")[:64], form.get("retry", "")
    if conversation and number.isascii() and number.isdigit():
        listed = await known.conversations.events_after(conversation.id, int(number[:9]) - 1, 1)
        form = _again(listed[0]) if listed and listed[0].author == "citizen" else {}
    message = bodies.form_message(form, once)
    if message.procedure and await known.offers.procedure(message.procedure) is None:
        raise invalid("procedure_unknown")
    return message


def _again(event: Event) -> dict[str, str]:
    procedure = event.body.get("procedure") or {}
    return {"choice": event.body.get("choice", ""), "procedure": procedure.get("id", ""), "text": event.body["text"]}


async def _refused(request: Request, refused: Refused) -> HTTPResponse:
    """The page with what was wrong and what to do; the text stays in its field."""
    known, conversation = services(request), await _admit(request)
    known.metrics.count("errors_total", code=refused.code, status=refused.status)
    typed = ((request.form or {}).get("text") or "").strip()
    sentence = known.wording.plain.errors.get(refused.code) or known.wording.errors[refused.code]
    seconds = refused.headers.get("Retry-After", "")
    problem = sentence.format(extra=max(0, len(typed) - bodies.MAX_TEXT), seconds=seconds)
    shown = await counter.whole(known, conversation) if conversation else []
    view = View(new_id(), shown, text=typed, problem=problem)
    return await _page(request, view, refused.status, refused.headers)


async def ask(request: Request) -> HTTPResponse:
    """Whether everything is really to be erased."""
    return html(confirm(services(request).wording), headers=HEADERS)


async def erase(request: Request) -> HTTPResponse:
    """Erase the conversation, and forget the way in."""
    try:
        refuse_foreign(request)
        conversation = await _admit(request)
        if conversation:
            await counter.erase(services(request), conversation.id)
    except Refused as refused:
        return await _refused(request, refused)
    response = await _page(request, View(new_id(), news=services(request).wording.plain.erased))
    cookies.drop(request, response, COOKIE, PATH)
    return response


async def keep(request: Request) -> HTTPResponse:
    """The conversation to print or keep."""
    conversation = await _admit(request)
    if conversation is None:
        return redirect(PATH)
    known = services(request)
    page = transcript.render(
        conversation.created_at, await counter.whole(known, conversation), known.wording.transcript
    )
    return html(page, headers={"Content-Security-Policy": transcript.policy()})


async def style(_request: Request) -> HTTPResponse:
    """The style sheet of these pages."""
    sheet = (Path(__file__).parent / "plain.css").read_text(encoding="utf-8")
    return text(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


async def _admit(request: Request) -> Conversation | None:
    """The conversation of the cookie, if it still exists."""
    key = _KEY.fullmatch(cookies.read(request, COOKIE))
    found = await services(request).conversations.get(key[1]) if key else None
    return found if key and found and matches(key[2], found.token_digest) else None


def _remember(request: Request, response: HTTPResponse, key: str) -> None:
    cookies.keep(request, response, COOKIE, key, PATH)


async def _page(request: Request, view: View, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    known = services(request)
    view = replace(view, themes=() if view.events else await known.offers.themes())
    response = html(render(view, known.wording), status=status, headers=HEADERS | (headers or {}))
    if not view.events and cookies.read(request, COOKIE):
        cookies.drop(request, response, COOKIE, PATH)
    return response
