"""What of a catalogue can be opened by name, and that a new catalogue is followed."""

from __future__ import annotations

import pytest

from guichet.suggestions import Suggestions
from tests.core.catalogues import sheet, write_catalogue


@pytest.fixture
def path(tmp_path):
    return write_catalogue(
        tmp_path / "catalogue.db",
        sheet("carte", "Carte d'identité", type="editor", names=("cni",), sheets=("F10", "F11")),
        sheet("F10", "Carte d'identité d'un majeur", short_title="Majeur"),
        sheet("F12", "Carte de pêche", alternative=("Permis de pêcher",)),
        sheet("F13", "Carte ou permis ?", type="guided"),
        sheet("F14", "[RG - Carte]"),
        retired={"F98": "F99", "F99": "F12", "F97": "F97"},
    )


def loaded(path):
    suggestions = Suggestions(path)
    suggestions.load()
    return suggestions


def ids(suggestions, typed):
    return [found.id for found in suggestions.find(typed)]


def test_only_what_can_be_opened_is_proposed_and_an_editor_s_stands_for_its_sheets(path):
    assert ids(loaded(path), "carte") == ["carte", "F12"]
    assert ids(loaded(path), "majeur") == ["carte"]


def test_titles_alternative_titles_and_everyday_names_are_looked_at(path):
    suggestions = loaded(path)
    assert ids(suggestions, "cni") == ["carte"]
    assert ids(suggestions, "permis de pech") == ["F12"]
    (found,) = suggestions.find("pêche")
    assert (found.title, found.sheet) == ("Carte de pêche", "F12")
    assert found.url.endswith("/F12")


def test_an_id_leads_to_its_procedure_also_when_it_was_retired(path):
    suggestions = loaded(path)
    for known, title in (("F10", "Carte d'identité d'un majeur"), ("F98", "Carte de pêche")):
        assert suggestions.procedure(known).title == title
    for unknown in ("F97", "F13", "F14", "nobody", ""):
        assert suggestions.procedure(unknown) is None


def test_the_beginning_of_an_id_leads_to_all_that_begin_so(path):
    assert sorted(found.id for found in loaded(path).beginning("F1")) == ["F10", "F12"]
    assert [found.id for found in loaded(path).beginning("car")] == ["carte"]


def test_a_new_catalogue_is_followed(path):
    suggestions = loaded(path)
    assert not suggestions.stale()
    write_catalogue(path, sheet("F20", "Chasse"))
    assert suggestions.stale()
    suggestions.load()
    assert ids(suggestions, "chas") == ["F20"]
    path.unlink()
    suggestions.load()
    assert suggestions.find("chas") == []


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 100])
def test_without_a_catalogue_there_is_nothing(tmp_path, content):
    path = tmp_path / "catalogue.db"
    if content is not None:
        path.write_bytes(content)
    suggestions = loaded(path)
    assert suggestions.find("carte") == []
    assert not suggestions.stale()
