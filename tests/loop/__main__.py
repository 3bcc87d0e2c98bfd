"""`make loop`: from a question that nobody understood to its right answer, by the clock, in a clean checkout.

A citizen asks, the question lands in the inbox, an editor makes an example of it, a model is trained, measured and
promoted while the counter serves, and the same question is answered. It ends with 1 when it is not.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import click
import httpx

from guichet.settings import ROOT
from tests.loop.project import Project

#: Asked in words that no sheet nor example has, and what it asks for.
QUESTION, TARGET = "je me suis fait chourer mon bout de plastique avec ma tronche dessus", "carte_identite_perte_vol"
TITLE = "Carte d'identité perdue ou volée"
#: The corpus of the official feed, beside the project, when it is there.
CORPUS = ROOT.parent / "shared" / "corpus"
PATIENCE = 180.0


class Clock:
    """Prints how long each step took."""

    def __init__(self) -> None:
        self._begin = self._last = time.monotonic()

    def tell(self, what: str) -> None:
        now = time.monotonic()
        click.echo(f"{now - self._last:6.1f} s  {what}")
        self._last = now

    @property
    def total(self) -> float:
        return self._last - self._begin


def main() -> int:
    """0 when the question ends up answered."""
    feeds = sorted(CORPUS.glob("vosdroits-*.zip"))
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        project = Project.cloned(Path(folder, "guichet"), str(feeds[-1]) if feeds else "")
        clock.tell("copie propre du projet")
        project.guichet("import")
        clock.tell("import" + (" du flux officiel" if feeds else " des fiches des éditeurs"))
        project.guichet("train")
        clock.tell("premier entraînement")
        project.guichet("models", "promote")
        clock.tell("première mise en service, mesurée")
        with project.served():
            return _loop(project, clock)


def _loop(project: Project, clock: Clock) -> int:
    _wait(lambda: _is_ready(project.url), "le comptoir ne répond pas")
    clock.tell("le comptoir répond")
    before = _asked(project.url)
    clock.tell(f"« {QUESTION} » → {before or 'pas de réponse'}")
    start = time.monotonic()
    group = next(json.loads(line) for line in project.guichet("unanswered", "list", "--json").splitlines())
    clock.tell(f"boîte des questions sans réponse : groupe {group['group']}")
    click.echo(project.guichet("unanswered", "assign", str(group["group"]), TARGET, "--author", "essai").strip())
    clock.tell(f"exemple de {TARGET}, vérifié")
    project.guichet("train")
    clock.tell("entraînement")
    click.echo(project.guichet("evaluate", "--sample", "60").strip().splitlines()[-1])
    clock.tell("mesure, sur un échantillon")
    click.echo(project.guichet("models", "promote").strip())
    clock.tell("mesure entière et mise en service")
    _wait(lambda: _asked(project.url) == TARGET, f"toujours pas de réponse, mais {_asked(project.url)}")
    clock.tell(f"« {QUESTION} » → {TARGET}")
    click.echo(f"De la question à sa réponse : {time.monotonic() - start:.0f} s. En tout : {clock.total:.0f} s.")
    return int(before == TARGET)


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _asked(url: str) -> str:
    """The target where the bot opens it for the question in a new conversation, else empty."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        opened = http.post("/api/conversations").json()
        path, bearer = f"/api/conversations/{opened['id']}", {"Authorization": f"Bearer {opened['token']}"}
        body = {"client_id": "1", "text": QUESTION}
        sent = http.post(f"{path}/messages", headers=bearer, json=body).json()["seq"]
        events = http.get(f"{path}/events", headers=bearer, params={"after": sent, "wait": 25}).json()
    # Several sheets stand behind it: which one is asked for first, under its title.
    opened = any(event.get("reason") != "procedure" and TITLE in event["text"] for event in events)
    return TARGET if opened else ""


def _wait(condition, complaint: str) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError(complaint)
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
