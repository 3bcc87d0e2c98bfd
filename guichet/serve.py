"""Runs the three processes together: action server, engine, gateway. Restarts one that dies, stops all on Ctrl-C.

Each writes to its own file under `var/log/`; the console gets plain sentences. It knows nothing of what they do, but
that the engine follows the model in service (`guichet.bank`).
"""

from __future__ import annotations

import ctypes
import errno
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from guichet.bank.bank import Bank
from guichet.bank.choosing import Choice, choose
from guichet.bank.watch import EngineDoor, ModelWatch
from guichet.errors import GuichetError
from guichet.settings import ROOT, Settings
from guichet.training import ENVIRONMENT as RASA_ENVIRONMENT

#: A process that dies is started again after 1 s, then 2 s, 4 s… and at most this; it has settled after a minute.
_LONGEST_PAUSE, _SETTLED_AFTER = 30.0, 60.0
#: What the three processes know each other by.
INTERNAL_TOKEN = "GUICHET_INTERNAL_TOKEN"
#: How long a process may take to stop by itself.
_GRACE = 10.0

#: What can be served by itself, in the order of starting; two of them by the names that people see.
PARTS = ("actions", "engine", "gateway")
ENGINE, GATEWAY = "Le moteur", "La passerelle"

Say = Callable[[str], None]


@dataclass
class Service:
    """One process: what starts it, the file for its words (without one they go where ours do), when it may start."""

    name: str
    command: list[str]
    log: Path | None
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = 0.0

    def start(self) -> None:
        """Start it, its output appended to its file; it dies with this process."""
        with self._output() as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    def _output(self) -> AbstractContextManager[BinaryIO | None]:
        if self.log is None:
            return nullcontext()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.open("ab")

    def tend(self, say: Say) -> None:
        """Start it again when it has died and its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            if now - self.started > _SETTLED_AFTER:
                self.pause = 1.0
            return
        if self.process is not None:
            see = f" ; voir {_shown(self.log)}" if self.log else ""
            code = self.process.returncode
            say(f"{self.name} s'est arrêté (code {code}) — je le relance dans {self.pause:.0f} s{see}")
            self.process, self.due = None, now + self.pause
            self.pause = min(self.pause * 2, _LONGEST_PAUSE)
        elif now >= self.due:
            self.start()

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def finish(self, until: float) -> None:
        """Wait for it until then, and end it after that."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def services(settings: Settings, model: Path, only: Collection[str] = PARTS) -> list[Service]:
    """The processes wanted, in the order in which they start; they know each other by a secret of their own."""
    engine, gateway = sys.executable, gateway_python() if "gateway" in only else ""
    logs = settings.var / "log"
    known = {INTERNAL_TOKEN: with_token(settings).internal_token, f"{INTERNAL_TOKEN}_FILE": ""}
    ports = known | {
        "GUICHET_ENGINE_PORT": str(settings.engine_port),
        "GUICHET_ACTIONS_PORT": str(settings.actions_port),
    }
    actions_command = [engine, "-m", "guichet.action_server"]
    made = [
        Service("Le serveur d'actions", actions_command, logs / "actions.log", RASA_ENVIRONMENT | _ONE_THREAD | ports),
        Service(ENGINE, _engine_command(model), logs / "engine.log", RASA_ENVIRONMENT | _ONE_THREAD | ports),
        Service(GATEWAY, [gateway, "-m", "guichet.gateway"], logs / "gateway.log", known),
    ]
    if set(only) == set(PARTS):
        return made
    # Whoever wants a part collects what it says: a container, systemd.
    return [replace(service, log=None) for part, service in zip(PARTS, made, strict=True) if part in only]


def with_token(settings: Settings) -> Settings:
    """The settings with a secret for internal calls: theirs, or one of this run alone."""
    return settings if settings.internal_token else replace(settings, internal_token=secrets.token_urlsafe(32))


#: The matrices of one sentence are small: threads that wait for each other cost more than they bring.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _engine_command(model: Path) -> list[str]:
    return [sys.executable, "-m", "guichet.engine", str(model)]


def run(settings: Settings, bank: Bank, say: Say, only: Collection[str] = PARTS) -> None:
    """Serve until Ctrl-C or SIGTERM, all or `only` some of `PARTS`.

    Raises `GuichetError`: a port is taken, no model, no gateway's environment.
    """
    check_ports(settings, only)
    choice = choose(bank) if "engine" in only else Choice(Path())
    settings = with_token(settings)
    running = services(settings, choice.model, only)
    if choice.note:
        say(choice.note)
    engine = next((service for service in running if service.name == ENGINE), None)
    with _following(settings, bank, choice.model, engine, say) if engine else nullcontext():
        supervise(running, settings, say)


@contextmanager
def _following(settings: Settings, bank: Bank, model: Path, engine: Service, say: Say) -> Iterator[None]:
    """The engine takes the model in service, as the record says it, while the context lasts."""

    def use(path: Path) -> None:
        engine.command = _engine_command(path)

    watch = ModelWatch(bank, EngineDoor(settings.engine_url, settings.internal_token), model, use, engine.stop)
    stopped = threading.Event()
    # Not waited for at the end: an engine that is loading a model is stopped with it.
    threading.Thread(target=watch.run, args=(stopped, say), daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def supervise(running: list[Service], settings: Settings, say: Say) -> None:
    """Start these processes and tend them until Ctrl-C or SIGTERM, then stop them all."""
    names = [service.name for service in running]
    with _stopping() as stopped:
        try:
            if ENGINE in names:
                say("Démarrage : le moteur met une demi-minute à charger son modèle…")
            for service in running:
                service.start()
            _tend(running, settings, say, stopped)
        finally:
            say("Arrêt…")
            until = time.monotonic() + _GRACE
            for service in reversed(running):
                service.stop()
            for service in running:
                service.finish(until)


def check_ports(settings: Settings, only: Collection[str] = PARTS) -> None:
    """Raises `GuichetError` naming the first port that another program holds."""
    ports = {
        "gateway": ("GUICHET_PORT", settings.host, settings.port),
        "engine": ("GUICHET_ENGINE_PORT", settings.engine_host, settings.engine_port),
        "actions": ("GUICHET_ACTIONS_PORT", "127.0.0.1", settings.actions_port),
    }
    for name, host, port in (place for part, place in ports.items() if part in only):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                reason = "déjà pris" if error.errno == errno.EADDRINUSE else error.strerror
                raise GuichetError(
                    f"port {port} : {reason} — arrêtez le programme qui l'occupe, "
                    f"ou choisissez-en un autre avec {name}={port + 1}"
                ) from None


def _tend(running: list[Service], settings: Settings, say: Say, stopped: Callable[[], bool]) -> None:
    ready = all(service.name != GATEWAY for service in running)
    while not stopped():
        for service in running:
            service.tend(say)
        if not ready and answers(f"http://{_in_address(settings.host)}:{settings.port}/health/ready"):
            ready = True
            say(f"Prêt : ouvrez http://localhost:{settings.port}/demo/ — Ctrl-C pour arrêter.")
            say(f"Conseillers : http://localhost:{settings.port}/desk/ — premier compte : guichet agents add --help")
        time.sleep(0.3)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def answers(url: str) -> bool:
    """Whether this address says that it is well."""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return reply.status == 200
    except (OSError, http.client.HTTPException, ValueError):
        return False


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Whether someone asked to stop, by Ctrl-C or SIGTERM, while the context lasts."""
    asked: list[int] = []
    before = {s: signal.signal(s, lambda number, frame: asked.append(number)) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def gateway_python() -> str:
    """The interpreter of the gateway's environment. Raises `GuichetError` when that isn't set up."""
    path = Path(os.environ.get("GUICHET_GATEWAY_PYTHON", ROOT / ".venv-gateway" / "bin" / "python"))
    if not path.is_file():
        raise GuichetError(f"{_shown(path)} : environnement de la passerelle absent — lancez `make setup`")
    return str(path)


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _die_with_parent() -> None:
    """Linux ends the process when its parent ends, however that happens: nothing is left running after a kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
