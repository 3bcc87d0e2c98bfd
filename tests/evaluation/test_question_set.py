"""The questions asked: the project's own or a file's, and samples that stay the same."""

import json

import pytest

from guichet.errors import GuichetError
from guichet.evaluation.question_set import Question, own_questions, read_jsonl, sample_questions, sampled
from guichet.settings import ROOT

VOTE = {"text": "je veux voter par procuration", "expected": ["F1604"]}
JOKE = {"text": "raconte moi une blague", "kind": "out_of_scope"}


def written(tmp_path, *rows):
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), "utf-8")
    return path


def test_questions_are_read_with_all_that_is_told_of_them(tmp_path):
    told = {"theme": "Papiers", "authorship": "citizen", "procedure": None, "id": "q1"}
    assert read_jsonl(written(tmp_path, VOTE | told, "", JOKE)) == [
        Question("je veux voter par procuration", "question", ("F1604",), "", "Papiers", "citizen"),
        Question("raconte moi une blague", "out_of_scope"),
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
        '{"text": "x", "authorship": 3}',
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path, bad):
    path = written(tmp_path, VOTE, "", bad)
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


def test_the_projects_own_questions_have_the_theme_of_their_sheet(small):
    asked = own_questions(ROOT, small)
    assert any(q.outside for q in asked)
    assert {q.theme for q in asked if q.procedure == "vote_procuration"} == {"Élections"}
    assert {q.theme for q in asked if q.outside} == {""}


def test_a_sample_stays_the_same_whatever_is_added_around():
    items = [f"phrase {n}" for n in range(50)]
    chosen = sampled(items, 10, str)
    assert len(chosen) == 10
    assert chosen == [item for item in items if item in chosen]
    assert set(sampled(items[:25], 10, str)) >= set(chosen) & set(items[:25])
    assert sampled(reversed(items), 10, str) == list(reversed(chosen))


def test_a_sample_larger_than_all_is_all():
    assert sampled("abc", None, str) == sampled("abc", 5, str) == ["a", "b", "c"]


def test_so_many_of_each_kind_are_asked():
    questions = [Question(f"q{n}", "question", ("F1",)) for n in range(9)]
    questions += [Question(f"h{n}", "out_of_scope") for n in range(9)]
    chosen = sample_questions(questions, 4)
    assert [q.outside for q in chosen] == [False] * 4 + [True] * 4
