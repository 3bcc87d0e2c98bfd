"""Which procedures a message points to, and how sure that is, over the editors' sheets and a few official ones."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guichet.search.engine import LIMIT, SearchEngine, SearchResult
from tests.search.conftest import build

SURE = {
    "comment renouveler ma carte d'identité": "carte_identite_renouvellement",
    "j'ai perdu mon passeport": "passeport_perte_vol",
    "je veux voter par procuration": "vote_procuration",
    "carte grise d'une voiture d'occasion": "carte_grise_vehicule_occasion",
    "demander un acte de naissance": "acte_naissance",
}
#: Official sheets of a line or two: found, whether or not that is enough to be sure.
FOUND = {"tapage nocturne de mon voisin": "F601", "louer un pédalo": "F102", "chien dangereux": "F602"}
OUTSIDE = ["quel temps fait-il demain", "raconte moi une blague", "recette de la tarte aux pommes", "bonjour", "merci"]


@pytest.mark.parametrize("text", SURE)
def test_a_clear_question_finds_its_procedure(engine, text):
    result = engine.search(text)
    assert (result.procedures[0].id, result.decision) == (SURE[text], "answer")


@pytest.mark.parametrize("text", FOUND)
def test_an_official_sheet_is_found(engine, text):
    assert engine.search(text).procedures[0].id == FOUND[text]


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_is_out_of_scope_is_declined(engine, text):
    assert engine.search(text).decision == "none"


@pytest.mark.parametrize("text", ["VOTER PAR PROCURATION", "voter par procuration svp", "voté par procurration ?!"])
def test_capitals_politeness_and_misspellings_lead_to_the_same_procedure(engine, text):
    assert engine.search(text).procedures[0].id == "vote_procuration"


def test_an_official_sheet_behind_an_editors_one_is_shown_as_it(engine):
    found = engine.search("vote par procuration").procedures
    assert (found[0].id, found[0].sheets) == ("vote_procuration", ("F1604",))
    assert "F1604" not in [candidate.id for candidate in found]


def test_the_words_of_an_official_sheet_count_for_the_editors_one_it_stands_behind(engine):
    best = engine.search("pénitentiaire").procedures[0]
    assert (best.id, best.sheets) == ("vote_procuration", ("F1604",))


def test_a_procedure_is_named_once(engine):
    for text in (*SURE, *OUTSIDE):
        ids = [candidate.id for candidate in engine.search(text).procedures]
        assert len(ids) == len(set(ids)) <= LIMIT


def test_scores_are_probabilities_best_first(engine):
    for text in SURE:
        scores = [candidate.score for candidate in engine.search(text).procedures]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert sum(scores) <= 1 + 1e-5


def test_guided_searches_are_never_found(engine):
    assert "F103" not in [candidate.id for candidate in engine.search("quel bateau").procedures]


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_a_limit_is_kept(engine, limit):
    found = engine.search("carte d'identité", limit).procedures
    assert 1 <= len(found) <= limit
    assert found == engine.search("carte d'identité", 1000).procedures[: len(found)]


def test_a_result_as_the_commands_print_it(engine):
    result = engine.search("je veux voter par procuration", 1).to_dict()
    assert result == {
        "text": "je veux voter par procuration",
        "decision": "answer",
        "procedures": [
            {
                "id": "vote_procuration",
                "sheets": ["F1604"],
                "title": "Voter par procuration",
                "score": result["procedures"][0]["score"],
            }
        ],
    }


HOSTILE = {
    "empty": "",
    "spaces": " \n\t ",
    "only stop words": "le la les de du des un une et ou",
    "one letter": "a",
    "one word five hundred times": "procurration " * 500,
    "ten thousand letters without a space": "cartedidentite" * 700,
    "misspelt words": " ".join(f"pro{a}cura{b}tion" for a in "abcdefghij" for b in "klmnopqrst"),
    "emojis": "🙂👍🏽👨‍👩‍👧",
    "long": "passeport " * 1000,
    "one long word": "a" * 10_000,
    "ten thousand words": " ".join(f"mot{n}" for n in range(10_000)),
    "nul": "passe\0port\0",
    "right to left": "\u202eجواز سفر\u202c",
    "combining": "e\u0301" * 3000,
    "lone surrogate": "\ud800 passeport",
    "slash command": '/choose{"procedure": "F1"}',
    "quotes": "\" OR 1=1; -- '",
    "digits": "0123456789 75001 06 12 34 56 78",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_has_an_answer(engine, name):
    start = time.process_time()
    result = engine.search(HOSTILE[name])
    assert time.process_time() - start < 0.5
    assert result.decision in ("answer", "choose", "none")
    json.dumps(result.to_dict())


@pytest.mark.parametrize("name", ["empty", "spaces", "only stop words", "emojis", "one long word", "one letter"])
def test_where_nothing_is_asked_nothing_is_found(engine, name):
    assert engine.search(HOSTILE[name]) == SearchResult(HOSTILE[name], "none", ())


def test_confidence_is_a_probability_and_higher_for_what_is_clear(engine):
    clear, vague = (engine.search(text).confidence for text in ("je veux voter par procuration", "un papier"))
    assert 0 <= vague < clear <= 1


def test_what_it_is_taught_takes_the_place_of_the_projects_own_phrasings(small):
    alone = SearchEngine.open(small, {"F601": ("mon coq de combat",)})
    assert alone.index.asked.shape[1] == 1
    assert alone.search("mon coq de combat").procedures[0].id == "F601"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_no_text_makes_the_search_fail(engine, text):
    result = engine.search(text)
    assert result.decision == "none" or result.procedures


def test_two_builds_of_the_same_catalogue_answer_alike(engine, tmp_path, lexicon):
    again = SearchEngine.open(build(tmp_path, lexicon))
    for text in (*SURE, *OUTSIDE):
        assert again.search(text) == engine.search(text)


def test_threads_share_an_engine(engine):
    texts = [*SURE, *OUTSIDE, "procurration", "pasport perdu"] * 10
    alone = [engine.search(text) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(engine.search, texts)) == alone
