"""`guichet purge`, `guichet export` and `guichet secrets`, from either environment; what they do is in the gateway."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from guichet import settings
from guichet.errors import GuichetError
from guichet.gateway_commands import CommandInGateway, InGateway
from guichet.setting_parts import KeepSettings

_KINDS = tuple(KeepSettings.__dataclass_fields__)


@click.command(cls=CommandInGateway)
@click.option("--dry-run", is_flag=True, help="Compter ce qui partirait, sans rien effacer.")
@click.option("--older-than", type=click.IntRange(1), metavar="JOURS", help="À la place des durées réglées.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Ce qui est effacé (défaut : tout).")
def purge(dry_run: bool, older_than: int | None, kinds: tuple[str, ...]) -> None:
    """Effacer ce qui est trop ancien, d'après les réglages GUICHET_KEEP_…_DAYS.

    La passerelle le fait chaque nuit. Ce qui est en cours ne part jamais.
    """
    from guichet.gateway.retention import commands

    for line in asyncio.run(commands.purge(settings.load(), kinds, older_than, dry_run)):
        click.echo(line)


@click.command(cls=CommandInGateway)
@click.option("--conversation", default="", help="Identifiant de la conversation.")
@click.option("--reference", default="", help="Numéro de la demande, par exemple DEM-7F3K-Q2.")
@click.option("--text", "as_text", is_flag=True, help="À lire, plutôt qu'en JSON.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Fichier où écrire.")
def export(conversation: str, reference: str, as_text: bool, output: Path | None) -> None:
    """Tout ce qui est gardé d'une conversation, pour qui exerce son droit d'accès."""
    from guichet.gateway.retention import commands

    if bool(conversation) == bool(reference):
        raise click.UsageError("donnez --conversation ou --reference")
    told = asyncio.run(commands.export(settings.load(), conversation, reference, as_text))
    if output is None:
        click.echo(told)
    else:
        _write(output, told)


def _write(path: Path, text: str) -> None:
    try:
        path.touch(mode=0o600)
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise GuichetError(f"{path} : {error.strerror} — choisissez un autre fichier avec --output") from error


@click.group(cls=InGateway)
def secrets() -> None:
    """La clé qui chiffre les coordonnées des usagers et la double authentification."""


@secrets.command()
def new() -> None:
    """Donner une nouvelle clé, pour GUICHET_SECRET_KEY ; rien n'est changé."""
    from guichet.gateway.retention import commands

    click.echo(commands.key())


@secrets.command()
def rotate() -> None:
    """Chiffrer tout de nouveau avec la première clé de GUICHET_SECRET_KEY."""
    from guichet.gateway.retention import commands

    for line in asyncio.run(commands.rotate(settings.load())):
        click.echo(line)


@secrets.command("forget-unreadable")
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
def forget_unreadable(yes: bool) -> None:
    """Effacer ce qu'aucune clé n'ouvre plus : à faire quand la clé est perdue pour de bon."""
    from guichet.gateway.retention import commands

    if not yes:
        click.confirm("Les coordonnées illisibles seront perdues. Continuer ?", abort=True)
    for line in asyncio.run(commands.forget_unreadable(settings.load())):
        click.echo(line)
