"""Importing archives, again, and newer ones; importing the editors' sheets."""

import logging

import pytest

from guichet.catalogue import writing
from guichet.catalogue.importer import Skipped, import_editors, import_feed
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.procedure import Link, Procedure, Source
from tests.catalogue.archives import feed_files, many, sheet, write_zip
from tests.catalogue.serving import serving


@pytest.fixture
def run(tmp_path):
    def call(files, name="feed.zip", **options):
        return import_feed(str(write_zip(tmp_path / name, files)), tmp_path / "var.db", tmp_path, **options)

    call.path = tmp_path / "var.db"
    return call


def test_first_import_reports_everything_as_added(run, caplog):
    with caplog.at_level(logging.WARNING):
        report = run(feed_files())
    assert [link.id for link in report.added] == ["F101", "F102", "F103", "F104", "F105", "F106", "N202", "R401"]
    assert (report.changed, report.removed, report.skipped, report.unchanged) == ((), (), (), 0)
    assert report.unknown == ("Holographe", "Oracle")
    assert [record.getMessage() for record in caplog.records] == [
        "unknown element <Holographe> in the official feed: ignored",
        "unknown element <Oracle> in the official feed: ignored",
    ]


def test_the_feed_says_where_it_comes_from(run):
    feed = run(feed_files()).feed
    assert feed == Catalogue.open(run.path).feed()
    assert (feed.producer, feed.url, feed.file, feed.date, feed.licence) == (
        "Service-Public.fr / Direction de l'information légale et administrative (DILA)",
        "",
        "feed.zip",
        "2026-06-01",
        "Licence Ouverte 2.0",
    )
    assert feed.counts == {"sheets": 6, "resources": 1, "topics": 1, "redirections": 5}


def test_without_the_index_the_date_is_that_of_the_newest_file(run):
    files = feed_files()
    del files["redirections.xml"]
    assert len(run(files).feed.date) == len("2026-06-01")


def test_importing_twice_writes_nothing(run):
    run(feed_files())
    before = run.path.read_bytes()
    stamp = Catalogue.open(run.path).stamp()
    report = run(feed_files(), on_built=lambda connection: pytest.fail("built again"))
    assert report.up_to_date
    assert report.unchanged == 8
    assert run.path.read_bytes() == before
    assert Catalogue.open(run.path).stamp() == stamp


def test_a_newer_archive_reports_what_changed(run):
    run(many(60))
    files = many(61)
    files["F2.xml"] = sheet("F2", "Fiche 2 bis")
    del files["F3.xml"]
    report = run(files, name="newer.zip")
    assert report.added == (Link(id="F61", title="Fiche 61"),)
    assert report.changed == (Link(id="F2", title="Fiche 2 bis"),)
    assert report.removed == (Link(id="F3", title="Fiche 3"),)
    assert report.unchanged == 58
    catalogue = Catalogue.open(run.path)
    assert catalogue.procedure("F3") is None
    assert catalogue.procedure("F2").title == "Fiche 2 bis"
    assert [link.id for link in catalogue.titles("fiche 2 bis")] == ["F2"]
    assert "F3" not in [link.id for link in catalogue.titles("fiche 3", limit=99)]


def test_two_imports_give_the_catalogue_of_the_last_archive_alone(run, tmp_path):
    run(many(60))
    run(feed_files(), name="second.zip")
    fresh = tmp_path / "fresh.db"
    import_feed(str(tmp_path / "second.zip"), fresh, tmp_path)
    one, other = Catalogue.open(run.path), Catalogue.open(fresh)
    assert list(one.official()) == list(other.official())
    assert one.feed().counts == other.feed().counts


def test_one_bad_sheet_among_many_is_skipped_and_reported(run):
    report = run({**many(60), "F7.xml": b"<Publication>", "F8.xml": sheet("F8")})
    assert [item.file for item in report.skipped] == ["F7.xml"]
    assert "XML mal formé" in report.skipped[0].reason
    assert len(report.added) == 59


def test_a_sheet_that_breaks_keeps_its_earlier_version(run):
    run(many(60))
    report = run({**many(60), "F7.xml": b"<Publication>"}, name="newer.zip")
    assert [item.file for item in report.skipped] == ["F7.xml"]
    assert report.removed == ()
    assert Catalogue.open(run.path).procedure("F7").title == "Fiche 7"


def test_a_file_with_the_id_of_another_is_skipped(run):
    report = run({**many(60), "F7.xml": sheet("F8", "Usurpée")})
    assert report.skipped == (Skipped("F7.xml", "identifiant « F8 » inattendu dans ce fichier"),)
    assert Catalogue.open(run.path).procedure("F8").title == "Fiche 8"


def test_plus_de_deux_pour_cent_de_fiches_illisibles_et_l_ancien_catalogue_reste(run):
    run(many(100))
    before = run.path.read_bytes()
    bad = {f"F{number}.xml": b"<x" for number in (1, 50, 100)}
    with pytest.raises(GuichetError, match="3 fichiers illisibles") as caught:
        run({**many(100), **bad}, name="bad.zip")
    assert "\n" not in str(caught.value)
    assert run.path.read_bytes() == before
    assert sorted(path.name for path in run.path.parent.glob("var.db*")) == ["var.db", "var.db.lock"]


def test_deux_pour_cent_passent(run):
    bad = {f"F{number}.xml": b"<x" for number in (1, 50)}
    assert len(run({**many(100), **bad}).skipped) == 2


def test_guided_searches_name_the_sheets_they_lead_to(run):
    run(feed_files())
    found = Catalogue.open(run.path).procedure("F103").body[0].options[0].blocks[-1].options[0].blocks[0]
    assert (found.target, found.title) == ("F101", "Emprunter une barque")
    files = feed_files()
    files["F101.xml"] = files["F101.xml"].replace(b">Emprunter une barque<", b">Prendre une barque<")
    report = run(files, name="newer.zip")
    assert [link.id for link in report.changed] == ["F101"]
    found = Catalogue.open(run.path).procedure("F103").body[0].options[0].blocks[-1].options[0].blocks[0]
    assert found.title == "Prendre une barque"


def test_progress_counts_files(run):
    steps = []
    run(many(3), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_what_is_built_goes_with_the_import_or_not_at_all(run):
    run(many(3), on_built=lambda connection: writing.put_artifact(connection, "index", "d1", b"\x00data"))
    assert Catalogue.open(run.path).artifact("index").data == b"\x00data"

    def fail(connection):
        writing.put_artifact(connection, "index", "d2", b"half")
        raise GuichetError("index : impossible — rien")

    with pytest.raises(GuichetError, match="index"):
        run(many(4), name="newer.zip", on_built=fail)
    catalogue = Catalogue.open(run.path)
    assert catalogue.artifact("index").digest == "d1"
    assert catalogue.procedure("F4") is None


def test_import_from_an_address_records_it(tmp_path):
    body = write_zip(tmp_path / "a.zip", many(3)).read_bytes()
    with serving(body) as server:
        report = import_feed(server.address, tmp_path / "var.db", tmp_path / "downloads")
        assert (report.feed.url, report.feed.file) == (server.address, "feed.zip")
        assert import_feed(server.address, tmp_path / "var.db", tmp_path / "downloads").up_to_date


def test_a_download_that_is_no_archive_is_fetched_again(tmp_path):
    with serving(b"<html>maintenance</html>") as server:
        with pytest.raises(GuichetError, match="pas une archive zip"):
            import_feed(server.address, tmp_path / "var.db", tmp_path / "downloads")
        server.body = write_zip(tmp_path / "a.zip", many(3)).read_bytes()
        assert len(import_feed(server.address, tmp_path / "var.db", tmp_path / "downloads").added) == 3


def editor(identifier: str, title: str) -> Procedure:
    source = Source(title="Ville", url="https://exemple.test", date="2026-01-01")
    return Procedure(id=identifier, title=title, source=source, type="editor", names=("canot",))


def test_editors_sheets_live_beside_the_feed_and_replace_the_earlier_ones(run):
    run(many(3))
    first, second = editor("barque_pret", "Prêt de barque"), editor("barque_retour", "Retour de barque")
    assert import_editors([second, first], run.path)
    assert list(Catalogue.open(run.path).editors()) == [first, second]
    assert not import_editors([first, second], run.path)
    assert import_editors([first], run.path)
    catalogue = Catalogue.open(run.path)
    assert list(catalogue.editors()) == [first]
    assert catalogue.titles("canot") == (Link(id="barque_pret", title="Prêt de barque"),)
    assert len(list(catalogue.official())) == 3


def test_editors_sheets_need_no_feed_and_survive_one(run):
    import_editors([editor("barque_pret", "Prêt de barque")], run.path)
    assert Catalogue.open(run.path).feed() is None
    run(many(3))
    catalogue = Catalogue.open(run.path)
    assert [sheet.id for sheet in catalogue.editors()] == ["barque_pret"]
    assert [sheet.id for sheet in catalogue.official()] == ["F1", "F2", "F3"]
