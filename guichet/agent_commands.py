"""`guichet agents`: the accounts of the desk, from either environment; what each command does is in the gateway."""

from __future__ import annotations

import asyncio
import sys

import click

from guichet import settings
from guichet.errors import GuichetError
from guichet.gateway_commands import InGateway

#: As in `guichet.gateway.desk.door.accounts.Role`, which is not importable everywhere.
ROLES = ("agent", "supervisor", "editor", "administrator")


@click.group(cls=InGateway)
def agents() -> None:
    """Les comptes de l'espace des conseillers."""


@agents.command()
@click.argument("login")
@click.option("--name", required=True, help="Prénom que voient les usagers.")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True, help="Ce que le compte permet.")
@click.option("--team", "teams", multiple=True, help="Équipe (répétable ; aucune : toutes).")
@click.option("--password-stdin", is_flag=True, help="Lire le mot de passe sur l'entrée standard.")
def add(login: str, name: str, role: str, teams: tuple[str, ...], password_stdin: bool) -> None:
    """Créer un compte, ou remettre LOGIN en service."""
    from guichet.gateway.desk import commands

    password = _read_password() if password_stdin else None
    _tell(commands.add(settings.load(), login, name, role, teams, password))


@agents.command("list")
def list_() -> None:
    """Montrer les comptes."""
    from guichet.gateway.desk import commands

    _tell(commands.listed(settings.load()))


@agents.command()
@click.argument("login")
@click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")
def remove(login: str, yes: bool) -> None:
    """Désactiver le compte LOGIN et fermer ses sessions."""
    from guichet.gateway.desk import commands

    if not yes:
        click.confirm(f"Désactiver le compte {login} ?", abort=True)
    _tell(commands.remove(settings.load(), login))


@agents.command()
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Lire le mot de passe sur l'entrée standard.")
def password(login: str, password_stdin: bool) -> None:
    """Donner un nouveau mot de passe au compte LOGIN."""
    from guichet.gateway.desk import commands

    given = _read_password() if password_stdin else None
    _tell(commands.set_password(settings.load(), login, given))


def _tell(work) -> None:
    for line in asyncio.run(work):
        click.echo(line)


def _read_password() -> str:
    """The first line of standard input. Raises `GuichetError` when there is none."""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise GuichetError("--password-stdin : rien sur l'entrée standard — écrivez-y le mot de passe, sur une ligne")
    return line
