"""An example is one line more: comments, folds, quotes and line endings of editors' files stay as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from guichet.catalogue.example_files import phrasing
from guichet.catalogue.example_writing import Example, add_to_intent, add_to_list
from guichet.errors import GuichetError
from guichet.settings import ROOT

TRICKY = Example('« a: b » # "oui" \\ {non} - ', "Zoé", date(2026, 11, 22))
PLAIN = Example("simple", "Zoé", date(2026, 11, 22))
SHEETS = sorted((ROOT / "data" / "procedures").rglob("*.yml"))
INTENTS = [path for path in sorted((ROOT / "data" / "nlu").glob("*.yml")) if "intent:" in path.read_text("utf-8")]


@pytest.mark.parametrize("path", SHEETS, ids=[path.stem for path in SHEETS])
def test_every_sheet_of_the_project_takes_an_example(path: Path) -> None:
    before = path.read_bytes().decode()
    after = add_to_list(before, "examples", [TRICKY, PLAIN], path.name)
    added = [f"  - {TRICKY.entry()}", f"  - {PLAIN.entry()}"]
    assert [line for line in after.splitlines() if line not in added] == before.splitlines()
    read, former = yaml.safe_load(after), yaml.safe_load(before)
    assert [phrasing(example) for example in read["examples"][-2:]] == [TRICKY.text, PLAIN.text]
    assert read | {"examples": former["examples"]} == former


@pytest.mark.parametrize("path", INTENTS, ids=[path.stem for path in INTENTS])
def test_every_intent_of_the_project_takes_examples_in_a_list_of_its_own(path: Path) -> None:
    before = path.read_bytes().decode()
    blocks = yaml.safe_load(before)["nlu"]
    after = add_to_intent(before, path.stem, [TRICKY], path.name)
    after = add_to_intent(after, path.stem, [PLAIN], path.name)
    read = yaml.safe_load(after)["nlu"]
    texts = [example["text"] for example in read[-1]["examples"]]
    assert texts[-2:] == [TRICKY.text, PLAIN.text]
    assert read[: len(blocks)] == blocks or len(texts) > 2


CASES = {
    "a comment after the list": ("a:\n  - un\n# suite\nb: 1\n", "a:\n  - un\n  - X\n# suite\nb: 1\n"),
    "blank lines after it": ("a:\n  - un\n\n\nb: 1\n", "a:\n  - un\n  - X\n\n\nb: 1\n"),
    "no indent": ("a:\n- un\nb: 1\n", "a:\n- un\n- X\nb: 1\n"),
    "no end of line at the end": ("a:\n  - un", "a:\n  - un\n  - X\n"),
    "a folded last entry": ("a:\n  - >-\n    un\n    deux\nb: 1\n", "a:\n  - >-\n    un\n    deux\n  - X\nb: 1\n"),
    "a quoted entry over lines": ('a:\n  - "un\n    deux"\nb: 1\n', 'a:\n  - "un\n    deux"\n  - X\nb: 1\n'),
    "endings of another system": ("a:\r\n  - un\r\nb: 1\r\n", "a:\r\n  - un\r\n  - X\r\nb: 1\r\n"),
    "a list that is not there": ("b: 1\n", "b: 1\na:\n  - X\n"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=list(CASES))
def test_the_line_goes_where_a_hand_would_put_it(before: str, after: str) -> None:
    assert add_to_list(before, "a", [PLAIN], "f.yml") == after.replace("X", PLAIN.entry())


@pytest.mark.parametrize("content", ["a: [un, deux]\n", "a: un\n", "a: []\n", "a: [\n"])
def test_a_list_of_another_form_is_left_alone(content: str) -> None:
    with pytest.raises(GuichetError, match=r"^f\.yml : "):
        add_to_list(content, "a", [PLAIN], "f.yml")


def test_what_can_t_be_seen_is_not_written() -> None:
    with pytest.raises(GuichetError, match="invisible"):
        add_to_list("a:\n  - un\n", "a", [Example("un\u200bdeux\x00", "Zoé", PLAIN.on)], "f.yml")
