"""The whole feed of a day, read once for the tests that need it; they are skipped where the corpus is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guichet.settings import ROOT

SHARED = Path(os.environ.get("GUICHET_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus" / "vosdroits-2024-02-02.zip"


def share(lexicon, folder):
    """Put the lexicon where a catalogue in `folder` looks for it: reading it from spaCy takes seconds."""
    (folder / "cache").symlink_to(lexicon)


@pytest.fixture(scope="session")
def feed(tmp_path_factory):
    """The path of a catalogue with the editors' sheets and the whole feed."""
    if not CORPUS.is_file():
        pytest.skip(f"the official corpus is not at {CORPUS}")
    from guichet.catalogue.editors import load_editors
    from guichet.catalogue.importer import import_editors, import_feed

    path = tmp_path_factory.mktemp("corpus") / "catalogue.db"
    import_editors(load_editors(ROOT), path)
    import_feed(str(CORPUS), path, path.parent)
    return path


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory):
    """The folder where the lexicon is kept once read."""
    pytest.importorskip("numpy", reason="search runs in the engine's environment (.venv-engine)")
    pytest.importorskip("Stemmer", reason="search runs in the engine's environment (.venv-engine)")
    from guichet.search.lexicon import load_lexicon

    folder = tmp_path_factory.mktemp("lexicon")
    load_lexicon(folder)
    return folder


@pytest.fixture(scope="session")
def corpus(feed, lexicon):
    """The same catalogue with the index that search needs."""
    from guichet.search.build import refresh_index

    share(lexicon, feed.parent)
    refresh_index(feed)
    return feed
