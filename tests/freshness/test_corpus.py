"""The project's own sheets against the real feed, then against the same feed with a few real sheets changed."""

from __future__ import annotations

import re
import zipfile

import pytest

from guichet.catalogue.importer import import_feed
from guichet.freshness.check import check_freshness, remember
from guichet.freshness.citations import read_reliance
from guichet.settings import ROOT
from tests.catalogue.archives import write_zip
from tests.conftest import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason=f"the official corpus is not at {CORPUS}")

_DATE = re.compile(rb"<dc:date>modified [0-9-]+</dc:date>")
_REDIRECTIONS = b'<Redirections xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>%b</dc:date></Redirections>'


@pytest.fixture(scope="module")
def sheets():
    """The real sheets that the project's sheets cite, by file name."""
    wanted = {f"{citation.sheet}.xml" for citation in read_reliance(ROOT).citations}
    with zipfile.ZipFile(CORPUS) as archive:
        return {name: archive.read(name) for name in sorted(wanted & set(archive.namelist()))}


@pytest.fixture
def report(tmp_path):
    def call(day, files):
        index = {"redirections.xml": _REDIRECTIONS % f"{day}T10:00:00".encode()}
        archive = write_zip(tmp_path / f"{day}.zip", files | index)
        path = tmp_path / "catalogue.db"
        import_feed(str(archive), path, tmp_path)
        remember(ROOT, path)
        return check_freshness(ROOT, path)

    return call


def changed(sheet: bytes, before: str, now: str, day: str) -> bytes:
    """A real sheet that says something else since a day."""
    assert before.encode() in sheet, f"the corpus no longer says {before!r}"
    return _DATE.sub(b"<dc:date>modified %b</dc:date>" % day.encode(), sheet.replace(before.encode(), now.encode()))


def told(found):
    return {(finding.kind, finding.official, finding.file.rsplit("/", 1)[-1]) for finding in found.findings}


def test_the_feed_of_the_day_raises_no_alarm(feed):
    found = check_freshness(ROOT, feed)
    assert found.findings == ()
    assert found.ahead > 0


def test_real_sheets_that_change_are_told_by_what_changed(report, sheets):
    quiet = told(report("2029-11-01", sheets))
    assert {kind for kind, _, _ in quiet} <= {"removed", "question", "example"}, "no fact changed"
    price = changed(sheets["F14929.xml"], "<Valeur>86\u00a0€</Valeur>", "<Valeur>96\u00a0€</Valeur>", "2029-11-20")
    paper = changed(sheets["F1344.xml"], "Votre passeport", "Votre permis", "2029-11-20")
    dated = changed(sheets["F21245.xml"], "dc:title", "dc:title", "2029-11-20")
    found = report("2029-11-30", sheets | {"F14929.xml": price, "F1344.xml": paper, "F21245.xml": dated})
    news = {(kind, sheet) for kind, sheet, _ in told(found) - quiet}
    assert news == {("fee", "F14929"), ("documents", "F1344"), ("unknown", "F21245")}
    lost = next(finding for finding in found.findings if finding.file.endswith("/passeport_perte_vol.yml"))
    assert lost.still_said == ("86",)
    assert "96" in lost.changes[0].now
