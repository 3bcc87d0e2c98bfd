"""The cache of models: what it depends on, and what it says of a project that can't be trained."""

import shutil
import subprocess
import sys

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet import training
from guichet.bank.contract import contract
from guichet.bank.folder import open_model
from guichet.errors import GuichetError
from guichet.settings import ROOT
from tests.bank.tiny import write_project


@pytest.fixture
def project(tmp_path):
    """A copy of what a model is trained on."""
    phrasings = [path for folder in ("procedures", "examples") for path in (ROOT / "data" / folder).rglob("*.yml")]
    for path in [*training.inputs(ROOT), *phrasings]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return tmp_path


def test_the_same_content_has_the_same_fingerprint_wherever_it_is(project):
    assert training.fingerprint(project) == training.fingerprint(ROOT)


@pytest.mark.parametrize(
    "name", ["config.yml", "domain.yml", "data/nlu/greet.yml", "data/responses/help.yml", "guichet/language.py"]
)
def test_a_change_of_content_changes_the_fingerprint(name, project):
    before = training.fingerprint(project)
    path = project / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# changé\n", encoding="utf-8")
    assert training.fingerprint(project) != before


def test_a_new_file_changes_the_fingerprint(project):
    before = training.fingerprint(project)
    (project / "data/nlu/new.yml").write_text("nlu: []\n", encoding="utf-8")
    assert training.fingerprint(project) != before


def test_what_is_not_trained_on_does_not_count(project):
    sheet = project / "data/procedures/essai.yml"
    sheet.write_text("id: essai\nexamples: [comment essayer]\ncost: 12 €\n", encoding="utf-8")
    before = training.fingerprint(project)
    sheet.write_text("id: essai\nexamples: [comment essayer]\ncost: 13 €\n", encoding="utf-8")
    assert training.fingerprint(project) == before


def test_a_phrasing_of_an_editor_changes_the_fingerprint(project):
    before = training.fingerprint(project)
    sheet = project / "data/procedures/essai.yml"
    sheet.write_text("id: essai\nexamples: [comment essayer]\n", encoding="utf-8")
    assert training.fingerprint(project) != before


def test_a_model_that_exists_is_found_without_importing_rasa(project):
    models = project / "models"
    models.mkdir()
    model = training.model_path(project, models)
    model.write_bytes(b"a model")
    code = (
        "import sys; from pathlib import Path; from guichet.training import train; "
        f"print(train(Path({str(project)!r}), Path({str(models)!r}))); print('rasa' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(model), "False"]


def test_a_broken_yaml_is_named_on_one_line(project):
    (project / "data/nlu/greet.yml").write_text("nlu: [\n", encoding="utf-8")
    with pytest.raises(GuichetError) as error:
        training.train(project, project / "models")
    assert str(error.value).startswith("data/nlu/greet.yml : YAML illisible")
    assert "\n" not in str(error.value)
    assert not (project / "models").exists()


def test_what_rasa_refuses_is_said_on_one_line_and_leaves_nothing_behind(project):
    config = project / "config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("SpacyFeaturizer", "Absent"), encoding="utf-8")
    with pytest.raises(GuichetError) as error:
        training.train(project, project / "models")
    assert "Absent" in str(error.value)
    assert "\n" not in str(error.value)
    assert list((project / "models").iterdir()) == []


def test_a_file_that_is_not_a_model_says_the_cure(tmp_path):
    broken = tmp_path / "guichet-x.tar.gz"
    broken.write_bytes(b"not a model")
    with pytest.raises(GuichetError, match="guichet train"):
        training.load_interpreter(broken)


def test_training_tells_its_stages_and_leaves_a_model_with_its_card(tmp_path):
    steps = []
    write_project(tmp_path, "Bonjour à vous.")
    model = training.train(tmp_path, tmp_path / "models", progress=lambda *step: steps.append(step))
    stages = [what for what, _, _ in steps]
    assert stages[0] == "préparation"
    assert {"lecture", "intentions", "dialogue", "rangement"} <= set(stages)
    done = [(done, total) for what, done, total in steps if what != "préparation"]
    assert done == sorted(done)
    assert done[-1][0] == done[-1][1]
    assert open_model(model).card.contract == contract(tmp_path)
    assert training.load_interpreter(model)("bonjour")["intent"]["name"] == "greet"


def test_a_slot_that_no_domain_declares_stops_the_training(tmp_path):
    write_project(tmp_path, "Bonjour à vous.")
    rules = tmp_path / "data/rules/greet.yml"
    rules.write_text(rules.read_text(encoding="utf-8") + "      - slot_was_set: [{inconnu: 1}]\n", encoding="utf-8")
    with pytest.raises(GuichetError, match=r"inconnu absent de domain\.yml"):
        training.train(tmp_path, tmp_path / "models")
