"""What `guichet import-offices` does and says; leaves out the import itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from guichet import settings
from guichet.errors import GuichetError


@click.command("import-offices")
@click.option(
    "--from", "source", help="Annuaire : fichier (tar.bz2, zip, json) ou adresse (défaut : GUICHET_DIRECTORY)."
)
def import_offices_command(source: str | None) -> None:
    """Charger l'annuaire officiel des guichets : adresses, horaires, communes."""
    from guichet.offices.importing import import_offices

    wanted = settings.load()
    chosen = wanted.directory_source if source is None else source
    if not chosen:
        raise GuichetError("GUICHET_DIRECTORY est vide — donnez l'annuaire par --from FICHIER ou ADRESSE")
    with _progress() as advance:
        report = import_offices(chosen, wanted.directory_path, advance)
    for line in told(report):
        click.echo(line)


def told(report) -> Iterator[str]:
    """What to tell the operator of an import."""
    source, counts = report.source, report.source.counts
    day = source.date or "jour inconnu"
    yield f"Annuaire du {day} ({source.file}) : {counts['offices']} guichets — {source.producer}."
    if report.up_to_date:
        yield "Cet annuaire est déjà en service : rien à faire."
        return
    covered = f", compétences connues pour {counts['covered']}" if counts["covered"] else ", compétences non fournies"
    yield f"Communes : {counts['communes']}{covered}."
    yield from (f"Laissés de côté : {count} — {reason}." for reason, count in report.reasons)
    yield "Annuaire en service. Essayez : « Où est la mairie de … ? » dans la page de démonstration."


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on the error stream, from the first step on; downloading then reading each fill it once."""
    bars: list = []

    def advance(done: int, total: int) -> None:
        if not bars or done < bars[-1].pos:
            bars.append(click.progressbar(length=total, label="Annuaire", file=sys.stderr, update_min_steps=1))
        bars[-1].update(done - bars[-1].pos)

    try:
        yield advance
    finally:
        for bar in bars:
            bar.render_finish()
