"""What words mean: vectors, their bytes, and names of two words."""

import zipfile

import numpy as np
import pytest

from guichet.search.meaning import Meanings, from_bytes, load_meanings, to_bytes, unit, with_names

WORDS = {"permis": 0, "bateau": 1, "permis_bateau": 2, "#idee": 3}
MEANINGS = Meanings(WORDS, np.eye(4, 6, dtype=np.float32))


def test_meanings_survive_their_bytes_within_a_percent():
    vectors = np.random.default_rng(0).normal(0, [[0.01], [1.0], [40.0]], (3, 16)).astype(np.float32)
    read = from_bytes(to_bytes(Meanings({"un": 0, "deux": 1, "#trois": 2}, vectors)))
    assert read.rows == {"un": 0, "deux": 1, "#trois": 2}
    errors = np.linalg.norm(read.vectors - vectors, axis=1) / np.linalg.norm(vectors, axis=1)
    assert errors.max() < 0.01
    assert read.vectors.dtype == np.float32


def test_a_vector_of_zeros_stays_so():
    assert not from_bytes(to_bytes(Meanings({"rien": 0}, np.zeros((1, 3), dtype=np.float32)))).vectors.any()


def test_the_name_of_two_words_is_a_term_of_its_own_and_ideas_make_no_name():
    assert with_names(["permis", "bateau", "#idee"]) == ["permis", "bateau", "#idee", "permis_bateau"]
    assert with_names(["permis"]) == ["permis"]
    assert with_names([]) == []


def test_a_text_means_the_sum_of_its_words():
    assert MEANINGS.of(["permis", "bateau"]) == pytest.approx(unit(MEANINGS.vectors[:3].sum(axis=0)))
    assert MEANINGS.of(["bateau", "permis"]) == pytest.approx(unit(MEANINGS.vectors[:2].sum(axis=0)))
    assert MEANINGS.of(["permis", "permis"]) == pytest.approx(MEANINGS.of(["permis"]))
    assert MEANINGS.of([]).tolist() == [0] * 6


def test_a_word_never_learned_has_a_direction_of_its_own():
    assert MEANINGS.of(["inconnu"]) == pytest.approx(MEANINGS.of(["inconnu"]))
    assert abs(MEANINGS.of(["inconnu"]) @ MEANINGS.of(["autre"])) < 0.99
    both, known, new = (MEANINGS.of(terms) for terms in (["inconnu", "bateau"], ["bateau"], ["inconnu"]))
    assert both @ new > known @ new
    assert np.linalg.norm(MEANINGS.vector("inconnu")) == pytest.approx(MEANINGS.usual_length)


def test_a_table_follows_its_vocabulary():
    table = MEANINGS.table({"inconnu": 0, "bateau": 1})
    assert np.array_equal(table, [MEANINGS.vector("inconnu"), MEANINGS.vectors[1]])


def test_unit_rows_are_of_length_one_or_zero():
    assert np.linalg.norm(unit(np.asarray([[3.0, 4.0], [0.0, 0.0]])), axis=1).tolist() == pytest.approx([1, 0])


def test_those_of_the_project_bring_a_question_near_its_name():
    meanings = load_meanings()
    stems = (["perdu", "passeport"], ["pert", "passeport"], ["chien", "danger"])
    question, name, other = (meanings.of(terms) for terms in stems)
    assert question @ name > question @ other
    assert meanings.vectors.shape[0] == len(meanings.rows)


@pytest.mark.parametrize("damaged", [b"", b"pas un fichier", to_bytes(MEANINGS)[:80]])
def test_a_damaged_file_is_not_taken_for_meanings(damaged):
    with pytest.raises((ValueError, OSError, zipfile.BadZipFile)):
        from_bytes(damaged)
