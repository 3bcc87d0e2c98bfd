"""A counter that is really served from a copy of the working tree, and its processes.

The copy keeps a run from being disturbed by what is edited meanwhile, and lets models and catalogues be broken.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from guichet.errors import GuichetError
from guichet.settings import ROOT, load
from tests.loop.project import Project

#: Seconds until a counter that starts must be ready: the engine loads its model.
LONGEST_START = 120.0

#: The three processes, by the setting that holds their port.
PARTS = {"passerelle": "GUICHET_PORT", "moteur": "GUICHET_ENGINE_PORT", "actions": "GUICHET_ACTIONS_PORT"}


class House(Project):
    """A served copy at `folder`. `cores`: how many processors it may use, all when 0."""

    def __init__(self, folder: Path, cores: int = 0, **environment: str) -> None:
        super().__init__(folder)
        # Behind one proxy, as an installation is, so that each simulated citizen has an address of their own.
        self.environment |= {"GUICHET_PROXIES": "1"} | environment
        self._cores = cores

    @contextmanager
    def open(self) -> Iterator[House]:
        """Ready to serve, while the block lasts."""
        with self.served() as server:
            if self._cores:
                os.sched_setaffinity(server.pid, sorted(os.sched_getaffinity(0))[: self._cores])
            deadline = time.monotonic() + LONGEST_START
            while not self.is_ready():
                if server.poll() is not None or time.monotonic() > deadline:
                    raise GuichetError(f"{self.folder} : {(self.folder / 'serve.log').read_text()[-500:]}")
                time.sleep(0.2)
            yield self

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", trust_env=False, timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def process(self, part: str) -> int | None:
        """The number of the process that listens where this part should; None while nobody does."""
        return listener(int(self.environment[PARTS[part]]))

    def signal(self, part: str, number: signal.Signals) -> bool:
        """Whether there was such a process to tell."""
        process = self.process(part)
        if process is not None:
            os.kill(process, number)
        return process is not None

    def memory(self) -> dict[str, float]:
        """Megabytes of each part."""
        return {part: resident(process) for part in PARTS if (process := self.process(part))}

    @property
    def var(self) -> Path:
        return Path(self.environment["GUICHET_VAR"])


def furnish(folder: Path) -> None:
    """Copy the working tree to `folder` with a model of its content, and the catalogue in service or the editors'."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for environment in (".venv-engine", ".venv-gateway"):
        (folder / environment).symlink_to(ROOT / environment)
    for model in (ROOT / "models").glob("guichet-*"):
        shutil.copy2(model, folder / "models" / model.name)
    (folder / "var").mkdir(exist_ok=True)
    if (catalogue := load().catalogue_path).is_file():
        shutil.copy2(catalogue, folder / "var" / "catalogue.db")
    project = Project(folder)
    project.guichet("import", "--offline-ok")
    project.guichet("train")


def listener(port: int) -> int | None:
    """The process that listens on this port of loopback; Linux only."""
    sockets = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
            sockets.add(f"socket:[{fields[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        try:
            if os.readlink(descriptor) in sockets:
                return int(descriptor.parts[2])
        except OSError:  # it ended since
            continue
    return None


def resident(process: int) -> float:
    """Megabytes of a process, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
