"""Bad input of every sort: a clear French refusal, never internals, nothing stored."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import httpx
import pytest

from tests.gateway.running import arrive, serving, settings_for, sqlite_alone

BODIES = [
    (b"", 422, "invalid_json"),
    (b"{", 422, "invalid_json"),
    (b"[]", 422, "invalid_json"),
    (b"null", 422, "invalid_json"),
    (b'"text"', 422, "invalid_json"),
    (b'{"client_id": "a", "text": "\xff"}', 422, "invalid_json"),
    (b'{"client_id": "a", "text": "\\ud800x"}', 422, "invalid_json"),
    (b"[" * 10_000, 422, "invalid_json"),
    (b'{"text": "bonjour"}', 422, "client_id_invalid"),
    (b'{"client_id": "", "text": "bonjour"}', 422, "client_id_invalid"),
    (b'{"client_id": 7, "text": "bonjour"}', 422, "client_id_invalid"),
    (b'{"client_id": "a\\u0000", "text": "bonjour"}', 422, "client_id_invalid"),
    (json.dumps({"client_id": "a" * 101, "text": "x"}).encode(), 422, "client_id_invalid"),
    (b'{"client_id": "a"}', 422, "text_or_choice"),
    (b'{"client_id": "a", "text": null}', 422, "text_or_choice"),
    (b'{"client_id": "a", "text": "x", "choice": "y"}', 422, "text_or_choice"),
    (b'{"client_id": "a", "text": 12}', 422, "text_invalid"),
    (b'{"client_id": "a", "text": {"x": 1}}', 422, "text_invalid"),
    (b'{"client_id": "a", "text": ""}', 422, "text_empty"),
    (b'{"client_id": "a", "text": " \\n\\u200b\\u0000 "}', 422, "text_empty"),
    (b'{"client_id": "a", "choice": 3}', 422, "choice_invalid"),
    (b'{"client_id": "a", "choice": ""}', 422, "choice_invalid"),
    (b'{"client_id": "a", "choice": "unknown"}', 422, "choice_unknown"),
    (json.dumps({"client_id": "a", "text": "é" * 1001}).encode(), 413, "text_too_long"),
    (json.dumps({"client_id": "a", "text": "x" * 20_000}).encode(), 413, "body_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
async def test_a_message_that_does_not_fit_is_refused_by_name(citizen, engine, body, status, code):
    response = await citizen.call("POST", "/messages", content=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"]
    assert len(await citizen.events()) == 1
    assert engine.heard == []


async def test_a_text_of_exactly_a_thousand_characters_passes(citizen):
    for text in ("é" * 1000, "😀" * 1000):
        assert await citizen.say(text)


async def test_control_characters_are_dropped_and_the_rest_is_kept(citizen):
    seq = await citizen.say("  une\u0000 ligne\r\net l'autre 👩‍👧\u0007 ")
    assert (await citizen.events(seq - 1))[0]["text"] == "une ligne\net l'autre 👩‍👧"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rating": "meh"}, "rating_invalid"),
        ({}, "rating_invalid"),
        ({"rating": ["up"]}, "rating_invalid"),
        ({"satisfaction": 0}, "satisfaction_invalid"),
        ({"satisfaction": 6}, "satisfaction_invalid"),
        ({"satisfaction": True}, "satisfaction_invalid"),
        ({"satisfaction": "5"}, "satisfaction_invalid"),
        ({"satisfaction": 5, "rating": "up"}, "satisfaction_invalid"),
        ({"satisfaction": 5, "seq": 1}, "seq_invalid"),
        ({"rating": "up", "comment": 3}, "comment_invalid"),
        ({"rating": "up", "comment": "x" * 1001}, "comment_invalid"),
        ({"rating": "up", "seq": "1"}, "seq_invalid"),
        ({"rating": "up", "seq": True}, "seq_invalid"),
        ({"rating": "up", "seq": 99}, "seq_invalid"),
    ],
)
async def test_feedback_that_does_not_fit_is_refused(citizen, body, code):
    response = await citizen.call("POST", "/feedback", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (422, code)


@pytest.mark.parametrize("query", ["after=-1", "after=abc", "after=1.5", "after=²", "wait=26", "wait=nan", "wait=x"])
async def test_a_bad_parameter_is_refused(citizen, query):
    response = await citizen.call("GET", f"/events?{query}")
    assert response.status_code == 422
    assert response.json()["error"]["code"] in ("after_invalid", "wait_invalid")


async def test_a_number_beyond_the_last_gives_an_empty_list(citizen):
    assert await citizen.events(after=10**30) == []


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("POST", "/channels/telegram", 404, "not_found"),
        ("GET", "/demo/missing.js", 404, "not_found"),
        ("GET", "/widget/../pyproject.toml", 404, "not_found"),
        ("GET", "/widget/%2e%2e/pyproject.toml", 404, "not_found"),
        ("PUT", "/api/conversations", 405, "method_not_allowed"),
        ("OPTIONS", "/api/conversations", 405, "method_not_allowed"),
    ],
)
async def test_sanic_s_own_errors_have_the_same_form(http, method, path, status, code):
    response = await http.request(method, path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert "allow" in response.headers or status != 405


async def test_a_request_that_is_not_http_gets_the_same_form(http):
    reader, writer = await asyncio.open_connection("127.0.0.1", http.base_url.port)
    writer.write(b"GET / HTTP/1.1\r\nbroken header\r\n\r\n")
    answer = (await reader.read(10_000)).decode()
    writer.close()
    assert answer.startswith("HTTP/1.1 400")
    assert "Bad Request" not in answer.split("\r\n\r\n")[1]
    assert '"code":"bad_request"' in answer


@sqlite_alone
async def test_an_error_of_ours_says_nothing_of_the_inside(http, citizen, settings):
    with sqlite3.connect(settings.var / "guichet.db") as database:
        database.execute("DROP TABLE events")
    response = await http.post("/api/conversations")
    assert response.status_code == 500
    assert set(response.json()["error"]) == {"code", "message"}
    assert "events" not in response.text
    assert "sqlite" not in response.text.lower()


async def test_too_fast_is_refused_and_says_when_to_come_back(tmp_path, engine):
    now = [datetime(2026, 1, 1, tzinfo=timezone.utc)]
    # Without Redis, whose clock nobody sets forward.
    slow = replace(settings_for(tmp_path, engine.port, rate_per_minute=3), redis_url="")
    async with serving(slow, clock=lambda: now[0]) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen, other = await arrive(http), await arrive(http)
        for _ in range(3):
            await citizen.say("bonjour")
        refused = await citizen.call("POST", "/messages", json={"client_id": "x", "text": "bonjour"})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "20")
        assert refused.json()["error"]["code"] == "too_many_requests"
        await other.say("bonjour")
        now[0] += timedelta(seconds=20)
        await citizen.say("bonjour")


async def test_one_address_can_t_open_conversations_without_end(tmp_path, engine):
    now = datetime(2026, 1, 1, tzinfo=timezone.utc)
    slow = settings_for(tmp_path, engine.port, rate_per_minute=2)
    async with serving(slow, clock=lambda: now) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        statuses = [(await http.post("/api/conversations")).status_code for _ in range(9)]
    assert statuses == [201] * 8 + [429]
