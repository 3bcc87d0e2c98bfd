"""What `guichet status` makes of what it found, and how it says so."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from guichet.gateway.status.judging import code, judge
from guichet.gateway.status.telling import age, as_program, lines
from guichet.settings import ROOT
from guichet.wording import say
from tests.gateway.status.samples import DOWN_EVERYWHERE, NOW, WELL, WRONG, but
from tests.gateway.test_metrics import alerts

RUNBOOK = re.compile(r"docs/runbook\.md#([\w-]+)")


def test_all_is_well():
    assert judge(WELL) == []
    assert code([]) == 0
    assert list(lines(WELL, [])) == [
        "Guichet — 22 novembre 2026, 19:30",
        "Tout va bien.",
        "",
        "ok     Passerelle           répond (port 8000), depuis 3 jours",
        "ok     Moteur               répond (port 5005)",
        "ok     Serveur d'actions    répond (port 5055)",
        "ok     Base de données      sqlite, lisible",
        "ok     Modèle               guichet-0123456789abcdef, en service depuis le 20 novembre 2026 — Guichet 0.1.0",
        "ok     Fiches               3\u202f031 fiches officielles du 21 novembre 2026, lues il y a 15 heures",
        "ok     Messages             12 depuis une heure, 1\u202f340 depuis 24 h ; "
        "94 % ont eu une réponse (80 non compris, 0 sans réponse)",
        "ok     Conseillers          1 en attente, 4 à traiter plus tard ; 2 conseiller(s) là",
        "ok     Courriels            0 à envoyer",
        "ok     À comprendre         17 question(s) à relire",
        "ok     Erreurs              aucune depuis une heure (gateway.log, engine.log)",
        "ok     Place                70 Go libres sur 250",
        "ok     Purge                rien n'a dépassé sa durée de conservation",
        "ok     Sauvegarde           il y a 16 heures",
    ]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_cure(name):
    facts, exit_code = WRONG[name]
    findings = judge(facts)
    assert [finding.name for finding in findings] == [name]
    assert code(findings) == exit_code
    told = list(lines(facts, findings))
    assert told[1] == say(f"status.verdict.l{exit_code}")
    assert told[-2] == "À faire :"
    assert told[-1] == f"- {say(f'status.findings.{name}', **findings[0].values)}"


@pytest.mark.parametrize("name", [name for name in WRONG if not name.endswith(("_off", "runs"))])
def test_the_line_it_is_about_is_marked(name):
    facts, exit_code = WRONG[name]
    mark = say(f"status.marks.l{exit_code}")
    assert sum(line.startswith(mark) for line in lines(facts, judge(facts))) == (0 if name == "no_model" else 1), name


def test_every_sentence_is_of_a_finding_that_can_be():
    assert set(say.__globals__["_sentences"]()["status"]["findings"]) == set(WRONG)


def test_the_gravest_comes_first():
    findings = judge(but(sheets=None, disk={"free": 1}, overdue=9999))
    assert [finding.level for finding in findings] == [2, 1, 1]


def test_the_smallest_numbers_say_nothing_of_the_answers():
    assert judge(but(activity={"last_day": 10, "not_understood": 9})) == []
    assert judge(but(activity={"last_day": 0, "last_hour": 0, "not_understood": 0})) == []


def test_what_cannot_be_seen_from_here_is_no_fault():
    assert judge(but(errors=None, saved=None, overdue=None, disk=None)) == []
    told = list(lines(but(errors=None, saved=None), []))
    assert sum(line.startswith("? ") for line in told) == 2


def test_a_program_gets_the_facts_and_the_findings():
    told = json.loads(as_program(DOWN_EVERYWHERE, judge(DOWN_EVERYWHERE)))
    assert told["code"] == 2
    assert [finding["name"] for finding in told["findings"]] == ["nothing_runs"]
    assert told["facts"]["activity"]["last_day"] == 1340
    assert told["facts"]["gateway"] == {"up": False, "where": "8000", "since": "2026-11-19T08:00:00+00:00"}


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-22T18:29:30+00:00", "moins d'une minute"),
        ("2026-11-22T18:29:00+00:00", "une minute"),
        ("2026-11-22T17:45:00+00:00", "45 minutes"),
        ("2026-11-22T17:30:00+00:00", "une heure"),
        ("2026-11-21T18:30:00+00:00", "un jour"),
        ("2026-11-12T18:31:00+00:00", "9 jours"),
        ("2026-11-22T18:31:00+00:00", "moins d'une minute"),
    ],
)
def test_ages_as_people_say_them(moment, said):
    assert age(moment, NOW) == said


def test_what_the_runbook_is_asked_for_is_there():
    named = {rule["annotations"]["runbook"].partition("#")[2] for rule in alerts()}
    named |= set(RUNBOOK.findall((ROOT / "guichet" / "locale" / "status.yml").read_text("utf-8")))
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "runbook.md").read_text("utf-8"), re.M)
    assert named <= {slug(heading) for heading in headings}


def slug(heading: str) -> str:
    """« Réponses lentes » → reponses-lentes."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
