"""What the command prints, writes and exits with."""

from __future__ import annotations

import json

import click
import pytest
from click.testing import CliRunner

from guichet.cli import main
from guichet.freshness.command import compare_with_feed
from tests.freshness.feeds import Counter, official


@pytest.fixture
def counter(tmp_path):
    counter = Counter(tmp_path)
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    return counter


def test_nothing_to_do_exits_0_and_says_which_feed(counter, capsys):
    assert compare_with_feed(counter.root, counter.path) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "Pour 1 source(s) sur 1, le flux importé date du 2026-01-05, plus ancien que vos vérifications : "
        "rien à comparer.",
        "Rien à revoir : vos fiches suivent le flux officiel du 2026-01-05.",
    ]


def test_a_report_says_where_what_and_what_to_do(counter, capsys):
    counter.comes("2026-02-05", official("2026-02-01", price="96 €"))
    assert compare_with_feed(counter.root, counter.path) == 1
    assert capsys.readouterr().out == (
        "À revoir, d'après le flux officiel du 2026-02-05 :\n"
        "\n"
        "1. Un prix a changé — Carte de la piscine\n"
        "   Fichier : data/procedures/loisirs/carte_piscine.yml (cost)\n"
        "   Fiche officielle F900, modifiée le 2026-02-01 ; vous l'aviez vérifiée le 2026-01-10.\n"
        "   À lire : https://www.service-public.gouv.fr/particuliers/vosdroits/F900\n"
        "   - prix (« Quel est le prix ? ») : « La carte coûte 86 € par personne et par an. » → "
        "« La carte coûte 96 € par personne et par an. »\n"
        "   (comparée à la version du 2026-01-05, d'avant votre vérification : vous en connaissez peut-être "
        "une partie)\n"
        "   Votre fiche dit encore : 86 €. La fiche officielle ne le dit plus.\n"
        "   À faire : lisez la fiche officielle, corrigez votre fiche si besoin, puis mettez la date du jour dans "
        "verified_on (source prix).\n"
        "\n"
        "1 point(s) à revoir, dans 1 fichier(s) : un prix a changé : 1.\n"
        "Quand c'est fait : guichet check, puis guichet import.\n"
    )


def test_another_program_reads_the_report_as_json(counter, tmp_path):
    counter.comes("2026-02-05", official("2026-02-01", price="96 €"))
    assert compare_with_feed(counter.root, counter.path, tmp_path / "report.json") == 1
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert (report["feed"], report["citations"]) == ("2026-02-05", 1)
    assert report["findings"][0]["kind"] == "fee"
    assert report["findings"][0]["changes"][0]["under"] == "Quel est le prix ?"


def test_a_report_that_cannot_be_written_is_an_error(counter, tmp_path):
    with pytest.raises(click.ClickException, match="écriture impossible") as refusal:
        compare_with_feed(counter.root, counter.path, tmp_path / "absent" / "report.json")
    assert refusal.value.exit_code == 2


def test_without_a_catalogue_the_command_exits_2_with_the_cure(tmp_path):
    done = CliRunner().invoke(main, ["check", "--against-feed"], env={"GUICHET_VAR": str(tmp_path)})
    assert done.exit_code == 2
    assert "lancez `guichet import`" in done.output


def test_the_command_compares_the_sheets_of_the_project(counter):
    """Its sheets rest on real ones, none of which this small feed has."""
    counter.comes("2030-01-05", official("2025-06-01"))
    done = CliRunner().invoke(main, ["check", "--against-feed"], env={"GUICHET_VAR": str(counter.path.parent)})
    assert done.exit_code == 1
    assert "Fiche officielle retirée — Passeport perdu ou volé" in done.output


def test_json_goes_with_the_comparison_only(tmp_path):
    done = CliRunner().invoke(main, ["check", "--json", str(tmp_path / "r.json")])
    assert done.exit_code == 2
    assert "--json va avec --against-feed" in done.output
