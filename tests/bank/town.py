"""A counter that really runs, and citizens who never stop writing to it: what each wrote, and all that came back."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from guichet.settings import ROOT

SERVER = """
import sys
from pathlib import Path
from guichet import serve, settings
from guichet.bank.bank import Bank
root, models = map(Path, sys.argv[1:])
serve.run(settings.load(), Bank(root, models), lambda line: print(line, flush=True))
"""

#: Seconds: a start loads TensorFlow on a machine that may be busy; nothing here waits longer than it must.
PATIENCE = 180.0


def until(condition: Callable[[], object], what: str, seconds: float = PATIENCE):
    """What `condition` gives, once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"still waiting after {seconds:.0f} s: {what}")


@dataclass
class Counter:
    """`guichet serve`, running; `log` is what it says."""

    url: str
    log: Path
    process: subprocess.Popen

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextmanager
def counter(root: Path, models: Path, var: Path) -> Iterator[Counter]:
    """A counter over the models of a project, ready; stopped at the end as Ctrl-C does it."""
    ports = {name: str(_free_port()) for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT")}
    more = {"GUICHET_VAR": str(var), "GUICHET_DATABASE_URL": "", "GUICHET_RATE_PER_MINUTE": "100000"}
    log = var / "serve.log"
    with log.open("wb") as output:
        command = [sys.executable, "-c", SERVER, str(root), str(models)]
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | ports | more, stdout=output, stderr=output)
        try:
            running = Counter(f"http://127.0.0.1:{ports['GUICHET_PORT']}", log, process)
            until(lambda: "Prêt" in running.said() or process.poll() is not None, "the counter to be ready")
            assert process.poll() is None, running.said()
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)


@dataclass
class Citizen:
    """Writes, waits for the answer, writes again. `sent`: numbers of the messages; `slowest`: seconds to an answer."""

    url: str
    sent: list[int] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)
    slowest: float = 0.0

    def live(self, stopped: threading.Event) -> None:
        conversation = _call(f"{self.url}/api/conversations", {})
        base, token = f"{self.url}/api/conversations/{conversation['id']}", conversation["token"]
        while not stopped.is_set():
            began = time.monotonic()
            seq = _call(f"{base}/messages", {"client_id": str(len(self.sent)), "text": "bonjour"}, token)["seq"]
            self.sent.append(seq)
            while not any(
                event["author"] == "bot" for event in _call(f"{base}/events?after={seq}&wait=25", None, token)
            ):
                assert time.monotonic() - began < PATIENCE, "no answer"
            self.slowest = max(self.slowest, time.monotonic() - began)
        self.events = _call(f"{base}/events?after=0", None, token)

    def answers(self) -> list[tuple[str, str]]:
        """(kind, text) of all that the bot said after the welcome, in order."""
        first = self.sent[0]
        return [(e["kind"], e["text"]) for e in self.events if e["author"] == "bot" and e["seq"] > first]


@contextmanager
def crowd(url: str, size: int) -> Iterator[list[Citizen]]:
    """Citizens who write all at once while the context lasts; at its end each has their answer."""
    citizens, stopped = [Citizen(url) for _ in range(size)], threading.Event()
    threads = [threading.Thread(target=citizen.live, args=(stopped,), daemon=True) for citizen in citizens]
    for thread in threads:
        thread.start()
    try:
        yield citizens
    finally:
        stopped.set()
        for thread in threads:
            thread.join(PATIENCE)


def say_once(url: str) -> str:
    """What the bot answers to a newcomer."""
    citizen, stopped = Citizen(url), threading.Event()
    thread = threading.Thread(target=citizen.live, args=(stopped,), daemon=True)
    thread.start()
    until(lambda: citizen.sent, "a first message")
    stopped.set()
    thread.join(PATIENCE)
    return citizen.answers()[0][1]


def _call(url: str, body: dict | None, token: str = ""):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = None if body is None else json.dumps(body).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, data, headers), timeout=60) as reply:
        return json.load(reply)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
