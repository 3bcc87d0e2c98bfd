"""`guichet unanswered`: what was not understood, from either environment; what each command does is in the gateway."""

from __future__ import annotations

import asyncio

import click

from guichet import settings
from guichet.gateway_commands import InGateway


@click.group(cls=InGateway)
def unanswered() -> None:
    """Les questions restées sans réponse : les voir, en faire des exemples."""


@unanswered.command("list")
@click.option("--json", "as_json", is_flag=True, help="Un objet JSON par groupe, un par ligne.")
@click.option("--all", "everything", is_flag=True, help="Montrer aussi ce qui a été attribué ou classé sans suite.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Nombre de groupes montrés.")
def list_(as_json: bool, everything: bool, limit: int) -> None:
    """Montrer les groupes, le plus lourd d'abord.

    Le numéro en tête de chaque groupe sert à `guichet unanswered assign`.
    """
    from guichet.gateway.unanswered import commands

    _tell(commands.listed(settings.load(), as_json, everything, limit))


@unanswered.command()
@click.argument("what", nargs=-1, required=True, metavar="[GROUPE] CIBLE")
@click.option("--text", "texts", multiple=True, help="La phrase à garder (répétable), au lieu de celle du groupe.")
@click.option("--author", default="", help="Qui ajoute l'exemple (défaut : le nom de votre compte).")
@click.option("--none", "dismissed", is_flag=True, help="Sans suite : retirer le groupe de la liste, sans exemple.")
def assign(what: tuple[str, ...], texts: tuple[str, ...], author: str, dismissed: bool) -> None:
    """Faire d'une question un exemple de CIBLE.

    \b
    CIBLE : une démarche (rsa), une fiche officielle (F1234) ou une intention (ask_cost).

    \b
    guichet unanswered assign 12 rsa               la phrase la plus typique du groupe 12
    guichet unanswered assign 12 rsa --text "…"    la même, mieux écrite
    guichet unanswered assign --text "…" rsa       une phrase seule, sans groupe
    guichet unanswered assign 12 --none            sans suite

    La phrase est refusée si elle contient des données personnelles, si elle sert à la mesure, si elle est déjà
    l'exemple d'autre chose, ou si `guichet check` y trouve à redire. Le fichier reste alors comme il était.
    """
    from guichet.gateway.unanswered import commands

    group, target = _understood(what, bool(texts), dismissed)
    if dismissed:
        _tell(commands.dismiss(settings.load(), group, author))
    else:
        _tell(commands.assign(settings.load(), group, target, texts, author))


def _understood(what: tuple[str, ...], with_text: bool, dismissed: bool) -> tuple[int | None, str]:
    """The group and the target that the arguments name."""
    group = int(what[0]) if what[0].isdecimal() else None
    rest = what[1:] if group is not None else what
    if dismissed and (group is None or rest or with_text):
        raise click.UsageError("avec --none, donnez seulement le numéro d'un groupe")
    if not dismissed and (len(rest) != 1 or (group is None and not with_text)):
        raise click.UsageError("donnez un groupe et une cible, ou --text et une cible")
    return group, rest[0] if rest else ""


def _tell(work) -> None:
    for line in asyncio.run(work):
        click.echo(line)
