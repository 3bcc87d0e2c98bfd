"""What `guichet evaluate` measures and shows without a model: the editors' sheets with a few official ones."""

import json
import re
from html.parser import HTMLParser

import pytest

from guichet.evaluation import figures, page, report, words
from guichet.evaluation.figures import Figure, Report
from guichet.evaluation.whole import Wanted, examine
from guichet.settings import ROOT

ROWS = [
    {"text": "je veux voter par procuration", "expected": ["F1604"], "authorship": "citizen"},
    {
        "text": "comment renouveler ma carte d'identité",
        "kind": "question",
        "expected": ["F21089"],
        "authorship": "citizen",
    },
    {"text": "j'ai perdu mon passeport", "expected": ["F404"], "authorship": "citizen"},
    {"text": "raconte moi une blague", "kind": "out_of_scope"},
]


def examined(folder, small, *rows, **wanted):
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    wanted = Wanted(path, **wanted)
    return examine(ROOT, None, small, wanted), wanted


@pytest.fixture(scope="module")
def found(tmp_path_factory, small):
    return examined(tmp_path_factory.mktemp("asked"), small, *ROWS)


def test_the_table_counts_and_compares(found):
    lines = list(report.lines(found[0]))
    assert lines[0] == "3 questions, 1 hors sujet."
    assert [line[:34].strip() for line in lines[2:5]] == ["FTS5, bm25()", "FTS5, titre × 10", "Guichet"]
    assert lines[2].split()[2:5] == ["33.3%", "33.3%", "33.3%"]
    measured = [found[0].report.figures[f"linker.{name}"].value for name in ("first", "three", "four")]
    assert lines[4].split()[1:4] == [f"{value:.1%}" for value in measured]
    assert lines[5].startswith("Dans le sujet : ")
    assert re.fullmatch("Hors sujet : (aucune réponse|choix proposé|réponse fausse) 100.0%", lines[6])


def test_citizens_own_messages_are_told_apart(found, html):
    told = [line for line in report.lines(found[0]) if line.startswith("Usagers eux-mêmes : première ")]
    assert len(told) == 1
    assert "Selon qui a écrit" in html


def test_misses_are_shown_with_what_was_found_instead(found):
    shown = list(report.lines(found[0], misses=True))[-2:]
    assert shown[0] == "✗ j'ai perdu mon passeport | attendu F404"
    assert "Passeport perdu ou volé" in shown[1]


@pytest.mark.parametrize("rows", [[], [ROWS[3]], [ROWS[0]]])
def test_few_or_no_questions_make_a_report_too(tmp_path, small, rows):
    few, wanted = examined(tmp_path, small, *rows, search=False, noise=False)
    inside = sum("expected" in row for row in rows)
    assert next(report.lines(few)) == f"{inside} questions, {len(rows) - inside} hors sujet."
    assert "<h1>" in page.render(page.view(few, wanted, None))


def test_the_figures_have_the_names_that_a_promotion_looks_for(found):
    measured = found[0].report.figures
    without_model = {"intents.right", "entities.f1", "conversations.right"}
    assert set(figures.GATES) - set(measured) == without_model
    assert {name for name in measured if name.startswith("noise.")} >= {"noise.sms.first", "noise.plain.four"}
    assert {"search.fts5.first", "search.fts5_title.three"} <= set(measured)


def test_the_figures_are_read_as_they_were_written(found, tmp_path):
    figures.write(found[0].report, tmp_path / "a.json")
    assert figures.read(tmp_path / "a.json") == found[0].report


def test_what_was_not_measured_is_said_with_the_command_that_brings_it(found):
    shown = page.view(*found, None)
    assert any("guichet train" in what for what in shown.left_out)
    assert any("--cross-validation" in what for what in shown.left_out)
    assert "guichet train" in shown.next


class Outline(HTMLParser):
    """The tags of a page, and what is wrong with them."""

    def __init__(self):
        super().__init__()
        self.open, self.headings, self.ids, self.links, self.problems = [], [], set(), set(), []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids.add(told.get("id"))
        if tag == "a":
            self.links.add(told["href"].lstrip("#"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "svg" and not (told.get("role") == "img" and told.get("aria-label")):
            self.problems.append("a picture without words")
        if tag == "th" and "scope" not in told:
            self.problems.append("a header that says not of what")
        self.problems += [f"{tag} {name}" for name in ("src", "onclick") if name in told]
        if tag not in ("meta", "line", "circle", "rect", "polyline", "link"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        if tag == "svg":
            self.problems.append("an empty picture")

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.problems.append(f"{tag} closes something else")


@pytest.fixture(scope="module")
def html(found):
    return page.render(page.view(*found, Report("guichet-b.tar.gz", "2026-11-01T10:00:00+00:00", 3, BEFORE)))


#: The figures of a model in service that did better on one, and had no case for another.
BEFORE = {"linker.first": Figure(1.0, 500, 0.99, 1.0), "noise.first": Figure(0.0, 0, 0.0, 1.0)}


def test_the_page_is_whole_and_can_be_heard(html):
    outline = Outline()
    outline.feed(html)
    assert outline.problems == []
    assert outline.open == []
    assert outline.links <= outline.ids
    assert outline.headings[0] == 1
    assert max(b - a for a, b in zip(outline.headings, outline.headings[1:], strict=False)) == 1


def test_the_page_asks_nothing_of_the_network(html):
    assert re.findall(r"https?://|@import|url\(", html) == []


def test_the_headline_says_the_figure(found, html):
    first = words.hundredths(found[0].report.figures["linker.first"].value)
    assert f"<h1>{first} fois sur 100, la bonne démarche vient en premier</h1>" in html


def test_the_page_compares_with_the_model_in_service(found, html):
    assert "guichet-b.tar.gz" in html
    assert words.points(found[0].report.figures["linker.first"].value - 1) in html


def test_words_of_citizens_are_text_never_markup(tmp_path, small):
    row = {"text": "<script>alert(1)</script> mon passeport & moi", "expected": ["F1604"]}
    shown = page.render(page.view(*examined(tmp_path, small, row, search=False, noise=False), None))
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; mon passeport &amp; moi" in shown


def test_the_page_replaces_the_file_as_a_whole(found, tmp_path):
    shown = page.view(*found, None)
    page.write(shown, tmp_path / "a.html")
    page.write(shown, tmp_path / "a.html")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    assert (tmp_path / "a.html").read_text("utf-8").startswith("<!DOCTYPE html>")
