"""`guichet backup` and `guichet restore`; what they do is beside."""

from __future__ import annotations

from pathlib import Path

import click

from guichet import settings
from guichet.backup.archive import Contents

MODELS = click.option(
    "--models",
    "folder",
    type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
    default=settings.ROOT / "models",
    show_default="models/",
    help="Dossier des modèles.",
)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path, resolve_path=True))
@click.option("--keep", type=click.IntRange(1), help="N'en garder que les dernières, dans le même dossier.")
@click.option("--without-key", is_flag=True, help="Sans la clé des coordonnées : vous la gardez ailleurs.")
@MODELS
def backup(file: Path | None, keep: int | None, without_key: bool, folder: Path) -> None:
    """Sauvegarder conversations, comptes, modèles, catalogue et clé dans FILE, sans rien arrêter.

    Défaut : un fichier daté dans GUICHET_VAR/sauvegardes. Il contient ce que des personnes ont écrit : rangez-le en
    lieu sûr, sur une autre machine.
    """
    from guichet.backup.backup import back_up, prune

    target, contents = back_up(settings.load(), folder, file, key=not without_key)
    click.echo(f"Sauvegarde faite : {target} ({target.stat().st_size / 1e6:.1f} Mo).")
    _tell(contents)
    if keep:
        for old in prune(target.parent, keep):
            click.echo(f"Ancienne sauvegarde effacée : {old.name}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path, resolve_path=True))
@click.option("--yes", is_flag=True, help="Ne rien demander.")
@MODELS
def restore(file: Path, yes: bool, folder: Path) -> None:
    """Remettre ce que contient la sauvegarde FILE. Guichet doit être arrêté.

    Ce qui est remplacé est mis de côté dans GUICHET_VAR, sauf une base PostgreSQL, qui devient celle de la sauvegarde.
    """
    from guichet.backup.backup import restore as put_back

    wanted = settings.load()
    if not yes:
        click.confirm(f"Remplacer ce qui est dans {wanted.var} par {file.name} ?", abort=True)
    contents, aside = put_back(wanted, folder, file)
    click.echo(f"Sauvegarde du {contents.made} remise en place.")
    _tell(contents)
    if aside.exists():
        click.echo(f"Ce qu'elle remplace est dans {aside} : effacez ce dossier quand tout va bien.")
    click.echo("Relancez Guichet, puis : guichet status")


def _tell(contents: Contents) -> None:
    for item in contents.items:
        click.echo(f"  {item.name:<45} {item.size / 1e6:8.1f} Mo")
