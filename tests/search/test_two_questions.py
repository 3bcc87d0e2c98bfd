"""Two questions in one message: the second is kept only when both are sure and differ."""

import pytest

from guichet.search.engine import Candidate, SearchResult
from guichet.search.two_questions import in_turn

KNOWN = {"passeport": "F1", "permis": "F2"}


def search(text):
    ids = [id_ for word, id_ in KNOWN.items() if word in text.lower()]
    decision = "answer" if len(ids) == 1 else "choose" if ids else "none"
    found = tuple(Candidate(id_, (id_,), id_.lower(), 0.9) for id_ in ids)
    return SearchResult(text, decision, found)


@pytest.mark.parametrize(
    "text",
    [
        "Où refaire mon passeport ? Et comment échanger un permis espagnol ?",
        "où refaire mon passeport et sinon comment échanger un permis espagnol",
        "Où refaire mon passeport.\nJe voudrais aussi échanger un permis espagnol",
    ],
)
def test_the_second_of_two_questions_is_kept(text):
    first, second = in_turn(text, search)
    assert first.procedures[0].id == "F1"
    assert (second.procedures[0].id, "permis espagnol" in second.text) == ("F2", True)


@pytest.mark.parametrize(
    "text",
    [
        "Où refaire mon passeport ?",
        "Où refaire mon passeport ? Combien coûte ce passeport ?",
        "Où refaire mon passeport ? Merci beaucoup pour votre aide.",
        "",
        "permis",
        "? ! . ; ?",
        "passeport permis " * 60,
    ],
)
def test_one_question_stays_one(text):
    whole, second = in_turn(text, search)
    assert second is None
    assert whole == search(text)


def test_a_long_story_is_not_cut_into_pieces():
    text = "Mon permis a été volé hier soir. " * 10
    assert in_turn(text, search) == (search(text), None)


def test_a_second_question_says_its_words():
    second = in_turn("mon passeport est perdu ! Et mon permis expire bientôt.", search)[1]
    assert second.text == "Et mon permis expire bientôt."
