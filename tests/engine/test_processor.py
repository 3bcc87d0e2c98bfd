"""What the engine relies on in the project's rules and stories, so as to ask the policies once about a situation."""

import pytest
import yaml

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.engine.processor import SEEN
from guichet.settings import ROOT


def written(kind):
    """Every rule, or every story."""
    name = {"rules": "rule", "stories": "story"}[kind]
    for path in sorted((ROOT / "data" / kind).glob("*.yml")):
        for entry in yaml.safe_load(path.read_text("utf-8")).get(kind, ()):
            yield pytest.param(entry, id=f"{path.stem}: {entry[name]}")


@pytest.mark.parametrize("rule", written("rules"))
def test_a_rule_is_seen_whole_wherever_the_conversation_stands(rule):
    assert len(rule["steps"]) < SEEN, "SEEN doit croître avec la plus longue règle"
    assert not rule.get("conversation_start")


@pytest.mark.parametrize("path", [*written("rules"), *written("stories")])
def test_nothing_is_learned_from_typed_words_alone(path):
    assert not [step for step in path["steps"] if "user" in step or "bot" in step]


def test_the_memory_policy_looks_less_far_back_than_a_prediction_is_remembered_for():
    policies = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
    assert [policy["max_history"] for policy in policies if "max_history" in policy] == [2]
    assert SEEN > 2
