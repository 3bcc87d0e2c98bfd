"""The gateway and the engine as processes that are killed without a warning and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import httpx

from guichet.settings import ROOT
from tests.gateway.test_restart import free_port

#: Seconds a process may take to answer before the run is given up.
LONGEST_START = 60.0


class Victim:
    """A process that is started again by whoever kills it; `recoveries`: seconds from the kill to the first answer."""

    def __init__(self, name: str, port: int, health: str, log: Path, *arguments: str) -> None:
        self.name = name
        self.recoveries: list[float] = []
        self._command = (sys.executable, "-m", f"tests.simulation.{name}_process", *arguments)
        self._health = f"http://127.0.0.1:{port}{health}"
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    @property
    def number(self) -> int:
        """That of the process which runs."""
        return self._process.pid

    async def start(self) -> None:
        """Until it answers."""
        with self._log.open("ab") as log:
            environment = os.environ | {"PYTHONPATH": str(ROOT)}
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        async with httpx.AsyncClient(trust_env=False, timeout=2) as http, asyncio.timeout(LONGEST_START):
            while not await self._answers(http):
                if self._process.returncode is not None:
                    raise RuntimeError(f"{self.name}: {self._log.read_text('utf-8', 'replace')[-2000:]}")
                await asyncio.sleep(0.02)

    async def _answers(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(self._health)).status_code == 200
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        """As a power cut would."""
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def kill_and_restart(self) -> None:
        began = time.monotonic()
        await self.kill()
        await self.start()
        self.recoveries.append(time.monotonic() - began)


class Processes:
    """Both of them on one folder."""

    def __init__(self, folder: Path, speed: float) -> None:
        port, engine_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "gateway.log"
        gateway = (str(folder), str(port), str(engine_port), str(speed))
        self.gateway = Victim("gateway", port, "/health/live", self.log, *gateway)
        self.engine = Victim("engine", engine_port, "/", folder / "engine.log", str(engine_port))

    async def start(self) -> None:
        await asyncio.gather(self.gateway.start(), self.engine.start())

    async def stop(self) -> None:
        await asyncio.gather(self.gateway.kill(), self.engine.kill())
