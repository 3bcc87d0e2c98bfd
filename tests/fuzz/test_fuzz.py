"""Every target for a second at most, with the same inputs each time: a fault that came back is found at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

coverage_guided = pytest.importorskip("tests.fuzz.coverage_guided")
live = pytest.importorskip("tests.fuzz.live", reason="the gateway's environment has what it needs")
rounds = pytest.importorskip("tests.fuzz.rounds", reason="the gateway's environment has what it needs")


@pytest.mark.parametrize("name", rounds.TARGETS)
def test_nothing_that_comes_in_breaks_it(name):
    check, inputs = rounds.TARGETS[name]
    assert rounds.count(check, inputs, seconds=0.4) >= rounds.ROUND // 2


def test_the_public_api_answers_as_its_contract_says():
    assert live.count(seconds=2.0) > 30


def test_nothing_that_reaches_new_code_breaks_it():
    # Each is a process of its own, and most of its time is to load.
    with ThreadPoolExecutor() as at_once:
        tried = list(at_once.map(partial(coverage_guided.run, seconds=1.0), coverage_guided.TARGETS))
    assert min(tried) > 100


def test_a_property_that_does_not_hold_is_found():
    def short(text: str) -> None:
        assert len(text) < 5

    _, inputs = rounds.TARGETS["texte d'un usager"]
    with pytest.raises(AssertionError):
        rounds.count(short, inputs, seconds=1.0)


def test_an_answer_that_the_contract_does_not_announce_is_found(tmp_path, monkeypatch):
    contract = live.CONTRACT.read_text("utf-8").replace('"422": {$ref: "#/components/responses/Invalid"}', "")
    (tmp_path / "openapi.yaml").write_text(contract, "utf-8")
    monkeypatch.setattr(live, "CONTRACT", tmp_path / "openapi.yaml")
    with pytest.raises(AssertionError, match="Received: 422"):
        live.count(seconds=4.0)
