"""A small catalogue to search in: the editors' sheets with a few official ones."""

import pytest

pytest.importorskip("numpy", reason="search runs in the engine's environment (.venv-engine)")

from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors, import_feed
from guichet.search.build import refresh_index
from guichet.search.engine import SearchEngine
from guichet.settings import ROOT
from tests.catalogue.archives import feed_files, sheet, write_zip
from tests.conftest import share

#: Official sheets of the tests: one stands behind an editor's procedure, the others alone.
OFFICIAL = {
    "F1604.xml": sheet("F1604", "Vote par procuration", "Même en établissement pénitentiaire."),
    "F601.xml": sheet("F601", "Bruits de voisinage", "Le tapage nocturne du voisin est puni d'une amende."),
    "F602.xml": sheet("F602", "Autorisation de détention d'un chien", "Le permis pour un chien dangereux."),
    "F603.xml": sheet("F603", "Adoption d'un enfant", "L'agrément est demandé au département."),
}


def build(folder, lexicon, official=OFFICIAL):
    """A catalogue of the editors' sheets and a few official ones, with its index. Returns its path."""
    share(lexicon, folder)
    path = folder / "catalogue.db"
    import_editors(load_editors(ROOT), path)
    import_feed(str(write_zip(folder / "feed.zip", {**feed_files(), **official})), path, folder)
    refresh_index(path)
    return path


@pytest.fixture(scope="session")
def small(tmp_path_factory, lexicon):
    """The path of the small catalogue; nobody changes it."""
    return build(tmp_path_factory.mktemp("small"), lexicon)


@pytest.fixture(scope="session")
def engine(small):
    return SearchEngine.open(small)
