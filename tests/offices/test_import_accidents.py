"""A full disk or a crash in the middle of an import: the directory in service stays whole."""

import signal
import subprocess
import sys

import pytest

from guichet.offices.directory import Directory
from guichet.offices.importing import import_offices
from guichet.settings import ROOT
from tests.offices.samples import SAMPLE, dumped, service, services

#: The import in a process of its own, with a limit on the size of the files it may write.
LIMITED = """
import resource, signal, sys
from pathlib import Path
from guichet.errors import GuichetError
from guichet.offices.importing import import_offices
dump, directory, limit = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    import_offices(dump, Path(directory))
except GuichetError as error:
    print(error)
    sys.exit(1)
"""

#: The same, that waits where a progress is told: in the middle of its transaction.
PAUSED = """
import sys, time
from pathlib import Path
from guichet.offices.importing import import_offices
def pause(done, total):
    print("au milieu", flush=True)
    time.sleep(60)
import_offices(sys.argv[1], Path(sys.argv[2]), pause)
"""


@pytest.fixture
def directory(tmp_path):
    """A directory in service; `tmp_path / "newer.json"` has 600 more offices."""
    import_offices(SAMPLE, tmp_path / "directory.db")
    newer = [*services(), *(service(f"caf-{number}") for number in range(600))]
    (tmp_path / "newer.json").write_bytes(dumped(newer))
    return tmp_path / "directory.db"


@pytest.mark.parametrize("limit", [0, 4096, 100_000])
def test_disque_plein(directory, tmp_path, limit):
    before = directory.read_bytes()
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "newer.json"), str(directory), str(limit)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("\n") == 1
    assert "l'ancien annuaire reste en service" in done.stdout
    assert directory.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_kill_9_au_milieu_d_un_import(directory, tmp_path):
    before = directory.read_bytes()
    command = [sys.executable, "-c", PAUSED, str(tmp_path / "newer.json"), str(directory)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "au milieu\n"
        process.send_signal(signal.SIGKILL)
    assert directory.read_bytes() == before
    opened = Directory(directory)
    assert opened.communes("Tours")[0].insee == "37261"
    report = import_offices(tmp_path / "newer.json", directory)
    assert report.source.counts["offices"] == 627
    # Whoever held the old directory sees the new one.
    assert opened.source.counts["offices"] == 627
    assert not list(tmp_path.glob("*.part"))
