"""What an editor is told to look at again, feed after feed."""

from __future__ import annotations

import pytest

from guichet.catalogue.importer import import_editors
from guichet.errors import GuichetError
from tests.freshness.feeds import SHEET, SHOP, Counter, official

OTHER = official("2025-01-01", id="F901")


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)


def kinds(report):
    return [finding.kind for finding in report.findings]


def test_nothing_is_to_do_while_nothing_changes(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2025-06-01"))
    assert counter.report().fresh


def test_a_new_price_comes_first_and_says_what_the_sheet_still_says(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-02-01", price="96 €", documents=("Une photo",), delay="5 jours"))
    (finding,) = counter.report().findings
    assert (finding.kind, finding.file, finding.places, finding.keys) == ("fee", SHEET, ("cost",), ("prix",))
    assert (finding.verified_on, finding.modified, finding.compared_with) == ("2026-01-10", "2026-02-01", "2026-01-05")
    assert [(change.kind, change.before, change.now) for change in finding.changes] == [
        ("fee", "La carte coûte 86 € par personne et par an.", "La carte coûte 96 € par personne et par an."),
        ("documents", "Un certificat", ""),
        ("delay", "La carte est remise en 3 jours environ.", "La carte est remise en 5 jours environ."),
    ]
    assert finding.still_said == ("86",)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"documents": ("Une photo", "Un certificat", "Un chèque")}, "documents"),
        ({"delay": "2 semaines"}, "delay"),
        ({"text": "Le bassin est ouvert, avec une aide de 30 €."}, "amount"),
        ({"heading": "Bon à savoir"}, "cases"),
        ({"text": "Le bassin est chauffé en hiver."}, "text"),
        ({"shop": "https://nouvelle.exemple.gouv.fr/carte"}, "service"),
    ],
)
def test_each_kind_of_change_has_its_name(counter, change, kind):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-02-01", **change))
    assert kinds(counter.report()) == [kind]


def test_a_sheet_whose_date_alone_moved_is_no_alarm(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-02-01", price="86\u00a0€"))
    assert counter.report().fresh


def test_a_change_that_the_sheet_does_not_date_is_seen(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-01-15", official("2025-06-01"))
    counter.comes("2026-02-05", official("2025-06-01", price="96 €"))
    assert kinds(counter.report()) == ["fee"]


def test_what_changed_before_the_editor_read_it_is_no_news(counter):
    counter.edit("2026-01-10")
    counter.comes("2025-12-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-01-02", price="96 €"))
    assert counter.report().fresh


def test_a_price_that_the_editor_already_wrote_is_no_news(counter):
    counter.edit("2026-01-10", cost={"text": "La carte coûte 96 €.", "source": "prix"})
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-02-01", price="96 €", text="Le bassin est chauffé."))
    (finding,) = counter.report().findings
    assert (finding.kind, [change.kind for change in finding.changes]) == ("text", ["text"])


def test_reading_it_again_settles_it(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", official("2026-02-01", price="96 €"))
    counter.edit("2026-02-06")
    assert counter.report().fresh


def test_without_a_memory_the_dates_and_the_amounts_still_speak(counter):
    counter.edit("2026-01-10")
    counter.comes("2026-02-05", official("2026-02-01", delay="5 jours"), remembered=False)
    assert kinds(counter.report()) == ["unknown"]
    counter.comes("2026-02-06", official("2026-02-01", price="96 €"), remembered=False)
    (finding,) = counter.report().findings
    assert (finding.kind, finding.still_said) == ("fee", ("86",))


def test_a_feed_older_than_the_verification_is_told_and_is_no_alarm(counter):
    source = {"key": "neuve", "title": "Neuve", "url": "https://www.service-public.gouv.fr/particuliers/vosdroits/F999"}
    counter.edit("2026-01-10", sheets=["F999"], sources=[{**source, "verified_on": "2026-01-10"}], cost="Payant")
    counter.comes("2024-02-02", official("2023-06-01"))
    report = counter.report()
    assert (report.findings, report.ahead, report.citations) == ((), 1, 1)


@pytest.mark.parametrize(
    ("redirections", "kind", "successor"),
    [("", "removed", ""), ('<Redirection from="F900" to="F901" date="2026-02-01" type="Fiche"/>', "moved", "F901")],
)
def test_a_sheet_that_left_the_feed(counter, redirections, kind, successor):
    counter.edit("2026-01-10")
    counter.comes("2026-01-05", official("2025-06-01"))
    counter.comes("2026-02-05", OTHER, redirections=redirections)
    (finding,) = counter.report().findings
    assert (finding.kind, finding.official, finding.successor) == (kind, "F900", successor)


def test_an_address_that_the_feed_gave_and_no_longer_gives(counter):
    online = {
        "services": [{"title": "Acheter", "url": SHOP}, {"title": "Ailleurs", "url": "https://ailleurs.exemple.fr"}]
    }
    counter.edit("2026-01-10", online=online)
    counter.comes("2026-01-05", official("2025-06-01"))
    assert counter.report().fresh
    counter.comes("2026-02-05", official("2025-06-01", shop="https://nouvelle.exemple.gouv.fr"))
    addresses = [finding for finding in counter.report().findings if finding.kind == "address"]
    assert [(found.official, found.places) for found in addresses] == [(SHOP, ("online.services[0].url",))]


def test_questions_and_examples_that_wait_for_a_sheet_that_left(counter):
    counter.edit("2026-01-10")
    counter.write("data/examples/loisirs.yml", "F950:\n  - où nager le dimanche\n")
    counter.write("data/questions/carte.yml", "kind: question\nquestions:\n  - {text: nager, expected: [F900, F951]}\n")
    counter.comes("2026-01-05", official("2025-06-01"))
    found = [(finding.kind, finding.official, finding.places) for finding in counter.report().findings]
    assert found == [("example", "F950", ("F950",)), ("question", "F951", ("questions[0].expected[1]",))]


def test_an_example_sheet_is_nobodys_answer(counter):
    counter.edit("2026-01-10", example="true")
    counter.comes("2026-02-05", official("2026-02-01", price="96 €"))
    assert (counter.report().files, counter.report().findings) == (0, ())


def test_without_a_feed_nothing_can_be_said(counter):
    counter.edit("2026-01-10")
    import_editors((), counter.path)
    with pytest.raises(GuichetError, match="pas de flux officiel"):
        counter.report()


def test_a_broken_file_is_for_the_other_check(counter):
    counter.write(SHEET, "id: [")
    counter.comes("2026-01-05", official("2025-06-01"), remembered=False)
    with pytest.raises(GuichetError, match="lancez d'abord « guichet check »"):
        counter.report()
