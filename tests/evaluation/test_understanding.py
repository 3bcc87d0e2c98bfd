"""How intents and entities are counted, and that the held-out files are what they must be; no model is needed."""

from collections import Counter

import pytest
import yaml

from guichet.errors import GuichetError
from guichet.evaluation import entities, intents
from guichet.evaluation.entities import Found
from guichet.evaluation.intents import Understood
from guichet.evaluation.trained_model import Heard
from guichet.references import find_reference
from guichet.settings import ROOT


def understood(meant, intent, confidence=0.9, settled=None, series="intents"):
    return Understood(meant, Heard("texte", intent, confidence, settled or intent), series)


def test_intents_are_counted_by_what_the_classifier_heard_first():
    cases = [
        understood("greet", "greet", 0.9),
        understood("greet", "thank", 0.8, series="intents_second"),
        understood("deny", "deny", 0.4, settled="describe_situation"),
    ]
    figures = {name: (round(f.value, 3), f.count) for name, f in intents.intent_figures(cases).items()}
    assert figures == {
        "intents.right": (0.667, 3),
        "intents.settled": (0.333, 3),
        "intents.sure_right": (0.5, 2),
        "intents.series.intents": (1.0, 2),
        "intents.series.intents_second": (0.0, 1),
        "intent.deny.right": (1.0, 1),
        "intent.greet.right": (0.5, 2),
    }
    assert intents.confusions(cases)["greet", "thank"] == 1


def test_the_held_out_intents_are_those_of_the_domain():
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    found = intents.held_out(ROOT)
    assert {sentence.intent for sentence in found} <= set(domain["intents"])
    assert len({(s.text, s.series) for s in found}) == len(found) > 600


@pytest.mark.parametrize("content", ["greet: bonjour", "[", "- greet", "greet: [3]"])
def test_a_broken_file_of_intents_is_named_on_one_line(tmp_path, content):
    path = tmp_path / intents.HELD_OUT / "intents.yml"
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    with pytest.raises(GuichetError) as error:
        intents.held_out(tmp_path)
    assert str(error.value).startswith("data/heldout/intents.yml : illisible (")
    assert "\n" not in str(error.value)


def test_the_ears_end_with_the_classifier_of_intents():
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    names = [component["name"] for component in intents.ears(config)]
    assert "IntentClassifier" in names[-1]
    assert not any(name.endswith(("Linker", "FallbackClassifier")) for name in names)


def found(wanted, given):
    return Found("texte", Counter(wanted), Counter(given))


A, B, C = ("postcode", "35000"), ("postcode", "12000"), ("reference", "DEM-D6FQ-3N")


def test_entities_are_counted_one_by_one():
    cases = [found([A, C], [A, C]), found([A], []), found([], [B]), found([A, A], [A])]
    figures = {name: (round(f.value, 3), f.count) for name, f in entities.entity_figures(cases).items()}
    assert figures["entities.precision"] == (0.75, 4)
    assert figures["entities.recall"] == (0.6, 5)
    assert figures["entities.f1"] == (0.667, 5)
    assert figures["entity.reference.f1"] == (1.0, 1)
    assert figures["entity.postcode.f1"] == (0.571, 4)
    assert [case.right for case in cases] == [True, False, False, False]


def test_a_perfect_score_on_few_sentences_keeps_its_margin():
    figure = entities.entity_figures([found([A], [A])] * 5)["entities.f1"]
    assert (figure.value, figure.high) == (1.0, 1.0)
    assert figure.low < 0.6


def test_what_nobody_asked_for_has_no_recall():
    figures = entities.entity_figures([found([], [B])])
    assert figures["entities.recall"].count == 0
    assert figures["entities.f1"].value == 0
    assert entities.entity_figures([])["entities.f1"].count == 0


def test_the_held_out_sentences_hold_what_they_say():
    sentences = entities.held_out(ROOT)
    assert len({sentence.text for sentence in sentences}) == len(sentences) >= 60
    assert sum(not sentence.entities for sentence in sentences) >= 15
    for sentence in sentences:
        assert set(sentence.entities) <= {"postcode", "reference"}
        assert find_reference(sentence.text) == next(iter(sentence.entities.get("reference", ())), None)
        spaceless = sentence.text.replace(" ", "")
        assert all(postcode in spaceless for postcode in sentence.entities.get("postcode", ()))


@pytest.mark.parametrize("content", ["text: x", "- txt: x", "- text: 3", "- {text: x, entities: [35000]}", "["])
def test_a_broken_file_of_entities_is_named_on_one_line(tmp_path, content):
    path = tmp_path / entities.HELD_OUT
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    with pytest.raises(GuichetError) as error:
        entities.held_out(tmp_path)
    assert str(error.value).startswith("data/heldout/entities.yml : illisible (")
    assert "\n" not in str(error.value)
