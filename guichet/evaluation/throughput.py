"""How many messages a second one engine answers, beside the same model in Rasa's stock set-up, in the same run.

Stock: Rasa's REST channel, its SQL tracker store on SQLite, its call of the action server and rasa-sdk's own server.
Both are up at the same time and measured by turns, so that what else the machine does weighs on both alike.
It measures engines alone: the gateway is not there (`bench.py` measures a message through it).
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import click
import yaml

from guichet import serve
from guichet.bank.bank import Bank
from guichet.bank.choosing import choose
from guichet.errors import GuichetError
from guichet.settings import ROOT, Settings, load
from guichet.training import ENVIRONMENT

#: Conversations at once, how often each talk is played at each turn, and turns.
CITIZENS, TALKS_A_TURN, TURNS = 8, 3, 3

#: Seconds that loading two models may take.
PATIENCE = 180.0

_STOCK_ENDPOINTS = """
action_endpoint:
  url: http://127.0.0.1:${GUICHET_ACTIONS_PORT}/webhook
tracker_store:
  type: SQL
  dialect: sqlite
  db: ${GUICHET_TRACKER_DB}
"""

Talk = Sequence[Any]
Replies = list[dict[str, Any]]


@dataclass
class SetUp:
    """An engine and its action server, and what has been measured of them."""

    name: str
    services: list[serve.Service]
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def engine(self) -> int:
        """The process that answers messages."""
        return self.services[-1].process.pid


def measure(settings: Settings, model: Path, folder: Path) -> Iterator[str]:
    """The lines of the report. Raises `GuichetError` when an engine does not come up."""
    set_ups = [stock(settings, model, folder / "stock"), ours(settings, model, folder / "ours")]
    talks = _talks()
    with _up(set_ups):
        asyncio.run(_take_turns(set_ups, talks))
    before, after = set_ups
    for each in set_ups:
        yield (
            f"  {each.name} : {statistics.median(each.rates):.0f} messages par seconde et moteur, "
            f"{1000 * statistics.median(each.times):.1f} ms par message (médiane, moteur seul occupé d'un usager), "
            f"{1000 * statistics.median(each.cpu):.1f} ms de processeur"
        )
    ratios = [ours / stock for stock, ours in zip(before.rates, after.rates, strict=True)]
    yield f"  débit : {statistics.median(ratios):.1f} × le montage d'origine (5 ×)"


def stock(settings: Settings, model: Path, folder: Path) -> SetUp:
    """Rasa and rasa-sdk as they come."""
    folder.mkdir(parents=True)
    (folder / "endpoints.yml").write_text(_STOCK_ENDPOINTS)
    (folder / "credentials.yml").write_text("rest:\n")
    engine, actions = _free_port(), _free_port()
    environment = ENVIRONMENT | {
        "GUICHET_VAR": str(settings.var),
        "GUICHET_ACTIONS_PORT": str(actions),
        "GUICHET_TRACKER_DB": str(folder / "tracker.db"),
        "SANIC_HOST": "127.0.0.1",
    }
    rasa = [
        sys.executable,
        "-m",
        "rasa",
        "run",
        "--interface",
        "127.0.0.1",
        "--port",
        str(engine),
        "--model",
        str(model),
    ]
    rasa += ["--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")]
    sdk = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(actions)]
    services = [
        serve.Service("actions", sdk, folder / "actions.log", environment),
        serve.Service("engine", rasa, folder / "engine.log", environment),
    ]
    return SetUp("montage d'origine", services, f"http://127.0.0.1:{engine}")


def ours(settings: Settings, model: Path, folder: Path) -> SetUp:
    """The engine and the action server as `guichet serve` starts them."""
    settings = serve.with_token(replace(settings, engine_port=_free_port(), actions_port=_free_port()))
    own = {"GUICHET_VAR": str(settings.var), "GUICHET_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}"}
    services = [replace(each, log=folder / each.log.name) for each in serve.services(settings, model)[:2]]
    for service in services:
        service.environment |= own
    folder.mkdir(parents=True)
    bearer = {"Authorization": f"Bearer {settings.internal_token}"}
    return SetUp("Guichet", services, settings.engine_url, bearer)


@contextmanager
def _up(set_ups: list[SetUp]) -> Iterator[None]:
    services = [service for each in set_ups for service in each.services]
    try:
        for service in services:
            service.start()
        deadline = time.monotonic() + PATIENCE
        while not all(serve.answers(f"{each.url}/") for each in set_ups):
            if time.monotonic() > deadline:
                raise GuichetError(f"bench : un moteur n'est pas prêt après {PATIENCE:.0f} s — voyez `make run`")
            time.sleep(0.2)
        yield
    finally:
        for service in services:
            service.stop()
        for service in services:
            service.finish(time.monotonic() + 10)


async def _take_turns(set_ups: list[SetUp], talks: list[Talk]) -> None:
    """Warm each up, then measure them one after the other, several times."""
    for turn in range(TURNS + 1):
        for each in set_ups:
            async with aiohttp.ClientSession(each.url, headers=each.headers) as session:
                times = [seconds for talk in talks for seconds in await _play(session, talk, f"seul-{turn}-{id(talk)}")]
                rate, cpu = await _rush(session, talks, each.engine, turn)
            if turn:
                each.times += times
                each.rates.append(rate)
                each.cpu.append(cpu)


async def _rush(session: aiohttp.ClientSession, talks: list[Talk], engine: int, turn: int) -> tuple[float, float]:
    """Messages a second, and seconds of the engine's processor each, with several citizens at once."""
    waiting = [(talk, f"foule-{turn}-{number}") for number, talk in enumerate(talks * TALKS_A_TURN)]
    count = sum(len(talk) for talk, _ in waiting)

    async def citizen() -> None:
        while waiting:
            await _play(session, *waiting.pop())

    began, busy = time.perf_counter(), _busy(engine)
    await asyncio.gather(*(citizen() for _ in range(CITIZENS)))
    return count / (time.perf_counter() - began), (_busy(engine) - busy) / count


async def _play(session: aiohttp.ClientSession, talk: Talk, sender: str) -> list[float]:
    """Seconds of each message of a conversation."""
    buttons: list[str] = []
    times = []
    for step in talk:
        text = _text(step, buttons)
        began = time.perf_counter()
        async with session.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}) as response:
            replies = await response.json()
        times.append(time.perf_counter() - began)
        if not replies:
            raise GuichetError("bench : un moteur n'a rien répondu — voyez `make run`")
        buttons = _payloads(replies) or buttons
    return times


def _text(step: str | int, buttons: list[str]) -> str:
    """What is sent: words, or what a button stands for; the last one where there are fewer, a yes without any."""
    if isinstance(step, str):
        return step
    return buttons[min(step, len(buttons) - 1)] if buttons else "oui"


def _payloads(replies: Replies) -> list[str]:
    frames = [frame for reply in replies for frame in (reply.get("custom") or {}).get("frames", ())]
    options = [option["payload"] for frame in frames if frame["kind"] == "choices" for option in frame["options"]]
    return options + [button["payload"] for reply in replies for button in reply.get("buttons") or ()]


def _talks() -> list[Talk]:
    return yaml.safe_load(Path(__file__).with_name("talks.yml").read_text("utf-8"))


def _busy(pid: int) -> float:
    """Seconds of processor a process has had, or 0 where /proc is not there."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> None:
    """Measure the model in service over the catalogue in service, and print the lines."""
    settings = load()
    model = choose(Bank(ROOT, ROOT / "models")).model
    with tempfile.TemporaryDirectory() as folder:
        for line in measure(settings, model, Path(folder)):
            click.echo(line)


if __name__ == "__main__":
    main()
