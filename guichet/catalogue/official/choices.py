"""The feed's questions with exclusive answers as `Choice` trees; leaves out asking them.

Ids follow the place in the sheet: the second option of the first choice is `c1.2`, the first choice
inside it `c1.2.1`, its third option `c1.2.1.3`. The questions of a `Questionnaire` are `q1`, `q2`…:
their answers hold no text of their own, they only say which conditions of the sheet are true.

An option's `condition` is what is true for who takes it, be it the feed's `Condition` (the option
shows where it holds) or its `SiSelectionne` (taking the option makes it hold).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from guichet.catalogue.official.conditions import expression
from guichet.catalogue.official.reader import Reader, paragraph
from guichet.catalogue.official.text import plain, target
from guichet.procedure import Block, Choice, Option, Paragraph, Reference, RichText

Contents = Callable[[etree._Element, Reader], tuple[Block, ...]]

#: The names of a branch of a guided search, whatever its level.
BRANCHES = ("Problematique", "Branche")


def read_cases(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A `BlocCas` or a `ListeSituations`, with what concludes it."""
    cases = list(element.iterchildren("Cas", "Situation"))
    choice = _choice(cases, reader, lambda case, inner: inner.blocks(case))
    return choice + reader.part(element, frozenset({"Conclusion"}))


def read_guided(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """`Problematiques`: a welcome, which may be the question itself, then the branches."""
    welcome = reader.blocks(element.find("Accueil"))
    branches = list(element.iterchildren(*BRANCHES))
    if len(welcome) == 1 and isinstance(welcome[0], Paragraph) and welcome[0].content.text.endswith("?"):
        return _choice(branches, reader, _branch, question=welcome[0].content.text)
    return welcome + _choice(branches, reader, _branch)


def read_questionnaire(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """A `Questionnaire`: its words, then one choice for each question, or branches."""
    words = reader.part(element, frozenset({"Description", "IntroductionSimple"}))
    blocks = tuple(dict.fromkeys(words))
    for question in element.iterchildren("Question"):
        blocks += reader.part(question, frozenset({"Aide"}))
        answers = list(question.iterchildren("Choix"))
        blocks += _choice(answers, reader, _heading_once_taken, plain(question.find("Titre")), prefix="q")
    return blocks + _choice(list(element.iterchildren("Branche")), reader, _branch)


def _choice(
    elements: Iterable[etree._Element], reader: Reader, contents: Contents, question: str = "", prefix: str = "c"
) -> tuple[Block, ...]:
    if not elements:
        return ()
    name = reader.next_id(prefix)
    options = (_option(f"{name}.{place}", item, reader, contents) for place, item in enumerate(elements, start=1))
    return (Choice(id=name, options=tuple(options), question=question),)


def _option(name: str, element: etree._Element, reader: Reader, contents: Contents) -> Option:
    condition = element.find("Condition")
    if condition is None:
        condition = element.find("SiSelectionne")
    with reader.inside(name):
        blocks = contents(element, reader)
    return Option(id=name, label=plain(element.find("Titre")), blocks=blocks, condition=expression(condition))


def _branch(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """What a branch holds: its help, the sheet it leads to or the branches after it."""
    helps = reader.part(element, frozenset({"Aide"}))
    links = tuple(_destination(link) for link in element.iterchildren("LienInterne"))
    further = _choice(list(element.iterchildren(*BRANCHES)), reader, _branch)
    return _heading_once_taken(element, reader) + helps + links + further


def _heading_once_taken(element: etree._Element, reader: Reader) -> tuple[Block, ...]:
    """The wording shown once the option is taken, where it differs from the label."""
    label = plain(element.find("Titre"))
    taken = plain(element.find("IntituleSiSelectionne")) or plain(element.find("TitreChoix"))
    return () if taken == label else paragraph(RichText(text=taken))


def _destination(link: etree._Element) -> Reference:
    """A pointer to the sheet; its title is in that sheet only, and the import fills it in."""
    return Reference(title=plain(link), target=target(link.get("LienPublication")), type=link.get("type", ""))
