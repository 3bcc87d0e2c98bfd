"""The `guichet` command: each subcommand is a thin layer over the core, imported when it is called."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from guichet import settings
from guichet.agent_commands import agents
from guichet.backup.commands import backup, restore
from guichet.errors import GuichetError
from guichet.evaluation_command import evaluate
from guichet.model_commands import models, serve, train
from guichet.offices.commands import import_offices_command
from guichet.privacy_commands import export, purge, secrets
from guichet.progress import ProgressBar
from guichet.status_command import status
from guichet.telegram_commands import telegram
from guichet.unanswered_commands import unanswered


class Commands(click.Group):
    """Prints an error meant for people on one line, and exits 1."""

    def invoke(self, ctx: click.Context):
        """The command, its `GuichetError` turned into a sentence."""
        try:
            return super().invoke(ctx)
        except GuichetError as error:
            raise click.ClickException(str(error)) from error
        except ModuleNotFoundError as error:
            raise click.ClickException(
                f"{error.name} n'est pas dans cet environnement — lancez la commande par .venv-engine/bin/guichet"
            ) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guichet")
def main() -> None:
    """Guichet : le guichet de l'administration, en conversation."""


@main.command("import")
@click.option("--from", "source", help="Archive du flux officiel : fichier ou adresse (défaut : GUICHET_FEED).")
@click.option("--offline-ok", is_flag=True, help="Sans réseau, garder ce qui est déjà en place, sans échouer.")
def import_(source: str | None, offline_ok: bool) -> None:
    """Charger les fiches officielles et celles des éditeurs dans le catalogue."""
    from guichet.update import update

    wanted = settings.load()
    with ProgressBar("Fiches officielles") as advance:
        lines = update(wanted, wanted.feed if source is None else source, advance, tolerate=offline_ok)
    for line in lines:
        click.echo(line)


main.add_command(import_offices_command)
main.add_command(agents)
main.add_command(telegram)
main.add_command(purge)
main.add_command(export)
main.add_command(secrets)
main.add_command(unanswered)
main.add_command(evaluate)
main.add_command(train)
main.add_command(serve)
main.add_command(models)
main.add_command(backup)
main.add_command(restore)
main.add_command(status)


@main.command()
@click.option("--against-feed", is_flag=True, help="Comparer plutôt les fiches au flux officiel importé.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Y écrire aussi ce rapport.")
def check(against_feed: bool, json_file: Path | None) -> None:
    """Vérifier toutes les données : fiches des éditeurs, exemples, réponses, questions de mesure.

    Avec --against-feed : ce qui a changé dans les fiches officielles depuis vos vérifications, le plus grave d'abord.
    Code de sortie, pour une tâche planifiée : 0, rien à revoir ; 1, des fiches à revoir ; 2, rien n'a pu être comparé.
    """
    if json_file and not against_feed:
        raise click.UsageError("--json va avec --against-feed")
    if against_feed:
        from guichet.freshness.command import compare_with_feed

        raise SystemExit(compare_with_feed(settings.ROOT, settings.load().catalogue_path, json_file))
    from guichet.catalogue.editors import example_files
    from guichet.checking import check_all

    problems = check_all(settings.ROOT, settings.load().catalogue_path)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problème(s) — corrigez-les, puis relancez `guichet check`")
    if examples := example_files(settings.ROOT):
        click.echo(f"Fiches d'exemple, non servies — mettez-y ce qui vaut chez vous : {', '.join(examples)}")
    click.echo("Tout est en ordre. Pour mettre ces fiches en service : `guichet import`, puis `make run`.")


@main.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Lire des lignes {"text"} sur l\'entrée, écrire un résultat par ligne.')
def search(text: str | None, jsonl: bool) -> None:
    """Chercher les démarches auxquelles TEXT fait penser."""
    from guichet.search.engine import SearchEngine

    engine = SearchEngine.open(settings.load().catalogue_path)
    _answer_each(text, jsonl, lambda line: engine.search(line).to_dict(), _show_search)


@main.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Lire des lignes {"text"} sur l\'entrée, écrire un résultat par ligne.')
def ask(text: str | None, jsonl: bool) -> None:
    """Comme `search`, à travers le modèle entraîné : ajoute l'intention comprise."""
    from guichet.asking import asker

    _answer_each(text, jsonl, asker(settings.ROOT), _show_search)


@main.command()
@click.option("--words", is_flag=True, help="Réapprendre d'abord le sens des mots, des fiches et des exemples.")
def calibrate(words: bool) -> None:
    """Régler la recherche sur data/questions : poids, seuils, et avec --words le sens des mots (trois minutes)."""
    from guichet.evaluation.calibrate import calibrate as fit
    from guichet.evaluation.calibrate import relearn

    catalogue = settings.load().catalogue_path
    if words:
        relearn(settings.ROOT, catalogue, click.echo)
    for line in fit(settings.ROOT, catalogue):
        click.echo(line)


def _answer_each(text: str | None, jsonl: bool, answer: Callable[[str], dict], show: Callable[[dict], None]) -> None:
    if jsonl:
        for line in _texts(sys.stdin.buffer):
            click.echo(json.dumps(answer(line), ensure_ascii=False))
    elif text and text.strip():
        show(answer(text))
    else:
        raise click.UsageError("donnez un texte, ou --jsonl pour lire l'entrée standard")


def _texts(lines: Iterable[bytes]) -> Iterable[str]:
    """The `text` of each line; a bad line stops everything, by its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line.decode("utf-8"))["text"]
            # Half a pair of UTF-16 is valid in JSON, and can't be written.
            yield text.encode("utf-8", "replace").decode()
        except (ValueError, KeyError, TypeError, AttributeError):
            raise GuichetError(f'entrée, ligne {number} : pas un objet JSON {{"text": …}} — corrigez-la') from None


def _show_search(result: dict) -> None:
    words = {"answer": "Sûr", "choose": "À choisir", "none": "Aucune démarche"}
    intent = result.get("intent")
    understood = f" — intention {intent['name']} ({intent['confidence']:.0%})" if intent else ""
    click.echo(f"{words[result['decision']]} ({result['decision']}){understood}")
    for found in result["procedures"]:
        click.echo(f"  {found['score']:6.3f}  {found['id']:<32} {found['title']}  [{', '.join(found['sheets'])}]")
