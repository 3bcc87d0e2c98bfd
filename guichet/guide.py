"""The walk through a sheet: which question comes next, or what answers this aspect for this case.

Pure: a `Procedure` and what is known of the citizen's case go in, a `Question` or an `Answer` comes out.
The official wording is selected and ordered here, never altered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from guichet.aspects import TOLD_BY_SENTENCES, speaks_of
from guichet.procedure import (
    Aspect,
    Block,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Option,
    Paragraph,
    Procedure,
    children,
    walk,
)

#: The case so far: id of a choice → id of the option taken.
Case = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """The next thing worth asking. `context` are the titles above the choice, from the outside in."""

    choice: Choice
    context: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Blocks that answer `aspect` for the case, in the sheet's order. `labels` are the options taken.

    `found` is false when the sheet says nothing of the aspect: the blocks then say what the sheet is about.
    """

    aspect: Aspect | None
    blocks: tuple[Block, ...]
    labels: tuple[str, ...]
    found: bool = True


def next_step(procedure: Procedure, aspect: Aspect | None, case: Case) -> Question | Answer:
    """The next question worth asking about an aspect of a sheet, or the answer when none is left."""
    body = _resolve(procedure.body, case)
    labels = tuple(option.label for option in taken(procedure, case))
    if aspect is None:
        return _overview(procedure, body, labels)
    relevant = _about(body, aspect)
    if not relevant:
        return Answer(aspect, _extra(procedure, aspect) or _opening(procedure), labels, bool(_extra(procedure, aspect)))
    question = next((q for q in _open_choices(relevant) if _matters(q.choice, aspect)), None)
    return question or Answer(aspect, relevant, labels)


def taken(procedure: Procedure, case: Case) -> Iterator[Option]:
    """The options that the case takes, in the order of the sheet."""
    for block in walk((*procedure.introduction, *procedure.body)):
        if isinstance(block, Choice) and block.id in case:
            yield from (option for option in block.options if option.id == case[block.id])


def _overview(procedure: Procedure, body: tuple[Block, ...], labels: tuple[str, ...]) -> Question | Answer:
    """What to do, without an aspect: the sheet's situations are asked first, choices inside its chapters are not."""
    situation = next((b for b in body if isinstance(b, Choice)), None)
    if situation is not None and (len(body) == 1 or not labels):
        return Question(situation, ())
    return Answer(None, _opening(procedure) + body if not labels else body or _opening(procedure), labels)


def _opening(procedure: Procedure) -> tuple[Block, ...]:
    return tuple(b for b in procedure.introduction if not isinstance(b, Choice))


def _extra(procedure: Procedure, aspect: Aspect) -> tuple[Block, ...]:
    """What stands beside the body: the sheet's own services and the people who can help."""
    if aspect is Aspect.ONLINE:
        return procedure.services
    return procedure.offices if aspect in (Aspect.CONTACT, Aspect.WHERE) else ()


def _resolve(blocks: tuple[Block, ...], case: Case) -> tuple[Block, ...]:
    """The tree with every choice of the case replaced by the blocks of the option taken."""
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Choice) and block.id in case:
            for option in block.options:
                if option.id == case[block.id]:
                    result.extend(_resolve(option.blocks, case))
        elif isinstance(block, Choice):
            options = tuple(msgspec.structs.replace(o, blocks=_resolve(o.blocks, case)) for o in block.options)
            result.append(msgspec.structs.replace(block, options=options))
        elif isinstance(block, (Chapter, Callout, Fragment)):
            result.append(msgspec.structs.replace(block, blocks=_resolve(block.blocks, case)))
        else:
            result.append(block)
    return tuple(result)


def _about(blocks: tuple[Block, ...], aspect: Aspect) -> tuple[Block, ...]:
    """The parts of the tree that speak of an aspect; chapters named after it, else the blocks that mention it."""
    named = _select(blocks, lambda b: isinstance(b, Chapter) and speaks_of(b, aspect))
    return named or _select(blocks, lambda b: not isinstance(b, Chapter) and speaks_of(b, aspect))


def _select(blocks: tuple[Block, ...], wanted) -> tuple[Block, ...]:
    """The wanted blocks whole, inside whatever chapters and choices lead to them."""
    result: list[Block] = []
    for block in blocks:
        if wanted(block):
            result.append(block)
        elif isinstance(block, Choice):
            options = tuple(msgspec.structs.replace(o, blocks=_select(o.blocks, wanted)) for o in block.options)
            if any(option.blocks for option in options):
                result.append(msgspec.structs.replace(block, options=options))
        elif isinstance(block, (Chapter, Fragment, Callout)):
            inner = _select(block.blocks, wanted)
            if inner:
                result.append(msgspec.structs.replace(block, blocks=inner))
    return tuple(result)


def _open_choices(blocks: tuple[Block, ...], context: tuple[str, ...] = ()) -> Iterator[Question]:
    """Choices still to make, in reading order, the outer ones alone."""
    for block in blocks:
        if isinstance(block, Choice):
            yield Question(block, context)
            continue
        title = (block.title,) if isinstance(block, Chapter) else ()
        for inner in children(block):
            yield from _open_choices(inner, context + title)


def _matters(choice: Choice, aspect: Aspect) -> bool:
    """Whether its options say different things of the aspect; where a sentence is an answer, sentences are compared."""
    if aspect in TOLD_BY_SENTENCES:
        said = {
            tuple(b for b in walk(o.blocks) if isinstance(b, Paragraph) and speaks_of(b, aspect))
            for o in choice.options
        }
    else:
        said = {option.blocks for option in choice.options}
    return len(said) > 1


def _sentences(blocks: tuple[Block, ...], aspect: Aspect) -> tuple[Block, ...]:
    return tuple(b for b in walk(blocks) if isinstance(b, Paragraph) and speaks_of(b, aspect))
