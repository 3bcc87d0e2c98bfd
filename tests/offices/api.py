"""A stand-in for the directory's public API, on loopback, that keeps to its documented rules.

Opendatasoft Explore 2.1: `where` in ODSQL, `limit` from -1 to 100, 400 with `error_code` for a bad query.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

RECORDS = "/catalog/datasets/api-lannuaire-administration/records"
COVERAGE = "/catalog/datasets/api-lannuaire-administration-locale-competence-geographique/records"
_TERM = re.compile(r'(\w+) ?(=| LIKE ) ?"([^"\\]*)"')


class Api(BaseHTTPRequestHandler):
    """Answers from `server.tables`, or as `server.fault` says."""

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        fault = self.server.fault
        if fault is not None:
            return fault(self)
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, strict_parsing=True)
        rows = self.server.tables.get(parts.path)
        limit = int(query.get("limit", ["10"])[0])
        if rows is None:
            return self.answer(404, {"error_code": "DatasetNotFoundError"})
        if set(query) - {"where", "limit"} or not -1 <= limit <= 100:
            return self.answer(400, {"error_code": "InvalidRESTParameterError"})
        try:
            found = [row for row in rows if matches(query["where"][0], row)]
        except ValueError:
            return self.answer(400, {"error_code": "ODSQLSyntaxError"})
        return self.answer(200, {"total_count": len(found), "results": found[:limit]})

    def answer(self, status: int, value: object, **headers: str) -> None:
        """A JSON answer, or these bytes."""
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, content in headers.items():
            self.send_header(name.replace("_", "-"), content)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the test reads `server.requests`."""


def matches(where: str, row: dict) -> bool:
    """ODSQL, as far as it is asked here: terms joined by AND, or by OR. Raises `ValueError` on anything else."""
    joiner = " OR " if " OR " in where else " AND "
    answers = []
    for term in where.split(joiner):
        match = _TERM.fullmatch(term)
        if match is None:
            raise ValueError(term)
        field, operator, value = match.groups()
        held = str(row.get(field) or "")
        answers.append(value in held if operator == " LIKE " else value == held)
    return any(answers) if joiner == " OR " else all(answers)


def drip(handler: Api) -> None:
    """An answer that never ends, a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@contextmanager
def serving(tables: dict[str, list[dict]]) -> Iterator[ThreadingHTTPServer]:
    """The API with these records by path; `address` is its base, `fault` what to answer instead."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.tables, server.requests, server.fault = tables, [], None
    server.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
