"""The commands as they are typed: what they print, where it goes, and how they end."""

import io
import threading

import pytest
from click.testing import CliRunner

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.bank import record
from guichet.bank.contract import contract
from guichet.bank.folder import Card, write_card
from guichet.cli import main
from guichet.model_commands import Ticker
from guichet.settings import ROOT
from guichet.training import model_path


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function: the words of a command over an empty folder of models and no catalogue → its result."""
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path / "var"))

    def run(*words):
        return CliRunner().invoke(main, [*words, "--models", str(tmp_path / "models")])

    return run


def put(folder, name):
    """A model that this code can serve."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"a model")
    write_card(folder / name, Card("2026-11-22T10:00:00+00:00", contract(ROOT)))


def test_an_empty_list_says_what_to_do(run):
    result = run("models", "list")
    assert result.exit_code == 0
    assert "guichet train" in result.output


def test_train_finds_the_model_of_the_present_content_and_says_what_comes_next(run, tmp_path):
    folder = tmp_path / "models"
    put(folder, model_path(ROOT, folder).name)
    result = run("train")
    assert result.exit_code == 0
    assert result.output.endswith("guichet models promote\n")


def test_promote_list_and_roll_back(run, tmp_path):
    folder = tmp_path / "models"
    put(folder, "guichet-aaaaaaaaaaaaaaaa.tar.gz")
    put(folder, "guichet-bbbbbbbbbbbbbbbb.tar.gz")
    first = run("models", "promote", "aaaa")
    assert (
        "En service : guichet-aaaaaaaaaaaaaaaa.tar.gz (premier modèle, non mesuré : pas de catalogue)" in first.output
    )
    refused = run("models", "promote", "bbbb")
    assert refused.exit_code == 1
    assert "guichet import" in refused.output
    forced = run("models", "promote", "bbbb", "--force", "--reason", "urgence")
    assert "à la place de guichet-aaaaaaaaaaaaaaaa.tar.gz (forcé : urgence)" in forced.output
    lines = {line[:4]: line for line in run("models", "list").output.splitlines()}
    assert "en service depuis le" in lines["bbbb"]
    assert lines["aaaa"].endswith("celui d'avant")
    assert "forcé : urgence" in lines["Dern"]
    assert "En service : guichet-aaaaaaaaaaaaaaaa.tar.gz" in run("models", "rollback").output
    assert record.read(folder).model == "guichet-aaaaaaaaaaaaaaaa.tar.gz"


def test_a_failure_to_load_is_in_the_list(run, tmp_path):
    folder = tmp_path / "models"
    put(folder, "guichet-aaaaaaaaaaaaaaaa.tar.gz")
    record.write(folder, record.Record().failed("guichet-aaaaaaaaaaaaaaaa.tar.gz", "fichier coupé"))
    assert "ne s'est pas chargé le" in run("models", "list").output
    assert "fichier coupé" in run("models", "list").output


@pytest.mark.parametrize("options", [["--force"], ["--reason", "urgence"], ["--force", "--reason", " "]])
def test_force_and_reason_go_together(run, options):
    result = run("models", "promote", *options)
    assert result.exit_code == 2
    assert "--force et --reason vont ensemble" in result.output


@pytest.mark.parametrize("words", [("models", "promote"), ("models", "rollback"), ("serve",)])
def test_nothing_trained_is_one_sentence(run, words):
    result = run(*words)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_progress_in_a_file_is_a_line_for_each_stage():
    stream = io.StringIO()
    with Ticker("Mesure", stream) as progress:
        for step in [("intents", 0, 2), ("intents", 1, 2), ("lecture", 2, 2)]:
            progress(*step)
    assert stream.getvalue() == "Mesure : intentions…\nMesure : lecture…\n"


def test_progress_on_a_terminal_moves_during_a_long_step():
    moved = threading.Event()

    class Terminal(io.StringIO):
        def isatty(self):
            return True

        def flush(self):
            if self.getvalue().count("intentions") > 2:
                moved.set()

    stream = Terminal()
    with Ticker("Entraînement", stream, every=0.01) as progress:
        progress("intentions", 1, 2)
        assert moved.wait(10)
    assert "[██████████░░░░░░░░░░] 1/2 intentions" in stream.getvalue()
    assert stream.getvalue().endswith("\n")
