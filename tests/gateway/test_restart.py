"""The gateway as a process of its own: killed in the middle of its work, it finishes it at the next start."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager

import httpx
import pytest

from guichet.errors import GuichetError
from guichet.gateway.database import Database
from guichet.settings import ROOT
from tests.gateway.running import arrive


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


async def start(var, engine_port: int, port: int, **more) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "GUICHET_VAR": str(var),
        "GUICHET_HOST": "127.0.0.1",
        "GUICHET_PORT": str(port),
        "GUICHET_ENGINE_PORT": str(engine_port),
        "GUICHET_DATABASE_URL": "",
        **more,
    }
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "guichet.gateway")
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe)


@asynccontextmanager
async def process(var, engine_port: int, port: int):
    """A gateway that answers; gives the process and a client."""
    running = await start(var, engine_port, port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=15) as http:
        async with asyncio.timeout(20):
            while not await _lives(http):
                assert running.returncode is None, (await running.communicate())[1].decode()
                await asyncio.sleep(0.05)
        try:
            yield running, http
        finally:
            if running.returncode is None:
                running.kill()
                await running.communicate()


async def _lives(http) -> bool:
    try:
        return (await http.get("/health/live")).status_code == 200
    except httpx.TransportError:
        return False


async def test_a_message_whose_process_was_killed_is_answered_after_the_restart(tmp_path, engine):
    gate = asyncio.Event()

    async def wait(_sender, text):
        await gate.wait()
        return [{"text": f"réponse à {text}"}]

    engine.behaviour, port = wait, free_port()
    async with process(tmp_path, engine.port, port) as (running, http):
        citizen = await arrive(http)
        seq = await citizen.say("ne me perdez pas")
        await citizen.say("moi non plus")
        while not engine.heard:
            await asyncio.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        await running.wait()
    gate.set()
    async with process(tmp_path, engine.port, port) as (_, http):
        citizen.http = http
        answers = await citizen.answers(seq, count=2)
        assert [event["text"] for event in answers] == ["réponse à ne me perdez pas", "réponse à moi non plus"]
        assert [event["seq"] for event in await citizen.events()] == [1, 2, 3, 4, 5]
        assert await citizen.say("et la suite") == 6


async def test_ctrl_c_ends_it_at_once_even_with_streams_open(tmp_path, engine):
    async with process(tmp_path, engine.port, free_port()) as (running, http):
        citizen = await arrive(http)
        headers = citizen.headers | {"Accept": "text/event-stream"}
        async with http.stream("GET", f"{citizen.path}/events", headers=headers) as response:
            await anext(response.aiter_text())
            running.send_signal(signal.SIGINT)
            async with asyncio.timeout(5):
                _, errors = await running.communicate()
    assert running.returncode == 0, errors.decode()
    assert "Traceback" not in errors.decode()


async def test_a_taken_port_is_said_in_one_line(tmp_path, engine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = await start(tmp_path, engine.port, port)
        _, errors = await running.communicate()
    assert running.returncode == 1
    (line,) = errors.decode().strip().splitlines()
    assert line.startswith(f"GUICHET_PORT : le port {port} est déjà pris — ")


@pytest.mark.parametrize("url", ["nonsense", "mysql+nodriver://x/y", "sqlite+aiosqlite:////proc/no/guichet.db"])
async def test_a_database_that_can_t_be_used_is_refused_by_name(url):
    with pytest.raises(GuichetError) as refused:
        await Database(url).migrate()
    assert "GUICHET_DATABASE_URL" in str(refused.value)
    assert " — " in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_process_that_can_t_start_says_why_in_one_line(tmp_path):
    running = await start(tmp_path, 1, free_port(), GUICHET_DATABASE_URL="sqlite+aiosqlite:////proc/no/guichet.db")
    async with asyncio.timeout(20):
        _, errors = await running.communicate()
    (line,) = errors.decode().strip().splitlines()
    assert running.returncode == 1
    assert "GUICHET_DATABASE_URL" in line
