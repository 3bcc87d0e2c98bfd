"""Catalogues to search in: the editors' sheets with a few official ones, and the whole feed of a day."""

import os
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="search runs in the engine's environment (.venv-engine)")

from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors, import_feed
from guichet.search.build import refresh_index
from guichet.search.engine import SearchEngine
from guichet.search.lexicon import load_lexicon
from guichet.settings import ROOT
from tests.catalogue.archives import feed_files, sheet, write_zip

SHARED = Path(os.environ.get("GUICHET_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus" / "vosdroits-2024-02-02.zip"

#: Official sheets of the tests: one stands behind an editor's procedure, the others alone.
OFFICIAL = {
    "F1604.xml": sheet("F1604", "Vote par procuration", "Même en établissement pénitentiaire."),
    "F601.xml": sheet("F601", "Bruits de voisinage", "Le tapage nocturne du voisin est puni d'une amende."),
    "F602.xml": sheet("F602", "Autorisation de détention d'un chien", "Le permis pour un chien dangereux."),
    "F603.xml": sheet("F603", "Adoption d'un enfant", "L'agrément est demandé au département."),
}


def share(lexicon, folder):
    """Put the lexicon where a catalogue in `folder` looks for it: reading it from spaCy takes seconds."""
    (folder / "cache").symlink_to(lexicon)


def build(folder, lexicon, official=OFFICIAL):
    """A catalogue of the editors' sheets and a few official ones, with its index. Returns its path."""
    share(lexicon, folder)
    path = folder / "catalogue.db"
    import_editors(load_editors(ROOT), path)
    import_feed(str(write_zip(folder / "feed.zip", {**feed_files(), **official})), path, folder)
    refresh_index(path)
    return path


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory):
    """The folder where the lexicon is kept once read."""
    folder = tmp_path_factory.mktemp("lexicon")
    load_lexicon(folder)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory, lexicon):
    """The path of the small catalogue; nobody changes it."""
    return build(tmp_path_factory.mktemp("small"), lexicon)


@pytest.fixture(scope="session")
def engine(small):
    return SearchEngine.open(small)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory, lexicon):
    """The path of a catalogue with the whole feed, imported and indexed once."""
    if not CORPUS.is_file():
        pytest.skip(f"the official corpus is not at {CORPUS}")
    path = tmp_path_factory.mktemp("corpus") / "catalogue.db"
    share(lexicon, path.parent)
    import_editors(load_editors(ROOT), path)
    import_feed(str(CORPUS), path, path.parent)
    refresh_index(path)
    return path
