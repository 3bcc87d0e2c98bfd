"""Pages of the desk as answers, and tables as files. Templates are opened in `templating.py`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, html, raw

from guichet.gateway import cookies
from guichet.gateway.desk.door.access import COOKIE, DOOR, csrf_token, desk, keep_cookie
from guichet.gateway.desk.door.accounts import Agent
from guichet.gateway.desk.templating import words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: With `no-referrer` a browser hides where a form comes from, also from us.
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}

#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sentence(request: Request, code: str, **values: object) -> str:
    """What is wrong and what to do, in words."""
    problems = words(desk(request).templates, "problems")
    return problems.get(code, problems["internal"]).format(**values)


def page(request: Request, template: str, agent: Agent | None = None, status: int = 200, **values: Any) -> HTTPResponse:
    """A template as an answer. It finds `agent`, `csrf`, `path`, `done` (what was just done, in words) and `values`."""
    known = desk(request)
    told = words(known.templates, "done").get(request.args.get("fait") or "", "")
    shared = {"agent": agent, "csrf": csrf_token(request), "path": request.path, "done": told, "problem": ""}
    body = known.templates.get_template(template).render(**shared | values)
    response = html(body, status=status, headers=HEADERS)
    if not cookies.read(request, COOKIE) and getattr(request.ctx, "door", None):
        keep_cookie(request, response, DOOR, request.ctx.door)
    return response


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HTTPResponse:
    """A table as a file that French spreadsheets open: semicolons, a byte order mark, and no formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    body = written.getvalue().encode("utf-8-sig", "replace")
    return raw(body, content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
