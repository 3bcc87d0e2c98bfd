"""`guichet train`, `guichet serve` and `guichet models`; what they do is in `guichet.bank`, training and serve."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click

from guichet import settings

FOLDER = click.option(
    "--models",
    "folder",
    type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
    default=settings.ROOT / "models",
    show_default="models/",
    help="Dossier des modèles.",
)
KEEP = click.option(
    "--keep", type=click.IntRange(1), default=5, show_default=True, help="Derniers modèles promus à garder."
)


@click.command()
@click.option("--force", is_flag=True, help="Entraîner même si le modèle de ces données existe déjà.")
@KEEP
@FOLDER
def train(force: bool, keep: int, folder: Path) -> None:
    """Entraîner le modèle sur data/ ; rien à faire quand rien n'a changé.

    Le modèle entraîné n'est pas mis en service : « guichet models promote » le mesure et le fait.
    """
    from guichet.bank.bank import Bank
    from guichet.bank.record import read
    from guichet.training import train as train_model

    with Ticker("Entraînement", sys.stderr) as progress:
        model = train_model(settings.ROOT, folder, force, progress)
    _tell_pruned(Bank(settings.ROOT, folder).prune(keep, also=[model.name]))
    if read(folder).model == model.name:
        click.echo(f"Modèle prêt : {model.name}, déjà en service.")
    else:
        click.echo(f"Modèle prêt : {model.name}. Pour le mesurer et le mettre en service : guichet models promote")


@click.command()
@click.option(
    "--only",
    type=click.Choice(("actions", "engine", "gateway")),
    multiple=True,
    help="Cette partie seule, à répéter au besoin ; ce qu'elle dit va sur la console. Pour conteneurs et systemd.",
)
@FOLDER
def serve(only: tuple[str, ...], folder: Path) -> None:
    """Servir : moteur, serveur d'actions et passerelle ; Ctrl-C arrête tout.

    Il change de modèle sans s'arrêter quand « guichet models promote » ou « rollback » en met un autre en service.
    """
    from guichet import serve as server
    from guichet.bank.bank import Bank

    server.run(settings.load(), Bank(settings.ROOT, folder), click.echo, only or server.PARTS)


@click.group()
def models() -> None:
    """Les modèles entraînés : les voir, les mettre en service, revenir en arrière.

    Pour publier de nouveaux exemples : guichet check, guichet train, guichet models promote. Pour revenir au modèle
    d'avant : guichet models rollback.
    """


@models.command("list")
@FOLDER
def list_(folder: Path) -> None:
    """Montrer les modèles, leurs chiffres, et celui qui est en service."""
    from guichet.bank.bank import Bank
    from guichet.bank.table import lines

    for line in lines(Bank(settings.ROOT, folder)):
        click.echo(line)


@models.command()
@click.argument("model", required=False)
@click.option("--force", is_flag=True, help="Mettre en service sans mesurer ni comparer ; demande --reason.")
@click.option("--reason", default="", help="Pourquoi passer outre ; gardé dans l'historique.")
@KEEP
@FOLDER
def promote(model: str | None, force: bool, reason: str, keep: int, folder: Path) -> None:
    """Mettre en service MODEL (défaut : celui des données présentes), s'il n'est pas moins bon que l'actuel.

    Les deux sont mesurés sur les mêmes questions, que rien n'a apprises : une à deux minutes la première fois.
    """
    from guichet.bank.bank import Bank

    if force != bool(reason.strip()):
        raise click.UsageError("--force et --reason vont ensemble : dites pourquoi vous passez outre")
    bank = Bank(settings.ROOT, folder)
    with Ticker("Mesure", sys.stderr) as progress:
        done = bank.promote(bank.candidate(model), settings.load().catalogue_path, progress, keep, reason.strip())
    instead = f", à la place de {done.before}" if done.before else ""
    click.echo(f"En service : {done.model.name}{instead} ({done.why}).")
    _tell_pruned(done.pruned)
    click.echo("Si Guichet tourne, il change de modèle dans la minute. Pour revenir : guichet models rollback")


@models.command()
@click.argument("model", required=False)
@FOLDER
def rollback(model: str | None, folder: Path) -> None:
    """Remettre en service le modèle d'avant, ou MODEL, tout de suite et sans mesurer."""
    from guichet.bank.bank import Bank

    back = Bank(settings.ROOT, folder).rollback(model)
    click.echo(f"En service : {back.name}. Si Guichet tourne, il change de modèle dans la minute.")


#: What is being measured, for people; a name that is not here is shown as it is.
MEASURED = {
    "linker": "fiches",
    "noise": "fautes de frappe",
    "model": "chargement du modèle",
    "service": "réponses",
    "intents": "intentions",
    "entities": "lieux et références",
    "conversations": "conversations",
}


class Ticker:
    """One line of progress that moves, even while a long step says nothing; in a file, one line for each stage.

    As a context, it gives what is called at every step: (what, done, total).
    """

    def __init__(self, label: str, stream: TextIO, every: float = 0.5) -> None:
        # Kept now: training redirects `sys.stderr` to silence Rasa.
        self._label, self._stream, self._every = label, stream, every
        self._ended = threading.Event()
        self._began = 0.0
        self._step = ("", 0, 0)

    def __enter__(self) -> Callable[[str, int, int], None]:
        return self._tell

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        if self._began and self._stream.isatty():
            self._stream.write("\n")

    def _tell(self, what: str, done: int, total: int) -> None:
        what = MEASURED.get(what, what)
        before, self._step = self._step[0], (what, done, total)
        if not self._began:
            self._began = time.monotonic()
            if self._stream.isatty():
                threading.Thread(target=self._tick, daemon=True).start()
        if not self._stream.isatty() and what != before:
            self._stream.write(f"{self._label} : {what}…\n")
            self._stream.flush()

    def _tick(self) -> None:
        while not self._ended.wait(self._every):
            self._stream.write(f"\r\x1b[K{self._line()}")
            self._stream.flush()

    def _line(self) -> str:
        what, done, total = self._step
        filled = 20 * done // max(total, 1)
        bar = "█" * filled + "░" * (20 - filled)
        return f"{self._label}  [{bar}] {done}/{total} {what}, {time.monotonic() - self._began:.0f} s"


def _tell_pruned(names: list[str] | tuple[str, ...]) -> None:
    if names:
        click.echo(f"Anciens modèles effacés : {len(names)}.")
