"""Gateways as processes: killed in the middle of an answer, or replaced one by one while citizens write."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager

import httpx
import pytest

from guichet.settings import ROOT
from tests.gateway.test_restart import free_port
from tests.replicas.several import Wanderer, answers


class Replica:
    """A gateway on a port of its own; `http` is a client of it."""

    def __init__(self, settings) -> None:
        self.port = free_port()
        self._environment = os.environ | {
            "GUICHET_VAR": str(settings.var),
            "GUICHET_HOST": "127.0.0.1",
            "GUICHET_PORT": str(self.port),
            "GUICHET_ENGINE_PORT": str(settings.engine_port),
            "GUICHET_DATABASE_URL": settings.database_url,
            "GUICHET_REDIS_URL": settings.redis_url,
            "GUICHET_SECRET_KEY": settings.secret_key,
            "GUICHET_RATE_PER_MINUTE": "100000",
        }
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=15)
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> Replica:
        command = (sys.executable, "-m", "guichet.gateway")
        self.process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=self._environment)
        async with asyncio.timeout(30):
            while not await self._answers():
                assert self.process.returncode is None
                await asyncio.sleep(0.05)
        return self

    async def _answers(self) -> bool:
        try:
            return (await self.http.get("/health/live")).status_code == 200
        except httpx.TransportError:
            return False

    async def end(self, how: signal.Signals) -> None:
        if self.process and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()


@asynccontextmanager
async def replicas(settings, count: int):
    running = [Replica(settings) for _ in range(count)]
    try:
        yield await asyncio.gather(*(one.start() for one in running))
    finally:
        await asyncio.gather(*(one.end(signal.SIGKILL) for one in running))


class Patient(Wanderer):
    """A citizen whose page sends again, elsewhere, what was not accepted."""

    async def _send(self, body: dict) -> int:
        async with asyncio.timeout(20):
            while True:
                try:
                    response = await self.call("POST", "/messages", json=body)
                    if response.status_code == 202:
                        return response.json()["seq"]
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.05)

    async def events(self, after: int = 0, wait: float = 0) -> list[dict]:
        while True:
            try:
                return await super().events(after, wait)
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def arrive(replicas) -> Patient:
    opened = (await replicas[0].http.post("/api/conversations")).json()
    return Patient([one.http for one in replicas], opened["id"], opened["token"])


async def test_what_a_killed_gateway_had_in_hand_is_answered_once_by_another(settings, engine):
    begun = asyncio.Event()

    async def hang_once(_sender, message):
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()
        return [{"text": f"réponse à {message}"}]

    engine.behaviour = hang_once
    async with replicas(settings, 2) as (doomed, other):
        citizen = await arrive([doomed])
        for text in ("un", "deux", "trois"):
            await citizen.say(text)
        await begun.wait()
        await doomed.end(signal.SIGKILL)
        citizen.go_to(other.http)
        said = await answers(citizen, 3, seconds=10)
        assert [event["text"] for event in said] == ["réponse à un", "réponse à deux", "réponse à trois"]
        assert [event["seq"] for event in await citizen.events()] == list(range(1, 8))


@pytest.mark.parametrize("wire", ["postgres alone"], indirect=True)
async def test_a_frozen_gateway_that_wakes_up_answers_nothing_twice(settings, engine):
    begun, gate = asyncio.Event(), asyncio.Event()

    async def hold_first(_sender, message):
        if not begun.is_set():
            begun.set()
            await gate.wait()
        return [{"text": f"réponse à {message}"}]

    engine.behaviour = hold_first
    async with replicas(settings, 2) as (frozen, other):
        citizen = await arrive([frozen])
        await citizen.say("un")
        await begun.wait()
        frozen.process.send_signal(signal.SIGSTOP)
        citizen.go_to(other.http)
        await answers(citizen, 1, seconds=30)
        gate.set()
        frozen.process.send_signal(signal.SIGCONT)
        await citizen.say("deux")
        said = await answers(citizen, 2)
        async with asyncio.timeout(10):
            while not await frozen._answers():
                await asyncio.sleep(0.05)
        assert [event["text"] for event in said] == ["réponse à un", "réponse à deux"]
        assert [event["seq"] for event in await citizen.events()] == list(range(1, 6))


@pytest.mark.parametrize("wire", ["redis"], indirect=True)
async def test_gateways_replaced_one_by_one_lose_nothing(settings, engine):
    async def think(_sender, message):
        await asyncio.sleep(0.05)
        return [{"text": f"réponse à {message}"}]

    engine.behaviour = think
    async with replicas(settings, 2) as running:
        citizens = [await arrive(running) for _ in range(8)]
        over = asyncio.Event()

        async def talk(citizen) -> int:
            sent = 0
            while not over.is_set():
                await citizen.say(f"message {sent}")
                sent += 1
                await asyncio.sleep(0.1)
            return sent

        talking = [asyncio.create_task(talk(citizen)) for citizen in citizens]
        for replica in running:
            await replica.end(signal.SIGTERM)
            await replica.start()
        over.set()
        for citizen, sent in zip(citizens, await asyncio.gather(*talking), strict=True):
            said = [event["text"] for event in await answers(citizen, sent)]
            assert said == [f"réponse à message {number}" for number in range(sent)]
    assert engine.overlaps == 0
