"""`guichet status`: how Guichet is, from either environment; what it looks at is in the gateway."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from guichet import settings
from guichet.gateway_commands import CommandInGateway


@click.command(cls=CommandInGateway)
@click.option("--json", "as_json", is_flag=True, help="Tout ce qui est su, en un objet JSON, pour un programme.")
@click.option(
    "--models",
    "folder",
    type=click.Path(file_okay=False, path_type=Path, resolve_path=True),
    default=settings.ROOT / "models",
    show_default="models/",
    help="Dossier des modèles.",
)
def status(as_json: bool, folder: Path) -> None:
    """Dire comment va Guichet, et que faire s'il va mal ; il n'a pas besoin de tourner.

    Code de sortie, pour une tâche planifiée : 0, tout va bien ; 1, quelque chose est à voir ; 2, quelque chose est en
    panne.
    """
    from guichet.gateway.clock import utc_now
    from guichet.gateway.status.gathering import gather
    from guichet.gateway.status.judging import code, judge
    from guichet.gateway.status.telling import as_program, lines

    facts = asyncio.run(gather(settings.load(), folder, utc_now))
    findings = judge(facts)
    for line in [as_program(facts, findings)] if as_json else lines(facts, findings):
        click.echo(line)
    raise SystemExit(code(findings))
