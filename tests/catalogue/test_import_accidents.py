"""A full disk or a crash in the middle of an import: the catalogue in service stays whole."""

import signal
import subprocess
import sys

import pytest

from guichet.catalogue.importer import import_feed
from guichet.catalogue.store import Catalogue
from guichet.settings import ROOT
from tests.catalogue.archives import many, write_zip

#: The import in a process of its own, with a limit on the size of the files it may write.
LIMITED = """
import resource, signal, sys
from pathlib import Path
from guichet.catalogue.importer import import_feed
from guichet.errors import GuichetError
archive, catalogue, limit = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    import_feed(archive, Path(catalogue), Path(catalogue).parent)
except GuichetError as error:
    print(error)
    sys.exit(1)
"""

#: The same, that says when it is in the middle of its transaction and waits there.
PAUSED = """
import sys, time
from pathlib import Path
from guichet.catalogue.importer import import_feed
archive, catalogue = sys.argv[1:]
def pause(connection):
    print("au milieu", flush=True)
    time.sleep(60)
import_feed(archive, Path(catalogue), Path(catalogue).parent, on_built=pause)
"""


def command(script: str, *values: object) -> list[str]:
    return [sys.executable, "-c", script, *map(str, values)]


@pytest.fixture
def catalogue(tmp_path):
    """A catalogue in service, with three sheets; `tmp_path / "newer.zip"` has 300."""
    import_feed(str(write_zip(tmp_path / "old.zip", many(3))), tmp_path / "var.db", tmp_path)
    write_zip(tmp_path / "newer.zip", many(300))
    return tmp_path / "var.db"


@pytest.mark.parametrize("room", [0, 4096, 150_000])
def test_disque_plein(catalogue, tmp_path, room):
    before = catalogue.read_bytes()
    limit = room if room < len(before) else len(before) + room
    arguments = command(LIMITED, tmp_path / "newer.zip", catalogue, limit)
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("\n") == 1
    assert "libérez de la place" in done.stdout
    assert "l'ancien catalogue reste en service" in done.stdout
    assert catalogue.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_kill_9_au_milieu_d_un_import(catalogue, tmp_path):
    before = catalogue.read_bytes()
    arguments = command(PAUSED, tmp_path / "newer.zip", catalogue)
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "au milieu\n"
        process.send_signal(signal.SIGKILL)
    assert catalogue.read_bytes() == before
    assert Catalogue.open(catalogue).procedure("F3").title == "Fiche 3"
    report = import_feed(str(tmp_path / "newer.zip"), catalogue, tmp_path)
    assert len(report.added) == 297
    assert not list(tmp_path.glob("*.part"))
