"""The whole measure with the trained model, on a sample; and the command that people run."""

import json

import pytest
from click.testing import CliRunner

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.cli import main
from guichet.errors import GuichetError
from guichet.evaluation import figures
from guichet.evaluation.trained_model import TrainedModel
from guichet.evaluation.whole import measure
from guichet.settings import ROOT
from guichet.training import train

pytestmark = pytest.mark.model

SENTENCES = ["bonjour", "combien ça coûte ?", "j'habite à 35000 Rennes", "mon dossier DEM-7F3K-Q2", "?!"]


@pytest.fixture(scope="module")
def model():
    return train(ROOT, ROOT / "models")


@pytest.fixture
def house(small, monkeypatch, tmp_path):
    """Settings over the small catalogue; reports go elsewhere."""
    monkeypatch.setenv("GUICHET_VAR", str(small.parent))
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(main, ["evaluate", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_sample_measures_every_gate(model, small, house):
    steps = []
    report = measure(ROOT, model, small, 20, lambda what, done, total: steps.append((what, done <= total)))
    assert (report.model, report.sample) == (model.name, True)
    # So few questions over so few sheets may leave none to answer at once.
    assert {gate for gate in figures.GATES if not report.figures[gate].count} <= {"linker.answered_right"}
    assert report.figures["intents.right"].value > 0.7
    assert report.figures["conversations.right"].count == 20
    assert {what for what, _ in steps} >= {"linker", "noise", "model", "intents", "entities", "conversations"}
    assert all(within for _, within in steps)


def test_sentences_read_together_are_read_as_if_alone(model, house):
    loaded = TrainedModel.open(model)
    together = loaded.read(SENTENCES)
    alone = [loaded.read([sentence])[0] for sentence in SENTENCES]
    assert [(h.intent, h.settled, h.entities) for h in together] == [(h.intent, h.settled, h.entities) for h in alone]
    assert [h.confidence for h in together] == pytest.approx([h.confidence for h in alone], abs=1e-4)
    assert together[2].entities == (("postcode", "35000"),)
    assert together[3].entities == (("reference", "DEM-7F3K-Q2"),)


def test_the_command_leaves_a_report_to_read_and_its_figures(model, house):
    output = run("--sample", 60, "--html", house / "a" / "rapport.html")
    written = figures.read(house / "a" / "rapport.json")
    assert written.sample
    assert f"Rapport : {house / 'a' / 'rapport.html'} (chiffres : rapport.json)" in output
    assert "Intentions : " in output
    assert "matrice de confusion" in (house / "a" / "rapport.html").read_text("utf-8").lower()


def test_a_file_of_questions_is_asked_alone(model, house):
    questions = house / "questions.jsonl"
    questions.write_text(json.dumps({"text": "voter par procuration", "expected": ["F1604"]}), "utf-8")
    output = run("--questions", questions, "--html", house / "rapport.html", "--json", house / "chiffres.json")
    assert output.startswith("1 questions, 0 hors sujet.")
    assert "Intentions" not in output.split("Non mesuré")[0]
    assert figures.read(house / "chiffres.json").figures["service.answered"].count == 1


def test_a_file_that_is_no_model_says_the_cure(house):
    (house / "guichet-x.tar.gz").write_bytes(b"not a model")
    with pytest.raises(GuichetError, match="guichet train") as error:
        TrainedModel.open(house / "guichet-x.tar.gz")
    assert "\n" not in str(error.value)
