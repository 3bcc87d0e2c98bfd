"""`guichet evaluate`: measures, prints a short table, and leaves a report to read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from guichet import settings
from guichet.evaluation.figures import Report

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--questions", type=FILE, help="Fichier JSONL de questions, à poser seules (défaut : data/questions).")
@click.option("--sample", type=click.IntRange(min=1), help="Au plus tant de cas de chaque sorte : plus vite fait.")
@click.option(
    "--cross-validation", is_flag=True, help="Aussi la validation croisée des intentions (trois ou quatre minutes)."
)
@click.option("--model", type=FILE, help="Le modèle à mesurer (défaut : celui des données présentes).")
@click.option("--html", type=FILE, help="Où écrire le rapport (défaut : var/rapports/).")
@click.option("--json", "json_path", type=FILE, help="Où écrire les chiffres (défaut : à côté du rapport).")
@click.option("--misses", is_flag=True, help="Montrer aussi les questions manquées.")
def evaluate(
    questions: Path | None,
    sample: int | None,
    cross_validation: bool,
    model: Path | None,
    html: Path | None,
    json_path: Path | None,
    misses: bool,
) -> None:
    """Mesurer ce que Guichet comprend, sur des phrases que rien n'a apprises, et en faire un rapport."""
    from guichet.evaluation import page, report
    from guichet.evaluation.figures import write
    from guichet.evaluation.whole import Wanted, examine
    from guichet.evaluation.words import say, words
    from guichet.progress import ProgressBars

    wanted = Wanted(questions, sample, cross_validation=cross_validation)
    house = settings.load()
    model = model or _present_model()
    with ProgressBars(words()["progress"]) as progress:
        examined = examine(settings.ROOT, model, house.catalogue_path, wanted, progress)
    for line in report.lines(examined, misses):
        click.echo(line)
    shown = page.view(examined, wanted, _report_in_service())
    for what in shown.left_out:
        click.echo(say("console.left_out", what=what))
    html = html or house.var / "rapports" / f"evaluation-{datetime.now():%Y-%m-%d-%H%M%S}.html"
    json_path = json_path or html.with_suffix(".json")
    for path in (html, json_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    page.write(shown, html)
    write(examined.report, json_path)
    click.echo(say("console.report", html=_shown(html), json=json_path.name))
    click.echo(shown.next)


def _present_model() -> Path | None:
    """The model trained on the data that are there now, if it was."""
    from guichet.training import model_path

    model = model_path(settings.ROOT, settings.ROOT / "models")
    return model if model.is_file() else None


def _report_in_service() -> Report | None:
    """The figures of the model in service, if one was promoted and measured."""
    from guichet.bank import folder, record

    models = settings.ROOT / "models"
    name = record.read(models).model
    return folder.open_model(models / name).report if name and (models / name).is_file() else None


def _shown(path: Path) -> str:
    """The path as people read it: from here where it is below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
