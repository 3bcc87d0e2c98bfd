"""The walk through a sheet: which question comes next, or what answers the wish for this case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guichet.aspects import aspects_of_each
from guichet.catalogue.plain import texts
from guichet.guide.analysis import Aspects
from guichet.guide.brevity import abridged, short
from guichet.guide.conditions import variables
from guichet.guide.relevance import about, conditions_in, deciding, distinct
from guichet.guide.situation import Case, Situation, choices_in, resolve, settle
from guichet.procedure import Aspect, Block, Chapter, Choice, Fragment, Option, Paragraph, Procedure, RichText, walk

#: Beyond so many answers nobody goes on: what is still open is then shown side by side.
MOST_QUESTIONS = 8

#: What a personal checklist asks for: the rest of it (online services, validity) is shown as it is.
CHECKLIST: Aspects = frozenset({Aspect.DOCUMENTS, Aspect.COST, Aspect.DELAY, Aspect.WHERE})


@dataclass(frozen=True)
class Question:
    """The next thing worth asking. `context` are the titles above the choice, from the outside in.

    `within`: the labels of the options taken around it: « ma carte est périmée » before « depuis moins de 5 ans ».
    """

    choice: Choice
    context: tuple[str, ...]
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Blocks that answer `aspect` for the case: a few short ones, then `more`. `labels` are the options taken.

    `found` is false when the sheet says nothing of the aspect: the blocks then say what the sheet is about.
    `whole` is false when it says so much that only the main parts are in `more`.
    """

    aspect: Aspect | None
    blocks: tuple[Block, ...]
    labels: tuple[str, ...]
    found: bool = True
    whole: bool = True
    more: tuple[Block, ...] = ()


def next_step(procedure: Procedure, aspect: Aspect | None, case: Case) -> Question | Answer:
    """The next question worth asking about an aspect of a sheet, or the answer when none is left."""
    situation = settle(procedure, case)
    body = resolve(procedure.body, situation)
    if aspect is None:
        return _overview(procedure, body, situation)
    relevant = about(body, frozenset({aspect}), situation)
    if not relevant:
        beside = about(procedure.introduction, frozenset({aspect}), situation) or _extra(procedure, aspect)
        return _answer(aspect, beside or _opening(procedure) or body, situation, bool(beside))
    question = _question(procedure, body, relevant, frozenset({aspect}), situation)
    return question or _answer(aspect, _named_first(relevant, aspect), situation)


def next_question(procedure: Procedure, wish: Aspects, case: Case) -> Question | None:
    """The next question that changes what the sheet says of the wish, if one is left."""
    situation = settle(procedure, case)
    body = resolve(procedure.body, situation)
    return _question(procedure, body, about(body, wish, situation), wish, situation)


def branches(procedure: Procedure, aspect: Aspect | None, case: Case, choice: str) -> Answer | None:
    """What each answer to an open question leads to, as one choice to read side by side."""
    situation = settle(procedure, case)
    wish = CHECKLIST if aspect is None else frozenset({aspect})
    body = resolve(procedure.body, situation)
    for asked, _ in choices_in(body):
        if asked.id == choice:
            told = about((asked,), wish, situation)
            shown = told if any(isinstance(block, Choice) for block in told) else (asked,)
            return _answer(aspect, shown, situation, compact=False)
    return None


def applicable(procedure: Procedure, case: Case) -> tuple[Block, ...]:
    """The body of a sheet as the case leaves it."""
    return resolve(procedure.body, settle(procedure, case))


def told_choices(procedure: Procedure, case: Case) -> tuple[tuple[Choice, Option, tuple[str, ...]], ...]:
    """The questions that the case answers, with the option taken and the titles above each, in the sheet's order."""
    situation = settle(procedure, case)
    every = choices_in(procedure.introduction + procedure.body)
    return tuple((c, situation.options[c.id], context) for c, context in every if c.id in situation.told)


def reasons(procedure: Procedure, aspect: Aspect | None, case: Case, choice: str) -> tuple[Aspect, ...]:
    """What the answer to an open question changes, among what is asked."""
    situation = settle(procedure, case)
    body = resolve(procedure.body, situation)
    wishes = [frozenset({a}) for a in Aspect if (a in CHECKLIST if aspect is None else a is aspect)]
    return tuple(
        a for wish in wishes for a in wish if choice in deciding(about(body, wish, situation), wish, situation)
    )


def essentials(procedure: Procedure, case: Case) -> Answer:
    """What the sheet is about, in its own first words."""
    return _answer(None, _opening(procedure), settle(procedure, case))


def taken(procedure: Procedure, case: Case) -> Iterator[Option]:
    """The options that the citizen told, in the order of the sheet; those of a branch left aside don't count."""
    yield from (option for _, option, _ in told_choices(procedure, case))


def _question(
    procedure: Procedure, body: tuple[Block, ...], relevant: tuple[Block, ...], wish: Aspects, situation: Situation
) -> Question | None:
    """The first open choice that changes the relevant part, by what it holds or by what it decides elsewhere."""
    if situation.answers >= MOST_QUESTIONS:
        return None
    deciders, decided = set(deciding(relevant, wish, situation)), frozenset(conditions_in(relevant))
    asked = tuple(choices_in(resolve(procedure.introduction, situation) + body))
    for choice, _ in asked:
        if choice.id in deciders or any(variables(option.condition) & decided for option in choice.options):
            first, context = next((c, context) for c, context in asked if c is choice or _comes_first(c, choice))
            return Question(first, context, _around(first, situation))
    return None


def _comes_first(outer: Choice, inner: Choice) -> bool:
    """Whether one way of `outer` asks `inner` and another doesn't: who is in that other one is not to be asked it."""
    labels = [option.label for option in inner.options]
    held = [[block for block in walk(option.blocks) if isinstance(block, Choice)] for option in outer.options]
    asks = [any([o.label for o in other.options] == labels for other in others) for others in held]
    return any(inner.id == other.id for others in held for other in others) and not all(asks)


def _around(choice: Choice, situation: Situation) -> tuple[str, ...]:
    """The options taken that hold a choice: its id begins with theirs."""
    return tuple(option.label for option in situation.options.values() if choice.id.startswith(f"{option.id}."))


def _overview(procedure: Procedure, body: tuple[Block, ...], situation: Situation) -> Question | Answer:
    """What to do, without an aspect: the sheet's situations are asked, choices inside its chapters are not."""
    telling = distinct(body)
    labels = situation.labels()
    question = None if situation.answers >= MOST_QUESTIONS else _situation_asked(telling, situation)
    if question is not None:
        return question
    opening = _opening(procedure)
    return _answer(None, opening + telling if not labels else telling or opening, situation)


def _situation_asked(blocks: tuple[Block, ...], situation: Situation) -> Question | None:
    for block in blocks:
        if isinstance(block, Choice) and len(block.options) > 1:
            return Question(block, (), _around(block, situation))
        inner = _situation_asked(block.blocks, situation) if isinstance(block, Fragment) else None
        if inner is not None:
            return inner
    return None


def _answer(
    aspect: Aspect | None, blocks: tuple[Block, ...], situation: Situation, found: bool = True, compact: bool = True
) -> Answer:
    kept = abridged(blocks)
    shown, more = short(kept) if compact else (kept, ())
    return Answer(aspect, shown, situation.labels(), found, kept == blocks, more)


def _named_first(blocks: tuple[Block, ...], aspect: Aspect) -> tuple[Block, ...]:
    """Chapters that announce the aspect before those that only mention it."""
    named = [isinstance(block, Chapter) and aspect in aspects_of_each((block,))[0] for block in blocks]
    order = sorted(range(len(blocks)), key=lambda i: not named[i])
    return tuple(blocks[i] for i in order)


def _opening(procedure: Procedure) -> tuple[Block, ...]:
    """What the sheet says first of itself; where it has no introduction, its description."""
    introduction = tuple(block for block in procedure.introduction if not isinstance(block, Choice))
    described = (Paragraph(RichText(procedure.description)),) if procedure.description else ()
    return introduction if any(texts(introduction)) else described


def _extra(procedure: Procedure, aspect: Aspect) -> tuple[Block, ...]:
    """What stands beside the body: the sheet's own services and the people who can help."""
    if aspect is Aspect.ONLINE:
        return procedure.services
    return procedure.offices if aspect in (Aspect.CONTACT, Aspect.WHERE) else ()
