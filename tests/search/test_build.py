"""The index beside the sheets: built when something changed, and only then."""

import shutil
import zlib
from pathlib import Path

import pytest

from guichet.catalogue import schema, writing
from guichet.catalogue.importer import import_feed
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.search.build import ARTIFACT, inputs, load_index, refresh_index
from guichet.search.engine import SearchEngine
from tests.catalogue.archives import feed_files, sheet, write_zip
from tests.conftest import share


@pytest.fixture
def catalogue(small, tmp_path, lexicon):
    """A copy of the small catalogue, to change."""
    share(lexicon, tmp_path)
    return Path(shutil.copy(small, tmp_path))


def first(path, text):
    found = SearchEngine.open(path).search(text).procedures
    return found[0].id if found else None


def test_a_current_index_is_not_built_again(catalogue):
    stamp = Catalogue.open(catalogue).stamp()
    assert refresh_index(catalogue) is False
    assert Catalogue.open(catalogue).stamp() == stamp


def test_a_new_sheet_is_found_after_a_refresh(catalogue):
    assert first(catalogue, "tyrolienne") is None
    files = {**feed_files(), "F700.xml": sheet("F700", "Descendre en tyrolienne", "La tyrolienne ouvre en mai.")}
    import_feed(str(write_zip(catalogue.parent / "new.zip", files)), catalogue, catalogue.parent)
    assert refresh_index(catalogue) is True
    assert first(catalogue, "tyrolienne") == "F700"


def test_a_catalogue_without_index_gets_one_when_it_is_opened(catalogue):
    with schema.replacing(catalogue) as connection:
        connection.execute("DELETE FROM artifact")
    assert first(catalogue, "voter par procuration") == "vote_procuration"
    assert Catalogue.open(catalogue).artifact(ARTIFACT) is not None


def test_an_index_of_other_inputs_is_built_again(catalogue):
    with schema.replacing(catalogue) as connection:
        writing.put_artifact(connection, ARTIFACT, "autre", b"pas un index")
    assert first(catalogue, "voter par procuration") == "vote_procuration"


@pytest.mark.parametrize("damaged", [b"", b"pas un index", zlib.compress(b"pas un index")])
def test_a_damaged_index_is_said_in_one_line(catalogue, damaged):
    digest = Catalogue.open(catalogue).artifact(ARTIFACT).digest
    with schema.replacing(catalogue) as connection:
        writing.put_artifact(connection, ARTIFACT, digest, damaged)
    with pytest.raises(GuichetError) as error:
        load_index(catalogue)
    assert str(error.value) == (
        f"{catalogue} : index de recherche illisible — supprimez ce fichier, puis lancez `guichet import`"
    )


def test_ideas_meanings_and_code_are_part_of_what_the_index_depends_on():
    watched = {path.name for path in inputs()}
    assert {"concepts.yml", "meanings.npz", "documents.py", "index.py", "indexing.py", "meaning.py"} <= watched


def test_phrasings_are_not_for_they_come_with_the_model(catalogue):
    before = Catalogue.open(catalogue).stamp()
    taught = SearchEngine.open(catalogue, {"F102": ("zigzaguer sur les vaguelettes",)})
    assert taught.search("zigzaguer vaguelettes").procedures[0].id == "F102"
    assert Catalogue.open(catalogue).stamp() == before


def test_without_a_catalogue_one_line_says_what_to_do(tmp_path):
    with pytest.raises(GuichetError, match="pas encore de catalogue — lancez `guichet import`"):
        SearchEngine.open(tmp_path / "catalogue.db")


@pytest.mark.filterwarnings("error")
def test_an_empty_catalogue_finds_nothing(tmp_path, lexicon):
    path = tmp_path / "catalogue.db"
    share(lexicon, tmp_path)
    with schema.replacing(path):
        pass
    result = SearchEngine.open(path).search("passeport")
    assert (result.decision, result.procedures) == ("none", ())
