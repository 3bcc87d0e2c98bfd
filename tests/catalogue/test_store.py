"""Reading the catalogue that the hand-written feed gives."""

import sqlite3
import threading
from contextlib import closing

import pytest

from guichet.catalogue import schema, writing
from guichet.catalogue.importer import import_feed
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.procedure import Link, Procedure, Resource, Topic
from tests.catalogue.archives import feed_files, many, sheet, write_zip


@pytest.fixture
def path(tmp_path):
    import_feed(str(write_zip(tmp_path / "feed.zip", feed_files())), tmp_path / "var.db", tmp_path)
    return tmp_path / "var.db"


@pytest.fixture
def catalogue(path):
    return Catalogue.open(path)


def test_each_kind_by_its_id(catalogue):
    assert isinstance(catalogue.procedure("F101"), Procedure)
    assert isinstance(catalogue.resource("R401"), Resource)
    assert isinstance(catalogue.topic("N202"), Topic)
    assert catalogue.procedure("F999") is None
    assert catalogue.resource("F101") is None
    assert [sheet.id for sheet in catalogue.official()] == ["F101", "F102", "F103", "F104", "F105", "F106"]
    assert list(catalogue.editors()) == []


def test_redirections_lead_to_the_end_of_the_chain(catalogue):
    assert catalogue.redirect("F90") == "F101"
    assert catalogue.procedure("F90").id == "F101"
    assert catalogue.title("F90") == "Emprunter une barque"
    assert catalogue.redirect("F94") == "https://exemple.test/ailleurs"
    assert catalogue.redirect("F101") is None


def test_a_cycle_of_redirections_leads_nowhere(catalogue):
    assert catalogue.redirect("F92") is None
    assert catalogue.procedure("F92") is None


def test_definitions_are_found_from_any_sheet(catalogue):
    assert catalogue.definition("R301").title == "Écope"
    assert catalogue.definition("R302").abbreviation
    assert catalogue.definition("R999") is None


def test_titles_of_all_kinds(catalogue):
    names = ["F101", "N202", "R401", "F999"]
    assert [catalogue.title(name) for name in names] == [
        "Emprunter une barque",
        "Lac municipal",
        "Réserver une barque",
        "",
    ]


@pytest.mark.parametrize("typed", ["emp", "EMPRUNTER", "barque empr", "emprunter u", "barq"])
def test_type_ahead_ignores_case_accents_and_order(catalogue, typed):
    assert Link(id="F101", title="Emprunter une barque") in catalogue.titles(typed)


@pytest.mark.parametrize("typed", ["", "  ", '"', "(*)", "zzz", "a OR b NOT", "NEAR(x)", "title:barque*"])
def test_type_ahead_survives_any_typing(catalogue, typed):
    assert catalogue.titles(typed) == ()


def test_accents_do_not_matter(catalogue):
    assert [link.id for link in catalogue.titles("pedalo")] == ["F102"]


def test_pas_encore_de_catalogue(tmp_path):
    with pytest.raises(GuichetError, match="guichet import"):
        Catalogue.open(tmp_path / "absent.db")


@pytest.mark.parametrize("data", [b"", b"ceci n'est pas une base" * 100])
def test_catalogue_illisible(tmp_path, data):
    path = tmp_path / "var.db"
    path.write_bytes(data)
    with pytest.raises(GuichetError, match="guichet import") as caught:
        Catalogue.open(path)
    assert "\n" not in str(caught.value)


def test_un_catalogue_illisible_est_remplace_par_l_import(tmp_path):
    path = tmp_path / "var.db"
    path.write_bytes(b"abc" * 5000)
    import_feed(str(write_zip(tmp_path / "feed.zip", many(3))), path, tmp_path)
    assert Catalogue.open(path).procedure("F1").title == "Fiche 1"


def test_catalogue_d_une_autre_version(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(GuichetError, match="autre version"):
        Catalogue.open(path)


def test_a_reader_sees_the_old_catalogue_during_an_import_and_the_new_one_after(path, catalogue):
    stamp = catalogue.stamp()
    with schema.replacing(path) as connection:
        writing.remove(connection, "F101")
        assert catalogue.procedure("F101") is not None
        assert catalogue.stamp() == stamp
    assert catalogue.procedure("F101") is None
    assert catalogue.stamp() != stamp


def test_a_failed_writer_leaves_no_trace(path, catalogue):
    before = path.read_bytes()
    with pytest.raises(sqlite3.IntegrityError), schema.replacing(path) as connection:
        writing.put_redirections(connection, {"F1": None})
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.part"))


def test_une_seule_ecriture_a_la_fois(path):
    with schema.replacing(path), pytest.raises(GuichetError, match="une autre commande"), schema.replacing(path):
        pass


def test_threads_share_a_catalogue(path, catalogue):
    failures = []

    def read():
        try:
            for _ in range(50):
                assert catalogue.procedure("F101").id == "F101"
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for turn in range(5):
        with schema.replacing(path) as connection:
            writing.put_artifact(connection, "turn", str(turn), b"")
    for thread in threads:
        thread.join()
    assert failures == []


def test_full_text_holds_the_words_of_a_sheet(catalogue):
    rows = catalogue._rows("SELECT title FROM sheet_text WHERE sheet_text MATCH ?", '"gilet" "capitainerie"')
    assert rows == [("Emprunter une barque",)]


def test_internal_names_of_guided_searches_are_not_suggested(tmp_path):
    files = {"F1.xml": sheet("F1", "[RG - Barque]"), "F2.xml": sheet("F2", "Barque")}
    import_feed(str(write_zip(tmp_path / "feed.zip", files)), tmp_path / "var.db", tmp_path)
    assert [link.id for link in Catalogue.open(tmp_path / "var.db").titles("barque")] == ["F2"]
