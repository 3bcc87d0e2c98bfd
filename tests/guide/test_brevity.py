"""A long answer keeps its main parts; a short one is not touched."""

from __future__ import annotations

from guichet.guide.brevity import LONGEST, abridged, length
from guichet.procedure import Chapter, Choice, Option, Paragraph, RichText


def says(text: str) -> Paragraph:
    return Paragraph(RichText(text))


def chapter(title: str, size: int) -> Chapter:
    return Chapter(title, (says("L'essentiel."), says("x" * size)))


def test_what_is_short_stays_as_it_is():
    blocks = (says("Bonjour."), chapter("Coût", 100))
    assert abridged(blocks) is not None
    assert abridged(blocks) == blocks


def test_a_long_sheet_keeps_the_beginning_of_each_chapter():
    blocks = tuple(chapter(f"Partie {i}", LONGEST) for i in range(3))
    assert abridged(blocks) == tuple(Chapter(f"Partie {i}", (says("L'essentiel."),)) for i in range(3))


def test_a_choice_keeps_the_names_of_its_options():
    long = Choice("c1", (Option("c1.1", "En France", (says("x" * LONGEST),)), Option("c1.2", "Ailleurs", ())))
    assert abridged((long,)) == (Choice("c1", (Option("c1.1", "En France", ()), Option("c1.2", "Ailleurs", ()))),)


def test_what_has_too_many_parts_is_cut_after_a_whole_one():
    blocks = tuple(says("y" * 1000) for _ in range(20))
    assert abridged(blocks) == blocks[:8]
    assert length(abridged(blocks)) == LONGEST


def test_one_endless_paragraph_is_shown_rather_than_nothing():
    assert abridged((says("z" * (LONGEST + 1)),)) == (says("z" * (LONGEST + 1)),)
