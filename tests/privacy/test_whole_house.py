"""A gateway that is told personal data everywhere, in order and out of order: none of it is kept or logged.

A process of its own, so that all it writes is looked at: its logs at the finest level, every file of its folder.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from guichet.privacy import find
from guichet.settings import ROOT
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import Citizen, arrive
from tests.gateway.test_restart import free_port
from tests.privacy.measure import sentences, unmarked

#: What can't be recognised can't be kept out: those are counted in `test_recognition.py`.
_FORMS = [unmarked(line) for _, line in sentences()]
SAID = [text for text, spans in _FORMS if all(any(f.start <= a and b <= f.end for f in find(text)) for a, b in spans)]
SECRETS = sorted({text[a:b] for text, spans in _FORMS if text in SAID for a, b in spans})

#: Conversations, each with so many messages.
CONVERSATIONS = 12


async def engine_of_all_sorts(sender: str, message: str):
    """It echoes, fails, answers garbage or hangs up, by turns."""
    turn = len(message) % 5
    if turn == 0:
        return None
    return b"garbage" if turn == 1 else [{"text": f"Vous avez dit : {message}"}]


@pytest.fixture
async def engine():
    fake = FakeEngine(engine_of_all_sorts)
    await fake.start()
    yield fake
    await fake.stop()


@asynccontextmanager
async def gateway(folder: Path, engine_port: int):
    """A gateway's process; its words go to `gateway.log`."""
    port = free_port()
    settings = {"GUICHET_VAR": str(folder), "GUICHET_PORT": str(port), "GUICHET_ENGINE_PORT": str(engine_port)}
    settings |= {"GUICHET_LOG_LEVEL": "DEBUG", "GUICHET_RATE_PER_MINUTE": "100000", "GUICHET_DATABASE_URL": ""}
    with (folder / "gateway.log").open("wb") as log:
        command = (sys.executable, "-m", "guichet.gateway")
        running = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=asyncio.subprocess.STDOUT
        )
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as http:
                await _awake(http, running)
                yield http
        finally:
            running.terminate()
            await running.wait()


async def _awake(http: httpx.AsyncClient, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(30):
        while running.returncode is None:
            try:
                if (await http.get("/health/live")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise AssertionError("the gateway did not start")


async def _talk(http: httpx.AsyncClient, texts: list[str]) -> Citizen:
    citizen = await arrive(http)
    for text in texts:
        await citizen.say(text)
        await citizen.call("POST", "/feedback", json={"rating": "down", "seq": 1, "comment": text})
    await citizen.call("POST", "/feedback", json={"satisfaction": 1, "comment": texts[0]})
    return citizen


async def _misbehave(http: httpx.AsyncClient, citizen: Citizen, text: str) -> None:
    """Every way of being refused, with personal data in it."""
    await citizen.call("POST", "/messages", json={"client_id": "x", "text": text, "more": [text]})
    await citizen.call("POST", "/messages", json={"client_id": text * 20, "text": text})
    await citizen.call("POST", "/messages", content=f'{{"client_id": "y", "text": "{text}')
    await citizen.call("POST", "/messages", json={"client_id": "z", "text": text * 50})
    await citizen.call("POST", "/messages", json={"client_id": "z", "choice": text})
    await citizen.call("POST", "/feedback", json={"rating": text})
    await http.get("/api/procedures", params={"q": text})
    await http.get(f"/api/conversations/{text.replace('/', '')}")
    await http.get(f"/{text.replace('/', '')}", params={"courriel": text})
    await http.post("/demo/sans-js/", data={"text": text})
    await http.post("/desk/connexion", data={"login": text, "password": text})


async def _settled(citizens: list[Citizen]) -> None:
    """Until every message has its answer or its notice."""
    async with asyncio.timeout(60):
        for citizen in citizens:
            while True:
                events = await citizen.events()
                asked = sum(event["author"] == "citizen" for event in events)
                if len(events) - asked > asked:
                    break
                await asyncio.sleep(0.1)


def _leaks(folder: Path) -> list[tuple[str, str]]:
    """Where any of the data is, also without its spaces."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        forms = ((secret, re.sub(r"[ .\u00a0-]", "", secret)) for secret in SECRETS)
        found += [(path.name, secret) for secret, bare in forms if secret in text or (len(bare) > 8 and bare in text)]
    return found


async def test_nothing_of_it_is_in_any_file_nor_reaches_the_engine(tmp_path, engine):
    async with gateway(tmp_path, engine.port) as http:
        lots = [SAID[start::CONVERSATIONS] for start in range(CONVERSATIONS)]
        citizens = await asyncio.gather(*(_talk(http, lot) for lot in lots))
        for text in SAID[::10]:
            await _misbehave(http, citizens[0], text)
        await _settled(citizens)
        metrics = (await http.get("/metrics")).text
    log = (tmp_path / "gateway.log").read_text("utf-8")
    assert log.count("message.received") >= len(SAID)
    assert "Traceback" not in log
    assert _leaks(tmp_path) == []
    told = metrics + str(engine.heard)
    assert [secret for secret in SECRETS if secret in told] == []
