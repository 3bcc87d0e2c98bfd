"""A directory made of the sample, imported once."""

import pytest

from guichet.offices.directory import Directory
from guichet.offices.importing import import_offices
from tests.offices.samples import SAMPLE


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    path = tmp_path_factory.mktemp("offices") / "directory.db"
    import_offices(SAMPLE, path)
    return Directory(path)
