"""Building the search index from a catalogue, inside the import's own transaction, and loading it back.

The index always belongs to the sheets it stands beside; it is built again when sheets, ideas or code change.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from guichet.catalogue import schema, writing
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.procedure import Procedure, decode
from guichet.search import index as search_index
from guichet.search.documents import DocumentBuilder, link_texts
from guichet.search.index import SearchIndex
from guichet.search.indexing import IndexBuilder
from guichet.search.lexicon import Lexicon, load_lexicon
from guichet.search.meaning import FILE as MEANINGS
from guichet.search.meaning import load_meanings
from guichet.search.text import Analyzer, concepts_path, load_concepts
from guichet.swapped_database import connect_read_only

ARTIFACT = "search-index"


def store_index(connection: sqlite3.Connection, catalogue_path: Path) -> None:
    """Build the index of the sheets in `connection` and put it beside them; the import calls it before it commits."""
    # No name for the index: it is let go before SQLite copies its bytes.
    data = search_index.to_bytes(build_index(lambda: _sheets(connection)))
    writing.put_artifact(connection, ARTIFACT, _digest(connection), data)


def refresh_index(catalogue_path: Path) -> bool:
    """Build the index again if sheets, ideas or code changed since; false when it was current."""
    if _is_current(catalogue_path):
        return False
    with schema.replacing(catalogue_path) as connection:
        store_index(connection, catalogue_path)
    return True


def load_index(catalogue_path: Path) -> tuple[SearchIndex, Lexicon, dict[str, list[str]]]:
    """The index in service, with its lexicon and ideas. Raises `GuichetError` where there is no catalogue."""
    refresh_index(catalogue_path)
    artifact = Catalogue.open(catalogue_path).artifact(ARTIFACT)
    try:
        index = search_index.from_bytes(artifact.data)
    except (zlib.error, BadZipFile, ValueError, KeyError) as error:
        cure = "supprimez ce fichier, puis lancez `guichet import`"
        raise GuichetError(f"{catalogue_path} : index de recherche illisible — {cure}") from error
    return index, load_lexicon(_cache(catalogue_path)), load_concepts(concepts_path())


def build_index(sheets) -> SearchIndex:
    """The index of the procedures that `sheets()` yields; called twice, so that one tree at a time is in memory."""
    analyzer = Analyzer(load_concepts(concepts_path()))
    links = link_texts(sheets())
    documents = DocumentBuilder(analyzer, links)
    builder = IndexBuilder()
    for procedure in sheets():
        builder.add(documents.build(procedure))
    prior = {target: sum(texts.values()) for target, texts in links.items()}
    return builder.build(documents.vocabulary, load_meanings(), documents.word_counts, prior)


def _sheets(connection: sqlite3.Connection) -> Iterator[Procedure]:
    """Editors' procedures first, so that they stand for the official sheets they name.

    Guided searches are left out: they only lead to other sheets, and bear internal names.
    """
    query = "SELECT body FROM sheet WHERE type != 'guided' ORDER BY origin = 'editor' DESC, id"
    for (body,) in connection.execute(query):
        yield decode(body, Procedure)


def _is_current(catalogue_path: Path) -> bool:
    artifact = Catalogue.open(catalogue_path).artifact(ARTIFACT)
    connection = connect_read_only(catalogue_path)
    try:
        return artifact is not None and artifact.digest == _digest(connection)
    finally:
        connection.close()


def _digest(connection: sqlite3.Connection) -> str:
    """What the index depends on: the sheets, the ideas, and the code that counts words."""
    digest = hashlib.sha256(str(search_index.VERSION).encode())
    for row in connection.execute("SELECT id, digest FROM sheet ORDER BY id"):
        digest.update(repr(row).encode())
    for path in inputs():
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def inputs() -> list[Path]:
    """The files that the index depends on besides the sheets: ideas, meanings, and the code."""
    folder = Path(__file__).parent
    code = [folder / name for name in ("documents.py", "index.py", "indexing.py", "meaning.py", "text.py")]
    return [concepts_path(), MEANINGS, *code]


def _cache(catalogue_path: Path) -> Path:
    return catalogue_path.parent / "cache"
