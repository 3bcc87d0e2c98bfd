"""What the writing guide has people type is right: its sheets pass the check, its errors are those they will see."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
import yaml

from guichet.catalogue.editors import load_editors
from guichet.settings import ROOT
from tests.catalogue.editor_project import lines, write

GUIDE = (ROOT / "docs" / "guide-redaction.md").read_text("utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"^ *```yaml\n(.*?)^ *```", GUIDE, re.DOTALL | re.MULTILINE)]
SMALLEST, PRICE, CASES = BLOCKS[:3]
SHEET = "data/procedures/bibliotheque/bibliotheque_inscription.yml"


@pytest.mark.parametrize("sheet", [SMALLEST, f"{SMALLEST}\n{CASES}"], ids=["smallest", "with cases"])
def test_the_sheet_of_the_guide_passes_the_check(tmp_path, sheet):
    write(tmp_path, SHEET, sheet)
    assert lines(tmp_path) == []
    assert load_editors(tmp_path)[0].id == "bibliotheque_inscription"


def test_the_first_error_is_the_one_that_the_guide_shows(tmp_path):
    write(tmp_path, SHEET, f"{SMALLEST}\n{PRICE}")
    (line,) = lines(tmp_path)
    assert line in GUIDE


def test_the_smallest_sheet_has_nothing_to_spare(tmp_path):
    data = yaml.safe_load(SMALLEST)
    for key in set(data) - {"documents"}:
        without = {name: value for name, value in data.items() if name != key}
        write(tmp_path, SHEET, yaml.safe_dump(without, allow_unicode=True))
        assert lines(tmp_path), f"{key} could be left out"


def test_every_block_of_the_guide_is_yaml():
    assert len(BLOCKS) >= 8
    for block in BLOCKS:
        yaml.safe_load(block)


def test_every_link_of_the_guide_leads_somewhere():
    titles = {
        re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= titles
    assert all((ROOT / "docs" / file).is_file() for file in re.findall(r"\]\(([\w-]+\.md)", GUIDE))
