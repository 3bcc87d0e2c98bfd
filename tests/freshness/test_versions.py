"""The memory of official sheets: what it keeps, what it gives back, what it drops."""

from __future__ import annotations

import sqlite3

import pytest

from guichet.errors import GuichetError
from guichet.freshness.versions import opened
from guichet.procedure import Link, Procedure, Source


def sheet(description: str, **more) -> Procedure:
    return Procedure(id="F1", title="Piscine", source=Source("", "", ""), description=description, **more)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "var" / "versions.db"
    with opened(path) as memory:
        for day, text in (
            ("2026-01-01", "un"),
            ("2026-02-01", "deux"),
            ("2026-03-01", "deux"),
            ("2026-04-01", "trois"),
        ):
            memory.keep(day, [sheet(text)], ["R1"])
    return path


@pytest.mark.parametrize(
    ("day", "text", "seen"),
    [
        ("2025-06-01", "un", ("2026-01-01", "2026-01-01")),
        ("2026-01-15", "un", ("2026-01-01", "2026-01-01")),
        ("2026-02-01", "deux", ("2026-02-01", "2026-03-01")),
        ("2026-03-31", "deux", ("2026-02-01", "2026-03-01")),
        ("2027-01-01", "trois", ("2026-04-01", "2026-04-01")),
    ],
)
def test_the_version_in_force_on_a_day(path, day, text, seen):
    with opened(path) as memory:
        version = memory.at("F1", day)
    assert (version.sheet.description, (version.first_seen, version.last_seen)) == (text, seen)


def test_an_unknown_sheet_has_no_version(path):
    with opened(path) as memory:
        assert memory.at("F2", "2026-01-01") is None


def test_an_older_archive_teaches_nothing(path):
    with opened(path) as memory:
        memory.keep("2025-01-01", [sheet("zéro")], ["R2"])
        assert memory.at("F1", "2025-06-01").sheet.description == "un"
        assert (memory.last_carried("R1"), memory.last_carried("R2")) == ("2026-04-01", "")


def test_what_no_citation_needs_is_dropped(path):
    with opened(path) as memory:
        memory.forget({"F1": "2026-03-15"})
        assert memory.at("F1", "2026-01-01").sheet.description == "deux"
        memory.forget({})
        assert memory.at("F1", "2026-12-31") is None


def test_neighbours_are_no_version(path):
    with opened(path) as memory:
        memory.keep("2026-05-01", [sheet("trois", related=(Link("F9", "Plage"),))], [])
        assert memory.at("F1", "2026-12-31").first_seen == "2026-04-01"


def test_a_version_that_no_longer_reads_is_as_if_unknown(path):
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE version SET body = x'00'")
    with opened(path) as memory:
        assert memory.at("F1", "2026-03-01") is None


def test_a_broken_memory_is_told_with_the_cure(tmp_path):
    (tmp_path / "versions.db").write_bytes(b"not a database, but long enough to be taken for one" * 20)
    with pytest.raises(GuichetError, match="supprimez ce fichier"), opened(tmp_path / "versions.db"):
        pass
