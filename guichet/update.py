"""Bringing the catalogue up to date: editors' sheets, official feed, search index; and saying what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from guichet import settings as project
from guichet.catalogue.editors import example_files, load_editors
from guichet.catalogue.importer import ImportReport, import_editors, import_feed
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.freshness.check import remember
from guichet.procedure import Link
from guichet.search.build import refresh_index, store_index
from guichet.settings import Settings

#: How many titles of a kind a report shows.
_SHOWN = 10


def update(
    settings: Settings, source: str, progress: Callable[[int, int], None] | None = None, tolerate: bool = False
) -> list[str]:
    """Load the editors' sheets, and the feed at `source` unless it is empty. Returns what to tell the operator.

    With `tolerate`, a feed that can't be had is told, and what is in place stays. Raises `GuichetError`.
    """
    path = settings.catalogue_path
    path.parent.mkdir(parents=True, exist_ok=True)
    build = partial(store_index, catalogue_path=path)
    sheets = load_editors(project.ROOT, settings.examples)
    changed = import_editors(sheets, path, on_built=build)
    lines = [f"Fiches des éditeurs : {len(sheets)}{'' if changed else ', inchangées'}.", *_examples(settings)]
    try:
        lines += _feed(settings, source, progress, build)
    except GuichetError as error:
        if not tolerate:
            raise
        lines += [str(error), _in_place(settings)]
    if refresh_index(path):
        lines.append("Index de recherche reconstruit.")
    return [*lines, 'Catalogue à jour. Essayez : `guichet search "renouveler ma carte d\'identité"`, ou `make run`.']


def _examples(settings: Settings) -> Iterator[str]:
    """What is done with the sheets of a made-up commune, where there are some."""
    if found := len(example_files(project.ROOT)):
        served = "servies : leurs faits sont faux (GUICHET_EXAMPLES=oui)"
        yield f"Fiches d'exemple : {found}, {served if settings.examples else 'non servies (docs/editeurs.md)'}."


def _in_place(settings: Settings) -> str:
    """What answers when the feed can't be had."""
    feed = Catalogue.open(settings.catalogue_path).feed()
    if feed is None:
        return "Flux officiel absent : je démarre avec les fiches embarquées."
    return f"Je continue avec le flux officiel du {feed.date[:10]}, déjà en place."


def _feed(settings: Settings, source: str, progress, build) -> list[str]:
    if not source:
        return ["Pas de flux officiel (GUICHET_FEED est vide) : les fiches des éditeurs seules répondent."]
    report = import_feed(source, settings.catalogue_path, settings.var / "downloads", progress, build)
    if not report.up_to_date:
        remember(project.ROOT, settings.catalogue_path)
    return list(_told(report))


def _told(report: ImportReport) -> Iterator[str]:
    feed = report.feed
    yield f"Flux officiel du {feed.date[:10]} ({feed.file}) : {feed.counts['sheets']} fiches — {feed.producer}."
    if report.up_to_date:
        yield "Cette archive est déjà en service : rien à faire."
        return
    for name, links in (("ajoutées", report.added), ("modifiées", report.changed), ("retirées", report.removed)):
        yield from _listed(name, links)
    yield f"Inchangées : {report.unchanged}."
    yield from (f"Laissé de côté : {skipped.file} — {skipped.reason}" for skipped in report.skipped)
    if report.unknown:
        yield f"Éléments inconnus, ignorés : {', '.join(report.unknown)}."


def _listed(name: str, links: Sequence[Link]) -> Iterator[str]:
    if links:
        yield f"Pages {name} : {len(links)}."
    if 0 < len(links) <= _SHOWN:
        yield from (f"  {link.id}  {link.title}" for link in links)
