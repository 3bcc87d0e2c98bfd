"""What goes wrong in a served counter on one machine: processes, disk, catalogue, models."""

from __future__ import annotations

import asyncio
import os
import random
import re
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.chaos.trial import Deed, Fault
from tests.load.house import PARTS, House

#: Seconds: a disk stays full, a catalogue broken, an action server frozen, for longer than the gateway waits for it.
FULL, BROKEN, FROZEN = 8.0, 8.0, 25.0

_MODEL = re.compile(r"guichet-[0-9a-f]{16}")

#: Seconds that a served counter takes at most to change its model.
EXCHANGE = 60.0


def faults(house: House) -> Iterator[Fault]:
    """All of them, in the order of the table."""
    for part, name in zip(PARTS, ("passerelle tuée", "moteur tué", "serveur d'actions tué"), strict=True):
        yield Fault(f"{name} (kill -9)", partial(kill, house, part))
    yield Fault("les trois tués à la fois (kill -9)", partial(kill, house, *PARTS))
    yield Fault(
        f"serveur d'actions figé {FROZEN:.0f} s (SIGSTOP)",
        partial(tell, house, signal.SIGSTOP, "actions"),
        partial(tell, house, signal.SIGCONT, "actions"),
        FROZEN,
    )
    yield Fault(f"disque plein {FULL:.0f} s", partial(fill, house.var), partial(empty, house.var), FULL)
    for name, harm in (("écrasé", scramble), ("tronqué", truncate), ("absent", remove)):
        catalogue = house.var / "catalogue.db"
        yield Fault(f"catalogue {name} {BROKEN:.0f} s", *harmed(catalogue, harm), BROKEN)
    yield Fault("promotion d'un modèle illisible", partial(promote_garbage, house))
    yield Fault("modèle en service abîmé, moteur tué", partial(break_model, house))


async def kill(house: House, *parts: str) -> None:
    await tell(house, signal.SIGKILL, *parts)


async def tell(house: House, number: signal.Signals, *parts: str) -> None:
    """Send this signal to the processes that are there; who comes back after the last try is waited for."""
    for part in parts:
        while not await asyncio.to_thread(house.signal, part, number):
            await asyncio.sleep(0.1)


async def fill(folder: Path) -> None:
    """Not a byte is left on its disk."""
    with (folder / "bouchon").open("wb", buffering=0) as stopper:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while stopper.write(bytes(size)):
                    pass


async def empty(folder: Path) -> None:
    (folder / "bouchon").unlink()


def harmed(path: Path, harm: Callable[[Path], None]) -> tuple[Deed, Deed]:
    """Do harm to a file; then put a whole one in its place, as an import does."""
    whole = path.with_name(f"{path.name}.entier")

    async def strike() -> None:
        shutil.copy2(path, whole)
        harm(path)

    async def mend() -> None:
        os.replace(whole, path)

    return strike, mend


def scramble(path: Path) -> None:
    """Noise over every second page, header included, in the file that everybody has open."""
    with path.open("r+b") as file:
        for place in range(0, path.stat().st_size, 8192):
            file.seek(place)
            file.write(random.randbytes(4096))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def remove(path: Path) -> None:
    path.unlink()


async def promote_garbage(house: House) -> None:
    """Put in service a model that is half a file; what answered must go on answering."""
    name = await asyncio.to_thread(twin, house)
    truncate(house.folder / "models" / name)
    await _promote(house, name)


async def break_model(house: House) -> None:
    """The model in service is whole when it is taken, and broken when the engine starts again."""
    name = await asyncio.to_thread(twin, house)
    await _promote(house, name)
    async with asyncio.timeout(EXCHANGE):
        while f"maintenant avec {name}" not in (house.folder / "serve.log").read_text("utf-8"):
            await asyncio.sleep(0.2)
    truncate(house.folder / "models" / name)
    await kill(house, "moteur")


def twin(house: House) -> str:
    """Another name for the model of the present content."""
    known = _MODEL.search(house.guichet("train"))[0]
    models, name = house.folder / "models", f"guichet-{secrets.token_hex(8)}"
    for ending in (".card.json", ".tar.gz"):
        shutil.copyfile(models / f"{known}{ending}", models / f"{name}{ending}")
    return f"{name}.tar.gz"


async def _promote(house: House, name: str) -> None:
    await asyncio.to_thread(house.guichet, "models", "promote", name, "--force", "--reason", "essai de panne")
