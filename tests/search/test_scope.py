"""Words heard outside the counter's subjects, learned from the dialogue's examples."""

import json

import pytest

from guichet.search.scope import out_of_scope, scope_odds
from guichet.search.text import Analyzer


def test_words_heard_outside_have_odds_above_zero_and_those_of_phrasings_below():
    odds = scope_odds(["raconte une blague", "une blague drôle"], ["le prix de la carte", "carte"], Analyzer({}))
    assert odds["blagu"] > odds["racont"] > 0 > odds["prix"] > odds["cart"]


def test_what_is_said_as_often_on_both_sides_says_nothing():
    assert scope_odds(["une carte"], ["la carte"], Analyzer({}))["cart"] == pytest.approx(0)


def test_many_phrasings_do_not_make_a_shared_word_theirs():
    odds = scope_odds(["une carte"] * 2, ["une carte"] * 20, Analyzer({}))
    assert odds["cart"] == pytest.approx(0, abs=0.2)


def test_examples_are_read_from_the_files_of_what_is_none_of_the_counters_business(tmp_path):
    files = {
        "out_of_scope": "- raconte une blague\n- rie\n",
        "bot_challenge": ["es-tu un robot", {"text": "humain"}],
    }
    for intent, examples in {**files, "ask_cost": "- le prix"}.items():
        path = tmp_path / f"{intent}.yml"
        path.write_text(json.dumps({"nlu": [{"intent": intent, "examples": examples}]}), "utf-8")
    assert out_of_scope(tmp_path) == ("raconte une blague", "rie", "es-tu un robot", "humain")


@pytest.mark.parametrize("content", [None, "", "nlu:\n- lookup: x\n"])
def test_without_examples_nothing_is_outside(tmp_path, content):
    if content is not None:
        (tmp_path / "out_of_scope.yml").write_text(content, "utf-8")
    assert out_of_scope(tmp_path) == ()
    assert scope_odds((), (), Analyzer({})) == {}
