"""Editors' phrasings, read from the files of procedures and of official sheets."""

import pytest

from guichet.errors import GuichetError
from guichet.search.examples import load_examples
from guichet.settings import ROOT


@pytest.fixture
def write(tmp_path):
    def written(path, content):
        file = tmp_path / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return written


def test_phrasings_of_procedures_and_of_sheets_in_the_order_of_the_files(tmp_path, write):
    write("procedures/b/vote.yml", "id: vote\nexamples: [voter, procuration]")
    write("procedures/a/acte.yml", "id: acte\nexamples: [acte de naissance]")
    write("examples/papiers.yml", "F9: [zèbre]\nF1: [barque, canot]")
    assert list(load_examples(tmp_path).items()) == [
        ("acte", ("acte de naissance",)),
        ("vote", ("voter", "procuration")),
        ("F9", ("zèbre",)),
        ("F1", ("barque", "canot")),
    ]


def test_doubles_are_one_and_files_add_up(tmp_path, write):
    write("examples/a.yml", "F1: [barque, canot, ' barque ']")
    write("examples/b.yml", "F1: [canot, pédalo]")
    assert load_examples(tmp_path) == {"F1": ("barque", "canot", "pédalo")}


def test_who_added_a_phrasing_is_not_part_of_it(tmp_path, write):
    write("examples/a.yml", "F1:\n- text: 'louer  une\n    barque'\n  author: Nadia\n  date: 2026-11-22\n- canot")
    assert load_examples(tmp_path) == {"F1": ("louer une barque", "canot")}


@pytest.mark.parametrize("content", ["", "# rien", "F1:", "F1: []", "F1: ['', {author: Nadia}]"])
def test_what_has_no_phrasing_is_not_there(tmp_path, write, content):
    write("examples/a.yml", content)
    assert load_examples(tmp_path) == {}


def test_without_files_there_are_none(tmp_path):
    assert load_examples(tmp_path) == {}


@pytest.mark.parametrize("content", ["F1: [barque", "- barque", "barque", b"F1: [\xe9]"])
@pytest.mark.parametrize("path", ["examples/a.yml", "procedures/a/a.yml"])
def test_a_broken_file_is_said_in_one_line(tmp_path, write, path, content):
    write(path, content)
    with pytest.raises(GuichetError) as error:
        load_examples(tmp_path)
    assert str(error.value) == f"{tmp_path / 'data' / path} : YAML illisible — lancez « guichet check » pour savoir où"


def test_text_stays_text_and_no_tag_is_obeyed(tmp_path, write):
    write("examples/a.yml", "F1: [18, 2024-02-31, no, !!python/name:os.system canot]\nF2: !!python/name:os.system x")
    assert load_examples(tmp_path) == {"F1": ("18", "2024-02-31", "no", "canot")}


def test_those_of_the_project_are_read():
    examples = load_examples(ROOT)
    assert {"carte_identite_renouvellement"} < examples.keys()
    assert min(len(phrasings) for phrasings in examples.values()) > 0
