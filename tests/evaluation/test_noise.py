"""Typing errors made on purpose: the same ones every time, and what each kind may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.evaluation import noise
from guichet.evaluation.question_set import Question
from guichet.language import fold

TEXT = "Où déclarer l'arrivée d'un bébé à la mairie, s'il vous plaît ?"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("accents", "Ou declarer l'arrivee d'un bebe a la mairie, s'il vous plait ?"),
        ("apostrophes", "Où déclarer larrivée dun bébé à la mairie, sil vous plaît ?"),
        ("capitals", "OÙ DÉCLARER L'ARRIVÉE D'UN BÉBÉ À LA MAIRIE, S'IL VOUS PLAÎT ?"),
        ("sms", "où déclaré larivée dun bébé à la mairie svp"),
    ],
)
def test_each_kind_types_in_its_own_way(kind, typed):
    assert noise.noisy(TEXT, kind) == typed


@pytest.mark.parametrize("kind", noise.KINDS)
def test_the_same_text_is_mistyped_the_same_way(kind):
    assert noise.noisy(TEXT, kind) == noise.noisy(TEXT, kind)


def test_typos_touch_every_long_word_once_and_no_other():
    changed = [
        (word, typed)
        for word, typed in zip(TEXT.split(), noise.noisy(TEXT, "typos").split(), strict=True)
        if word != typed
    ]
    assert {word for word, _ in changed} == {"déclarer", "l'arrivée", "bébé", "mairie,", "vous", "plaît"}
    assert all(abs(len(word) - len(typed)) <= 1 for word, typed in changed)


@given(st.text(alphabet="abcdefgéèàç'- ,?", max_size=60))
def test_typos_keep_the_first_letter_of_each_word(text):
    typed = noise.noisy(text, "typos")
    assert [word[0] for word in typed.split()] == [word[0] for word in text.split()]


@given(st.text(max_size=60))
def test_merging_loses_spaces_only(text):
    assert "".join(noise.noisy(text, "merged").split()) == "".join(text.split())


def test_merging_glues_at_least_two_words():
    texts = ["perdu mon passeport", "carte grise", "je déménage bientôt à Lyon"]
    assert all(len(noise.noisy(text, "merged").split()) < len(text.split()) for text in texts)
    assert noise.noisy("passeport", "merged") == "passeport"


@given(st.text(max_size=80), st.sampled_from(list(noise.KINDS)))
def test_any_text_can_be_mistyped(text, kind):
    assert isinstance(noise.noisy(text, kind), str)


def test_the_mixture_has_every_kind():
    assert {noise.kind_of(f"question {n}") for n in range(100)} == set(noise.KINDS)


def test_a_noisy_question_keeps_its_answers():
    question = Question("j'ai perdu ma carte", "question", ("F1344",), "carte", "Papiers")
    noisy = noise.noisy_question(question, "capitals")
    assert noisy == Question("J'AI PERDU MA CARTE", "question", ("F1344",), "carte", "Papiers")


def test_a_neighbour_is_a_neighbour_on_the_keyboard():
    assert [noise._beside(letter) for letter in ("a", "é", "p", "m", "ç", "1")] == ["z", "zr", "o", "l", "xv", ""]


def test_text_messages_are_folded_no_further_than_they_are_typed():
    assert fold(noise.noisy("C'est combien pour un passeport ?", "sms")) == "c cb pr un paseport"
