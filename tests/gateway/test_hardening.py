"""What browsers and strangers may do: headers of every page, cookies, figures for operators, internal calls."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from guichet.gateway.engine import EngineClient
from guichet.gateway.limits import is_private
from tests.gateway.running import arrive, serving

PAGES = ("/demo/", "/demo/sans-js/", "/desk/connexion", "/desk/", "/nulle-part", "/desk/nulle-part")
DATA = ("/api/starters", "/api/openapi.yaml", "/health/live", "/api/conversations/x", "/widget/guichet.js")
AHEAD = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
HTML = {"Accept": "text/html"}
TOKEN = "un-jeton-de-mesure"


@asynccontextmanager
async def visiting(settings, headers=None, **options):
    """A client of a gateway with these settings; it follows no redirect."""
    async with (
        serving(settings, **options) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, headers=headers or {}) as http,
    ):
        yield http


@pytest.mark.parametrize("path", PAGES + DATA)
async def test_every_answer_says_what_a_browser_may_do_with_it(http, path):
    headers = (await http.get(path, headers=HTML)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in ("no-referrer", "same-origin")
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    shared = path.startswith("/widget/")
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if shared else "same-origin")
    assert "strict-transport-security" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_has_a_script_or_a_style_of_its_own(http, path):
    page = (await http.get(path, headers=HTML, follow_redirects=True)).text
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert re.findall(r"<style\b|\sstyle=|\son\w+=|javascript:", page) == []


async def test_a_transcript_may_load_nothing_but_its_own_style(http, citizen):
    policy = (await citizen.call("GET", "/transcript")).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "'sha256-" in policy


@pytest.mark.parametrize("path", PAGES + DATA)
async def test_over_https_browsers_are_told_to_stay_there(settings, path):
    async with visiting(settings, AHEAD | HTML, proxies=1) as http:
        assert (await http.get(path)).headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("by", ["the request", "the public address"])
async def test_over_https_cookies_are_of_this_host_alone(settings, by):
    if by == "the public address":
        settings = replace(settings, public_url="https://guichet.mairie.example")
    async with visiting(settings, AHEAD if by == "the request" else None, proxies=1) as http:
        form = await http.get("/desk/connexion")
        headers = {"Sec-Fetch-Site": "same-origin"}
        said = await http.post("/demo/sans-js/", data={"text": "bonjour", "once": "1"}, headers=headers)
        for cookie in (form.headers["set-cookie"], said.headers["set-cookie"]):
            assert cookie.startswith("__Host-guichet")
            parts = {part.strip() for part in cookie.split(";")}
            assert {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"} <= parts
            assert "Domain" not in cookie
        key = said.headers["set-cookie"].partition(";")[0].partition("=")[2]
        page = "/demo/sans-js/"
        assert "bonjour" in (await http.get(page, headers={"Cookie": f"__Host-guichet={key}"})).text
        # A cookie of the plain name may be another site's of the domain: it counts for nothing.
        assert "bonjour" not in (await http.get(page, headers={"Cookie": f"guichet={key}"})).text


@pytest.mark.parametrize("path", ["/metrics", "/health/ready"])
async def test_figures_are_for_operators(settings, path):
    async with visiting(replace(settings, metrics_token=TOKEN)) as http:
        assert (await http.get(path)).status_code == 200
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            seen = await http.get(path, headers={name: "127.0.0.1"})
            assert (seen.status_code, seen.json()["error"]["code"]) == (404, "not_found")
            for token in ("x", TOKEN[:-1], TOKEN + "x", "é"):
                headers = {name: "127.0.0.1", "Authorization": f"Bearer {token}".encode()}
                assert (await http.get(path, headers=headers)).status_code == 404
            headers = {name: "127.0.0.1", "Authorization": f"Bearer {TOKEN}"}
            assert (await http.get(path, headers=headers)).status_code == 200


@pytest.mark.parametrize("path", ["/metrics", "/health/ready"])
async def test_without_a_token_nobody_reads_figures_through_a_proxy(settings, path):
    async with visiting(settings) as http:
        headers = {"X-Forwarded-For": "127.0.0.1", "Authorization": "Bearer"}
        assert (await http.get(path, headers=headers)).status_code == 404


@pytest.mark.parametrize(
    ("address", "private"),
    [
        *((address, True) for address in ("127.0.0.1", "10.2.3.4", "172.17.0.1", "::1", "fd00::1", "::ffff:10.0.0.1")),
        *((address, False) for address in ("8.8.8.8", "::ffff:8.8.8.8", "2a01:cb00::1", "", "unix:", "10.0.0.1, x")),
    ],
)
def test_which_addresses_are_private(address, private):
    assert is_private(address) is private


async def test_the_engine_is_told_who_calls(engine, settings):
    heard = []

    async def note(request):
        heard.append(request.headers.get("authorization"))

    client = EngineClient(settings.engine_url, token="un-jeton-interne")
    client._client.event_hooks["request"].append(note)
    await client.send("x", "bonjour")
    await client.alive()
    await client.forget("x")
    await client.close()
    assert heard == ["Bearer un-jeton-interne"] * 3


async def test_a_made_up_address_does_not_pass_for_another_visitor(settings):
    async with visiting(replace(settings, rate_per_minute=1)) as http:
        statuses = []
        for n in range(6):
            headers = {
                "X-Forwarded-For": f"203.0.113.{n}",
                "Forwarded": f"for=203.0.113.{n}",
                "X-Real-IP": f"1.1.1.{n}",
            }
            statuses.append((await http.post("/api/conversations", headers=headers)).status_code)
    assert statuses == [201, 201, 201, 201, 429, 429]


async def test_a_token_of_one_conversation_opens_no_other(http):
    one, other = await arrive(http), await arrive(http)
    for method, rest in (("GET", ""), ("GET", "/events"), ("GET", "/transcript"), ("DELETE", ""), ("POST", "/typing")):
        response = await http.request(method, f"{other.path}{rest}", headers=one.headers)
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
