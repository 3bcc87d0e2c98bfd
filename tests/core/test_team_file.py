"""The file of the teams: the project's own is right, and whatever is wrong with another is told in French."""

from __future__ import annotations

import json
from datetime import date

import pytest

from guichet.errors import GuichetError
from guichet.settings import ROOT
from guichet.team_file import read_days, read_range
from guichet.teams import TEAMS, Closure, check_teams, load_teams

TEAM = {"id": "accueil", "name": "Accueil", "departement": "75", "week": {"lundi": ["9:00-12:00"]}}


def written(tmp_path, data):
    path = tmp_path / TEAMS
    path.parent.mkdir(parents=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")
    return path


def changed(**values):
    return {"teams": [{**TEAM, **values}]}


def closed(**values):
    return changed(closures=[{"start": "2026-12-24", "reason": "Fêtes", **values}])


def test_the_project_s_own_teams_are_right():
    assert check_teams(ROOT / TEAMS) == []
    first, *others = load_teams(ROOT / TEAMS)
    assert first.name == "Accueil"
    assert others
    assert all(team.hours() for team in (first, *others))


def test_a_file_is_loaded_as_an_operator_writes_it(tmp_path):
    text = """
teams:
  - id: etat_civil
    name: État civil
    departement: 01
    week:
      lundi-mercredi: [14h-17h30, 9 h 00 - 12 h]
      samedi: [9:00-12:00]
      dimanche:
    closures:
      - {start: 2026-12-24, end: 2026-12-31, reason: Fêtes}
      - {start: 2026-09-15, hours: 14:00-17:00, reason: Réunion}
    themes: [N19810, papiers]
    patience_minutes: 5
    escalate_minutes: 30
    escalate_to: [responsable@mairie.example.fr]
"""
    (team,) = load_teams(written(tmp_path, text))
    weekday = ((540, 720), (840, 1050))
    assert team.week == (weekday, weekday, weekday, (), (), ((540, 720),), ())
    assert team.closures == (
        Closure(date(2026, 12, 24), date(2026, 12, 31), "Fêtes"),
        Closure(date(2026, 9, 15), date(2026, 9, 15), "Réunion", (840, 1020)),
    )
    assert (team.id, team.departement, team.themes) == ("etat_civil", "01", ("N19810", "papiers"))
    assert (team.patience_minutes, team.away_minutes, team.escalate_minutes) == (5, 2, 30)
    assert team.escalate_to == ("responsable@mairie.example.fr",)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("9:00-12:00", (540, 720)), ("9h-12h30", (540, 750)), ("9 h – 24 h", (540, 1440)), ("8-12", (480, 720))],
)
def test_hours_are_read_as_people_type_them(typed, minutes):
    assert read_range(typed) == minutes


@pytest.mark.parametrize(
    ("key", "days"), [("lundi", [0]), ("mardi - jeudi", [1, 2, 3]), ("Lundi-Dimanche", [*range(7)])]
)
def test_days_are_read_as_people_type_them(key, days):
    assert list(read_days(key)) == days


WRONG = [
    ("teams: [", "YAML mal formé"),
    ("", "vide"),
    ([], "fichier doit être une suite de clés"),
    ({}, "teams absent ou vide"),
    ({"teams": "x"}, "teams absent ou vide"),
    ({"teams": ["x"]}, "teams[0] doit être une suite de clés"),
    ({"teams": [TEAM], "rules": "x"}, "rules clé inconnue"),
    ({"teams": [TEAM, TEAM]}, "teams[1].id en double (« accueil », déjà à teams[0])"),
    ({"teams": [TEAM, {**TEAM, "id": "x"}]}, "teams[1].name en double"),
    (changed(horaires="x"), "teams[0].horaires clé inconnue"),
    (changed(id="État civil"), "teams[0].id mal écrit (« État civil »)"),
    (changed(id=None), "teams[0].id absent ou vide"),
    (changed(name=" "), "teams[0].name absent ou vide"),
    (changed(name="x" * 121), "teams[0].name trop long (121 caractères)"),
    (changed(departement="96"), "teams[0].departement inconnu (« 96 »)"),
    (changed(departement=None), "teams[0].departement absent ou vide"),
    (changed(week=None), "teams[0].week absent ou mal écrit"),
    (changed(week=["lundi"]), "teams[0].week absent ou mal écrit"),
    (changed(week={"monday": []}), "teams[0].week.monday jour inconnu"),
    (changed(week={"vendredi-lundi": []}), "teams[0].week.vendredi-lundi jour inconnu"),
    (changed(week={"lundi-mardi": [], "mardi": []}), "teams[0].week.mardi mardi est déjà plus haut"),
    (changed(week={"lundi": "9:00-12:00"}), "teams[0].week.lundi doit être une liste"),
    (changed(week={"lundi": ["9:00"]}), "teams[0].week.lundi[0] horaire illisible (« 9:00 »)"),
    (changed(week={"lundi": ["9:00-25:00"]}), "week.lundi[0] horaire illisible"),
    (changed(week={"lundi": ["9:00-24:01"]}), "week.lundi[0] horaire illisible"),
    (changed(week={"lundi": ["9:60-12:00"]}), "week.lundi[0] horaire illisible"),
    (changed(week={"lundi": [["9:00-12:00"]]}), "week.lundi[0] horaire illisible"),
    (changed(week={"lundi": ["22:00-6:00"]}), "pour passer minuit, coupez en deux"),
    (changed(week={"lundi": ["9:00-9:00"]}), "week.lundi[0] finit avant de commencer"),
    (changed(week={"lundi": ["9:00-12:00", "11:00-14:00"]}), "week.lundi[1] « 11:00-14:00 » en recouvre un autre"),
    (changed(week={"lundi": ["9:00-18:00", "11:00-14:00"]}), "week.lundi[1] « 11:00-14:00 » en recouvre un autre"),
    (changed(closures="x"), "teams[0].closures doit être une liste"),
    (changed(closures=["2026-12-24"]), "teams[0].closures[0] doit être une suite de clés"),
    (closed(start="24/12/2026"), "closures[0].start date absente ou impossible (« 24/12/2026 »)"),
    (closed(start="2026-02-30"), "closures[0].start date absente ou impossible"),
    (closed(start=None), "closures[0].start date absente ou impossible"),
    (closed(end=["x"]), "closures[0].end date absente ou impossible"),
    (closed(end="2026-12-23"), "closures[0].end avant le premier jour"),
    (closed(reason=""), "closures[0].reason absent ou vide"),
    (closed(hours="matin"), "closures[0].hours horaire illisible"),
    (closed(jour="x"), "closures[0].jour clé inconnue"),
    (changed(themes="N19810"), "teams[0].themes doit être une liste"),
    (changed(themes=[""]), "teams[0].themes[0] absent ou vide"),
    (
        {"teams": [{**TEAM, "themes": ["N1"]}, {**TEAM, "id": "x", "name": "X", "themes": ["N1"]}]},
        "themes[0] en double",
    ),
    (changed(patience_minutes="0"), "teams[0].patience_minutes impossible (« 0 »)"),
    (changed(away_minutes="-2"), "teams[0].away_minutes impossible"),
    (changed(away_minutes="2 min"), "teams[0].away_minutes impossible"),
    (changed(escalate_minutes="9999", escalate_to=["a@b.fr"]), "teams[0].escalate_minutes impossible"),
    (changed(escalate_minutes="30"), "teams[0].escalate_to sans délai, ou délai sans adresse"),
    (changed(escalate_to=["a@b.fr"]), "teams[0].escalate_to sans délai, ou délai sans adresse"),
    (changed(escalate_minutes="30", escalate_to=["mairie"]), "escalate_to[0] n'est pas une adresse électronique"),
    (changed(escalate_minutes="30", escalate_to=["a@b.fr\nBcc: x@y.fr"]), "escalate_to[0] n'est pas une adresse"),
]


@pytest.mark.parametrize(("data", "expected"), WRONG, ids=[expected for _, expected in WRONG])
def test_what_is_wrong_is_told_in_one_line(tmp_path, data, expected):
    path = written(tmp_path, data)
    found = [str(problem) for problem in check_teams(path)]
    assert any(expected in line for line in found), found
    assert all(line.startswith("data/desk/teams.yml : ") and " — " in line and "\n" not in line for line in found)
    with pytest.raises(GuichetError, match="guichet check"):
        load_teams(path)


def test_every_problem_is_told_at_once(tmp_path):
    data = changed(id="É", departement="0", week={"lundi": ["x", "y"]}, closures=[{}], patience_minutes="x")
    assert len(check_teams(written(tmp_path, data))) == 7


def test_a_theme_that_nobody_has_is_told_where_the_catalogue_is_known(tmp_path):
    path = written(tmp_path, changed(themes=["N19810", "N99999"]))
    assert check_teams(path) == []
    (problem,) = check_teams(path, {"N19810"})
    assert str(problem).startswith("data/desk/teams.yml : teams[0].themes[1] « N99999 » n'est ni un thème ni")


def test_without_a_file_nothing_is_wrong_and_nothing_can_be_loaded(tmp_path):
    assert check_teams(tmp_path / TEAMS) == []
    with pytest.raises(GuichetError, match=r"teams\.yml : illisible"):
        load_teams(tmp_path / TEAMS)
