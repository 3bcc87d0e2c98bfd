"""`make bench`: the budgets of the design, measured on this machine, and search beside its reference points.

Figures are for comparing on one machine and in one run; nothing here passes or fails.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from guichet import serve
from guichet.catalogue.store import Catalogue
from guichet.evaluation import throughput
from guichet.evaluation.report import lines
from guichet.evaluation.walks import random_walk, report, walk_all
from guichet.evaluation.whole import Wanted, examine
from guichet.procedure import Aspect
from guichet.settings import ROOT, Settings, load
from guichet.training import model_path

#: The messages of one conversation, for the time of a reply.
TALK = ["bonjour", "j'ai perdu ma carte d'identité, je fais quoi ?", "combien ça coûte ?", "quels documents ?", "merci"]


def main() -> None:
    """Print every figure as it comes."""
    shared = Path(os.environ.get("GUICHET_SHARED", ROOT.parent / "shared"))
    feed = next(iter(sorted((shared / "corpus").glob("vosdroits-*.zip"))), None)
    click.echo(f"{os.cpu_count()} cœurs ; budgets de la conception entre parenthèses.")
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(load(), var=Path(folder), port=_free_port())
        settings = replace(settings, engine_port=_free_port(), actions_port=_free_port())
        settings = replace(settings, database_url=f"sqlite+aiosqlite:///{folder}/guichet.db", rate_per_minute=100_000)
        parts = (_imports(settings, feed), _quality(settings, shared), _walks(settings), _training(folder))
        for part in (*parts, _replies(settings), _throughput(settings, Path(folder))):
            for line in part:
                click.echo(line)


def _imports(settings: Settings, feed: Path | None) -> Iterator[str]:
    command = ["import", "--from", str(feed or "")]
    seconds, peak = _run(command, settings)
    what = "import du flux entier, index compris" if feed else "import des fiches des éditeurs (flux absent)"
    yield f"{what} : {seconds:.1f} s (30 s), {peak:.0f} Mo au plus (400 Mo)"
    yield f"import à nouveau, rien de changé : {_run(command, settings)[0]:.1f} s (3 s)"


def _quality(settings: Settings, shared: Path) -> Iterator[str]:
    development = shared / "questions" / "dev.jsonl"
    asked = {"recherche, sur les questions du projet (2 ms au 95e centile) :": None}
    if development.is_file():
        asked["recherche, sur de vraies questions de citoyens :"] = development
    for title, questions in asked.items():
        yield title
        examined = examine(ROOT, None, settings.catalogue_path, Wanted(questions, noise=False))
        yield from (f"  {line}" for line in lines(examined))


def _walks(settings: Settings) -> Iterator[str]:
    """Every sheet walked in every branch; then citizens who answer at random, for what a walk is usually like."""
    catalogue = Catalogue.open(settings.catalogue_path)
    sheets = [sheet for sheet in (*catalogue.official(), *catalogue.editors()) if sheet.type != "guided"]
    chance = random.Random(0)
    yield "fiches parcourues, toutes les réponses à toutes les questions :"
    walks = list(walk_all(sheets, os.cpu_count() or 1))
    wishes = (None, Aspect.DOCUMENTS, Aspect.COST, Aspect.DELAY)
    typical = [random_walk(sheet, wish, chance) for sheet in sheets for wish in wishes]
    yield from (f"  {line}" for line in report(walks, typical))


def _training(folder: str) -> Iterator[str]:
    code = "import sys; from pathlib import Path; from guichet.training import train; train(*map(Path, sys.argv[1:]))"
    seconds, peak = _measured([sys.executable, "-c", code, str(ROOT), str(Path(folder, "models"))], {})
    yield f"entraînement complet : {seconds:.0f} s (120 s), {peak:.0f} Mo (2500 Mo)"


def _replies(settings: Settings) -> Iterator[str]:
    """One message at a time through gateway, engine and action server; memory of each once warm."""
    with _serving(settings) as services:
        base = f"http://127.0.0.1:{settings.port}/api/conversations"
        _talk(base)
        before = {service.name: _busy(service.process.pid) for service in services}
        times = [seconds for _ in range(8) for seconds in _talk(base)]
        busy = {s.name: 1000 * (_busy(s.process.pid) - before[s.name]) / len(times) for s in services}
        memory = {service.name: _resident(service.process.pid) for service in services}
    yield f"un message, de la passerelle à la réponse : {1000 * statistics.median(times):.0f} ms en médiane (25 ms)"
    yield "processeur par message : " + ", ".join(f"{name.lower()} {each:.1f} ms" for name, each in busy.items())
    gateway = memory.pop("La passerelle")
    yield f"mémoire : moteur et serveur d'actions {sum(memory.values()):.0f} Mo (1200 Mo)"
    yield f"mémoire : passerelle {gateway:.0f} Mo (150 Mo)"


def _throughput(settings: Settings, folder: Path) -> Iterator[str]:
    yield "débit d'un moteur, à côté du montage d'origine de Rasa, dans la même minute et avec le même modèle :"
    yield from throughput.measure(settings, model_path(ROOT, ROOT / "models"), folder / "throughput")


def _talk(base: str) -> list[float]:
    """Seconds from each message to the first event that answers it."""
    conversation = _post(base, {})
    url, token = f"{base}/{conversation['id']}", conversation["token"]
    times = []
    for number, text in enumerate(TALK):
        begin = time.perf_counter()
        seq = _post(f"{url}/messages", {"client_id": str(number), "text": text}, token)["seq"]
        while not any(event["author"] == "bot" for event in _get(f"{url}/events?after={seq}&wait=25", token)):
            pass
        times.append(time.perf_counter() - begin)
    return times


@contextmanager
def _serving(settings: Settings):
    environment = _environment(settings)
    services = serve.services(settings, model_path(ROOT, ROOT / "models"))
    for service in services:
        service.environment |= environment
        service.start()
    try:
        deadline = time.monotonic() + 120
        while not serve.answers(f"http://127.0.0.1:{settings.port}/health/ready"):
            if time.monotonic() > deadline:
                raise SystemExit("bench : le service n'est pas prêt après 120 s — voyez `make run`")
            time.sleep(0.2)
        yield services
    finally:
        for service in services:
            service.stop()
        for service in services:
            service.finish(time.monotonic() + 10)


def _run(arguments: list[str], settings: Settings) -> tuple[float, float]:
    return _measured([sys.executable, "-m", "guichet", *arguments], _environment(settings))


def _measured(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of one command, measured by a process of its own."""
    probe = (
        "import json, resource, subprocess, sys, time; t = time.perf_counter(); "
        "code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE); "
        "usage = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([code, time.perf_counter() - t, usage.ru_maxrss / 1024]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    code, seconds, peak = json.loads(done.stdout)
    if code:
        raise SystemExit(f"bench : {' '.join(command)} a échoué — lancez cette commande seule pour voir pourquoi")
    return seconds, peak


def _environment(settings: Settings) -> dict[str, str]:
    return {
        "GUICHET_VAR": str(settings.var),
        "GUICHET_PORT": str(settings.port),
        "GUICHET_ENGINE_PORT": str(settings.engine_port),
        "GUICHET_ACTIONS_PORT": str(settings.actions_port),
        "GUICHET_DATABASE_URL": settings.database_url,
        "GUICHET_TRACKER_URL": "",
        "GUICHET_RATE_PER_MINUTE": str(settings.rate_per_minute),
    }


def _post(url: str, body: dict, token: str = "") -> dict:
    return _call(urllib.request.Request(url, json.dumps(body).encode(), _headers(token), method="POST"))


def _get(url: str, token: str) -> list:
    return _call(urllib.request.Request(url, headers=_headers(token)))


def _call(request: urllib.request.Request):
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def _headers(token: str) -> dict[str, str]:
    return {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})


def _busy(pid: int) -> float:
    """Seconds of processor that a process has had, or 0 where /proc is not there."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """Megabytes of a process and its children, or 0 where /proc is not there."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
    return own + sum(_resident(int(child)) for child in children)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
