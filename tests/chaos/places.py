"""Where the counter is served for each group of faults: on a small disk, on PostgreSQL and Redis, on a false clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from signal import SIGCONT, SIGSTOP, Signals

from tests.chaos.faults import faults
from tests.chaos.trial import Deed, Fault
from tests.load.house import House, listener
from tests.services import postgres, redis
from tests.services.process import Service

#: Megabytes beside the catalogue that the small disk has.
ROOM = 64

#: Seconds that a server stays away, and a clock false.
AWAY, FALSE = 6.0, 6.0

#: Where Debian puts the library that lies about the time (package libfaketime).
FAKETIME = "usr/lib/*/faketime/libfaketime.so.1"


class NotHere(Exception):
    """These faults can't be tried on this machine; says why and the cure."""


@contextmanager
def alone(folder: Path) -> Iterator[tuple[House, list[Fault]]]:
    """SQLite alone, as it is installed, on a disk that can be filled."""
    var = _var(folder, "alone")
    with _small_disk(var, _size(folder)):
        shutil.copy2(folder / "var" / "catalogue.db", var)
        with House(folder, GUICHET_VAR=str(var)).open() as house:
            yield house, list(faults(house))


@contextmanager
def with_servers(folder: Path) -> Iterator[tuple[House, list[Fault]]]:
    """PostgreSQL and Redis, each cut and frozen."""
    var = _furnished_var(folder, "servers")
    with postgres() as cluster, redis() as broker:
        known = {
            "GUICHET_DATABASE_URL": cluster.create("guichet"),
            "GUICHET_TRACKER_URL": cluster.create("tracker").replace("+asyncpg", ""),
            "GUICHET_REDIS_URL": broker.url,
        }
        with House(folder, GUICHET_VAR=str(var), **known).open() as house:
            servers = (("PostgreSQL", cluster), ("Redis", broker))
            cut = [Fault(f"{n} coupé {AWAY:.0f} s", _deed(s.kill), _deed(s.start), AWAY) for n, s in servers]
            hung = [Fault(f"{n} figé {AWAY:.0f} s", _all(s, SIGSTOP), _all(s, SIGCONT), AWAY) for n, s in servers]
            yield house, [*cut, *hung]


@contextmanager
def false_clock(folder: Path) -> Iterator[tuple[House, list[Fault]]]:
    """The clock of all processes jumps, and jumps back. Raises `NotHere` without libfaketime."""
    library = next((str(path) for path in Path("/").glob(FAKETIME)), None)
    if library is None:
        raise NotHere("sauts d'horloge : libfaketime absente — apt install libfaketime")
    var = _furnished_var(folder, "clock")
    now = var / "now"
    now.write_text("+0")
    lying = {"LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": str(now), "FAKETIME_CACHE_DURATION": "1"}
    lying |= {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    with House(folder, GUICHET_VAR=str(var), **lying).open() as house:
        jump = partial(partial, _jump, now)
        jumps = (("avance de 3 h", "+3h"), ("recule de 3 h", "-3h"), ("avance de 40 jours", "+40d"))
        yield house, [Fault(f"l'horloge {name}, puis revient", jump(by), jump("+0"), FALSE) for name, by in jumps]


async def _jump(now: Path, by: str) -> None:
    now.write_text(by)


def _deed(act: Callable[[], None]) -> Deed:
    async def deed() -> None:
        act()

    return deed


def _all(server: Service, number: Signals) -> Deed:
    """Send a signal to a server with all its processes: PostgreSQL has one for each connection."""

    async def deed() -> None:
        first = listener(server.port)
        for process in (first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())):
            os.kill(process, number)

    return deed


def _var(folder: Path, name: str) -> Path:
    var = folder / f"var-{name}"
    var.mkdir()
    return var


def _furnished_var(folder: Path, name: str) -> Path:
    var = _var(folder, name)
    shutil.copy2(folder / "var" / "catalogue.db", var)
    return var


def _size(folder: Path) -> int:
    """Megabytes: the catalogue, the one that is put in its place, and some room."""
    return 2 * ((folder / "var" / "catalogue.db").stat().st_size >> 20) + ROOM


@contextmanager
def _small_disk(place: Path, megabytes: int) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        raise NotHere("petit disque : il faut être root pour en monter un — lancez make chaos dans un conteneur")
    try:
        yield
    finally:
        _unmount(place)


def _unmount(place: Path) -> None:
    """Once the processes have let go of it."""
    for _ in range(20):
        if subprocess.run(["umount", str(place)], capture_output=True).returncode == 0:
            return
        time.sleep(0.5)
    subprocess.run(["umount", "--lazy", str(place)], check=True)
