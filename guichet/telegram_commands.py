"""`guichet telegram`: the bot of Telegram, from either environment; what each command does is in the gateway."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import suppress

import click

from guichet import settings
from guichet.gateway_commands import InGateway

DROP_PENDING = click.option("--drop-pending", is_flag=True, help="Écarter les messages qui attendent chez Telegram.")


@click.group(cls=InGateway)
def telegram() -> None:
    """Le guichet dans Telegram : le mettre en service, le vérifier."""


@telegram.command()
@click.option("--url", help="Adresse publique de Guichet (défaut : GUICHET_PUBLIC_URL).")
@DROP_PENDING
def set_webhook(url: str | None, drop_pending: bool) -> None:
    """Dire à Telegram où envoyer les messages. Le menu et la présentation du robot suivent."""
    from guichet.gateway.channels.telegram.console import commands

    _run(commands.set_webhook(settings.load(), url, drop_pending, click.echo))


@telegram.command()
@DROP_PENDING
def delete_webhook(drop_pending: bool) -> None:
    """Dire à Telegram de ne plus rien envoyer."""
    from guichet.gateway.channels.telegram.console import commands

    _run(commands.delete_webhook(settings.load(), drop_pending, click.echo))


@telegram.command()
def info() -> None:
    """Montrer où vont les messages, et la dernière erreur."""
    from guichet.gateway.channels.telegram.console import commands

    _run(commands.info(settings.load(), click.echo))


@telegram.command()
@click.option("--force", is_flag=True, help="Retirer d'abord l'adresse donnée à Telegram.")
def poll(force: bool) -> None:
    """Relever les messages sans adresse publique. Pour le développement."""
    from guichet.gateway.channels.telegram.console import polling

    # Ctrl-C is how it ends, and it has said so by then.
    with suppress(KeyboardInterrupt):
        _run(polling.poll(settings.load(), force, polling.Screen(click.echo, sys.stdout.isatty())))


def _run(work: Coroutine[object, object, None]) -> None:
    asyncio.run(work)
