"""The report of `guichet evaluate`, on the editors' sheets with a few official ones."""

import json

import pytest

from guichet.catalogue.question_files import HeldOutQuestion
from guichet.errors import GuichetError
from guichet.evaluation.report import evaluate, read_jsonl
from guichet.settings import ROOT

ROWS = [
    {"text": "je veux voter par procuration", "expected": ["F1604"]},
    {"text": "comment renouveler ma carte d'identité", "kind": "question", "expected": ["F21089"]},
    {"text": "j'ai perdu mon passeport", "expected": ["F404"]},
    {"text": "raconte moi une blague", "kind": "out_of_scope"},
]


def written(tmp_path, *rows):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def report(tmp_path, small, *rows, misses=False):
    return list(evaluate(ROOT, small, written(tmp_path, *rows), misses))


def test_the_report_counts_and_compares(tmp_path, small):
    lines = report(tmp_path, small, *ROWS)
    assert lines[0] == "3 questions, 1 hors sujet."
    assert [line[:34].strip() for line in lines[2:5]] == ["FTS5, bm25()", "FTS5, titre × 10", "Guichet"]
    assert lines[2].split()[2:4] == ["33.3%", "33.3%"]
    assert lines[4].split()[1:3] == ["66.7%", "66.7%"]
    assert lines[5] == "Dans le sujet : réponse fausse 33.3%, réponse juste 66.7%"
    assert lines[6] == "Hors sujet : aucune réponse 100.0%"


def test_misses_are_shown_with_what_was_found_instead(tmp_path, small):
    shown = report(tmp_path, small, *ROWS, misses=True)[7:]
    assert shown[0] == "✗ j'ai perdu mon passeport | attendu F404"
    assert "Passeport perdu ou volé" in shown[1]


@pytest.mark.parametrize("rows", [[], [ROWS[3]], [ROWS[0]]])
def test_few_or_no_questions_make_a_report_too(tmp_path, small, rows):
    lines = report(tmp_path, small, *rows)
    inside = sum("expected" in row for row in rows)
    assert lines[0] == f"{inside} questions, {len(rows) - inside} hors sujet."


def test_questions_are_read_with_their_kind(tmp_path):
    assert read_jsonl(written(tmp_path, ROWS[0], "", ROWS[3])) == [
        HeldOutQuestion("je veux voter par procuration", "question", ("F1604",)),
        HeldOutQuestion("raconte moi une blague", "out_of_scope", ()),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "non",
        "[]",
        "{}",
        '{"text": 3}',
        '{"text": null}',
        '{"text": "x", "expected": "F1604"}',
        '{"text": "x", "expected": 3}',
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path, bad):
    path = written(tmp_path, ROWS[0], "", bad)
    with pytest.raises(GuichetError) as error:
        read_jsonl(path)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(f"{path}, ligne 3 : question illisible (")


def test_a_file_that_is_absent_or_not_utf8_is_said(tmp_path):
    with pytest.raises(GuichetError, match="donnez un fichier JSONL en UTF-8"):
        read_jsonl(tmp_path / "absent.jsonl")
    (tmp_path / "latin.jsonl").write_bytes('{"text": "été"}'.encode("latin-1"))
    with pytest.raises(GuichetError, match="donnez un fichier JSONL en UTF-8"):
        read_jsonl(tmp_path / "latin.jsonl")
