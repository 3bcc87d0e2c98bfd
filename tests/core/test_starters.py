"""The starters of the first screen: the file is right, and whatever is wrong with another is told."""

from __future__ import annotations

import json

import pytest

from guichet.errors import GuichetError
from guichet.language import fold
from guichet.settings import ROOT
from guichet.starters import STARTERS, check_starters, load_starters

STARTER = {"label": "Refaire ma carte", "procedure": "F1"}
THEME = {"id": "papiers", "title": "Papiers", "starters": [STARTER]}


def problems(tmp_path, data, procedures=None):
    path = tmp_path / STARTERS
    path.parent.mkdir(parents=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return [str(problem) for problem in check_starters(path, procedures)]


def test_the_project_s_own_starters_are_right():
    assert check_starters(ROOT / STARTERS) == []
    themes = load_starters(ROOT / STARTERS)
    assert 4 <= len(themes) <= 6
    assert all(2 <= len(theme.starters) <= 4 for theme in themes)
    labels = [fold(starter.label) for theme in themes for starter in theme.starters]
    assert len(labels) == len(set(labels))


def test_a_file_without_fault_is_loaded(tmp_path):
    assert problems(tmp_path, {"themes": [THEME]}, {"F1"}) == []
    (theme,) = load_starters(tmp_path / STARTERS)
    assert (theme.title, theme.starters[0].procedure) == ("Papiers", "F1")


def test_no_file_is_no_starter(tmp_path):
    assert load_starters(tmp_path / STARTERS) == ()
    assert check_starters(tmp_path / STARTERS) == []


WRONG = [
    ("", "vide"),
    ("themes: [", "YAML mal formé"),
    ([], "fichier doit être une suite de clés"),
    ({}, "themes absent ou vide"),
    ({"themes": "papiers"}, "themes absent ou vide"),
    ({"themes": ["papiers"]}, "themes[0] doit être une suite de clés"),
    ({"themes": [THEME], "stray": "x"}, "stray clé inconnue"),
    ({"themes": [THEME, THEME]}, "themes[1].id en double (« papiers »)"),
    ({"themes": [{**THEME, "title": ""}]}, "themes[0].title absent ou vide"),
    ({"themes": [{**THEME, "starters": []}]}, "themes[0].starters absent ou vide"),
    ({"themes": [{**THEME, "starters": ["x"]}]}, "themes[0].starters[0] doit être une suite de clés"),
    ({"themes": [{**THEME, "starters": [{"label": "Seul"}]}]}, "sans « procedure » ni « text »"),
    ({"themes": [{**THEME, "starters": [{**STARTER, "text": "x"}]}]}, "ou avec les deux"),
    ({"themes": [{**THEME, "starters": [{**STARTER, "label": "x" * 61}]}]}, "label trop long (61 caractères)"),
    ({"themes": [{**THEME, "starters": [{**STARTER, "procedure": None}]}]}, "procedure absent ou vide"),
]


@pytest.mark.parametrize(("data", "expected"), WRONG, ids=[expected for _, expected in WRONG])
def test_what_is_wrong_is_told_in_one_line(tmp_path, data, expected):
    found = problems(tmp_path, data)
    assert any(expected in line for line in found), found
    assert all(line.startswith("data/widget/starters.yml : ") and " — " in line for line in found)
    with pytest.raises(GuichetError):
        load_starters(tmp_path / STARTERS)


def test_a_procedure_that_nobody_has_is_told(tmp_path):
    (line,) = problems(tmp_path, {"themes": [THEME]}, {"F2"})
    assert "themes[0].starters[0].procedure « F1 » n'est ni une fiche" in line
