"""The reverse proxy of `deploy/nginx/` before real gateways: streams, restarts, refusals, and what it writes down."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx
import pytest

from tests.deploy.front import NAME, Front, Gateway
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import arrive, serving, settings_for
from tests.services import postgres

#: How long nginx bears a silent stream here, and the seconds between two signs of life of ours; longer in service.
SILENCE, HEARTBEAT = "1s", 0.2


@pytest.fixture(scope="module")
def cluster():
    with postgres() as running:
        yield running


@pytest.fixture
async def engine():
    fake = FakeEngine()
    await fake.start()
    yield fake
    await fake.stop()


@asynccontextmanager
async def behind(folder, gateways, **changes):
    """A client of the proxy before these gateways."""
    folder.mkdir(exist_ok=True)
    front = Front(folder, gateways, {"proxy_read_timeout 75s": f"proxy_read_timeout {SILENCE}"} | changes)
    front.start()
    try:
        headers = {"Host": NAME}
        async with httpx.AsyncClient(base_url=front.url, verify=False, headers=headers, timeout=10) as http:
            http.front = front
            yield http
    finally:
        front.kill()


def port_of(url):
    return int(url.rpartition(":")[2])


async def test_a_silent_stream_outlives_the_proxys_patience_and_hears_at_once(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings, heartbeat=HEARTBEAT) as url, behind(tmp_path / "nginx", [port_of(url)]) as http:
        citizen = await arrive(http)
        lines = []
        headers = citizen.headers | {"Accept": "text/event-stream"}
        async with http.stream("GET", f"{citizen.path}/events?after=1", headers=headers) as stream:
            async for line in stream.aiter_lines():
                lines.append(line)
                signs = sum(one.startswith(":") for one in lines)
                if signs == 10:  # two seconds of silence: twice what nginx allows
                    sent = asyncio.create_task(citizen.say("Bonjour"))
                if any("Vous avez dit : Bonjour" in one for one in lines):
                    break
        await sent
    assert signs < 15


async def test_without_signs_of_life_the_proxy_ends_the_stream(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings, heartbeat=60) as url, behind(tmp_path / "nginx", [port_of(url)]) as http:
        citizen = await arrive(http)
        headers = citizen.headers | {"Accept": "text/event-stream"}
        with pytest.raises(httpx.RemoteProtocolError):
            await asyncio.wait_for(http.get(f"{citizen.path}/events", headers=headers), 8)


async def patiently(call):
    """What the widget does: the same call again after what another try may overcome."""
    async with asyncio.timeout(20):
        while True:
            with suppress(httpx.TransportError):
                response = await call()
                if response.status_code < 500:
                    return response
            await asyncio.sleep(0.1)


async def speak(http, citizen, number):
    body = {"client_id": f"n{number}", "text": f"message {number}"}
    headers = {**citizen.headers, "Content-Type": "application/json"}
    response = await patiently(lambda: http.post(f"{citizen.path}/messages", json=body, headers=headers))
    assert response.status_code == 202, response.text


async def test_gateways_restarted_one_after_the_other_are_not_noticed(tmp_path, engine, cluster):
    cluster.drop("rolling")
    settings = replace(settings_for(tmp_path, engine.port), database_url=cluster.create("rolling"))
    gateways = [Gateway(tmp_path / name, settings) for name in ("one", "two")]
    for gateway in gateways:
        gateway.folder.mkdir()
        await asyncio.to_thread(gateway.start)
    try:
        async with behind(tmp_path / "nginx", [gateway.port for gateway in gateways]) as http:
            citizen = await arrive(http)
            restarted = asyncio.Event()
            talking = asyncio.create_task(talk(http, citizen, restarted))
            for gateway in gateways:
                await asyncio.to_thread(gateway.stop)
                await asyncio.to_thread(gateway.start)
                # As long as nginx leaves one in peace: the runbook says to wait so long between two.
                await asyncio.sleep(2.1)
            restarted.set()
            said = await talking
            words = [event["text"] for event in await heard(http, citizen, said)]
    finally:
        for gateway in gateways:
            gateway.kill()
    assert [word for word in words if word.startswith("message")] == [f"message {n}" for n in range(said)]
    answers = [word for word in words if word.startswith("Vous avez dit")]
    assert answers == [f"Vous avez dit : message {n}" for n in range(said)]


async def talk(http, citizen, ended):
    """Messages, a few a second, until it is over: how many."""
    number = 0
    while not ended.is_set():
        await speak(http, citizen, number)
        number += 1
        await asyncio.sleep(0.15)
    return number


async def heard(http, citizen, answers):
    """All events, once there are so many answers."""
    async with asyncio.timeout(15):
        while True:
            response = await patiently(lambda: http.get(f"{citizen.path}/events?after=0", headers=citizen.headers))
            events = response.json()
            if sum(event["text"].startswith("Vous avez dit") for event in events) >= answers:
                return events
            await asyncio.sleep(0.1)


async def test_when_no_gateway_is_there_people_and_programs_are_told(tmp_path):
    async with behind(tmp_path / "nginx", [9]) as http:
        answer = await http.post("/api/conversations")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.json()["error"]["code"] == "unavailable"
        page = await http.get("/demo/", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert page.headers["content-type"].startswith("text/html")
        assert "se recharge toute seule" in page.text


async def test_too_many_calls_are_refused_in_the_apis_own_words(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    fewer = {"rate=50r/s": "rate=1r/s", "burst=100": "burst=1"}
    async with serving(settings) as url, behind(tmp_path / "nginx", [port_of(url)], **fewer) as http:
        answers = [await http.get("/api/starters") for _ in range(5)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert refused[0].json()["error"]["code"] == "too_many_requests"
        assert refused[0].headers["retry-after"] == "2"


async def test_the_proxy_tells_the_gateway_who_calls_and_never_believes_the_caller(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port, rate_per_minute=2)
    async with serving(settings, proxies=1) as url, behind(tmp_path / "nginx", [port_of(url)]) as http:
        codes = []
        for number in range(12):
            forged = {"X-Forwarded-For": f"203.0.113.{number}"}
            codes.append((await http.post("/api/conversations", headers=forged)).status_code)
        assert 429 in codes


async def test_what_is_for_operators_is_not_shown_outside(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings) as url, behind(tmp_path / "nginx", [port_of(url)]) as http:
        assert (await http.get("/metrics")).status_code == 404
        assert (await http.get("/health/ready")).status_code == 404
        assert (await http.get("/health/live")).json() == {"status": "ok"}


async def test_the_journal_has_neither_the_words_nor_the_address(tmp_path, engine):
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings) as url, behind(tmp_path / "nginx", [port_of(url)]) as http:
        await http.get(
            "/api/procedures", params={"q": "mots de Camille"}, headers={"Referer": "https://camille.example"}
        )
        front = http.front
    async with behind(tmp_path / "away", [9]) as http:
        await http.get("/api/procedures", params={"q": "mots de Camille"})
        away = http.front
    (line,) = [json.loads(text) for text in (front.folder / "access.log").read_text().splitlines()]
    assert line["path"] == "/api/procedures"
    assert line["status"] == 200
    assert line["gateway"] == f"127.0.0.1:{port_of(url)}"
    for folder in (front.folder, away.folder):
        for path in folder.glob("*.log"):
            written = path.read_text()
            assert "amille" not in written
            assert "127.0.0.1, server" not in written
            assert "client: " not in written


async def test_without_tls_one_is_sent_to_it(tmp_path):
    async with behind(tmp_path / "nginx", [9]) as http:
        answer = await http.get(f"http://127.0.0.1:{http.front.plain_port}/demo/?q=1")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"https://{NAME}/demo/?q=1"
