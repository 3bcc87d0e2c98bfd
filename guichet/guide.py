"""The walk through a sheet: which question comes next, or what answers this aspect for this case.

Pure: a `Procedure` and what is known of the citizen's case go in, a `Question` or an `Answer` comes out.
The official wording is selected and ordered here, never altered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from guichet.abridge import abridged
from guichet.aspects import TOLD_BY_SENTENCES, speaks_of
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Media,
    Office,
    Option,
    Paragraph,
    Procedure,
    Service,
    Table,
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
    `whole` is false when it says so much that only the main parts are here.
    """

    aspect: Aspect | None
    blocks: tuple[Block, ...]
    labels: tuple[str, ...]
    found: bool = True
    whole: bool = True


def next_step(procedure: Procedure, aspect: Aspect | None, case: Case) -> Question | Answer:
    """The next question worth asking about an aspect of a sheet, or the answer when none is left."""
    step = _step(procedure, aspect, case)
    if isinstance(step, Question):
        return step
    blocks = abridged(step.blocks)
    return replace(step, blocks=blocks, whole=blocks == step.blocks)


def _step(procedure: Procedure, aspect: Aspect | None, case: Case) -> Question | Answer:
    body = _resolve(procedure.body, case)
    labels = tuple(option.label for option in taken(procedure, case))
    if aspect is None:
        return _overview(procedure, body, labels)
    relevant = _about(body, aspect)
    if not relevant:
        beside = _extra(procedure, aspect)
        return Answer(aspect, beside or _opening(procedure) or body, labels, bool(beside))
    question = next((q for q in _open_choices(relevant) if _matters(q.choice, aspect)), None)
    return question or Answer(aspect, relevant, labels)


def taken(procedure: Procedure, case: Case) -> Iterator[Option]:
    """The options that the case takes, in the order of the sheet; those of a branch left aside don't count."""
    return _taken_in((*procedure.introduction, *procedure.body), case)


def _taken_in(blocks: tuple[Block, ...], case: Case) -> Iterator[Option]:
    for block in blocks:
        option = _option_taken(block, case) if isinstance(block, Choice) else None
        if option is not None:
            yield option
        for inner in (option.blocks,) if option is not None else children(block):
            yield from _taken_in(inner, case)


def _overview(procedure: Procedure, body: tuple[Block, ...], labels: tuple[str, ...]) -> Question | Answer:
    """What to do, without an aspect: the sheet's situations are asked first, choices inside its chapters are not."""
    situation = next((b for b in body if isinstance(b, Choice) and len(b.options) > 1), None)
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
        option = _option_taken(block, case) if isinstance(block, Choice) else None
        if option is not None:
            result.extend(_resolve(option.blocks, case))
        else:
            result.append(_with_insides(block, lambda inner: _resolve(inner, case)))
    return tuple(result)


def _option_taken(choice: Choice, case: Case) -> Option | None:
    """None as well for an option that the sheet no longer has: the choice is open again."""
    return next((option for option in choice.options if option.id == case.get(choice.id)), None)


def _with_insides(block: Block, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Block:
    """The block with each sequence of blocks directly inside it changed, wherever a choice may stand."""
    if isinstance(block, BulletList):
        return msgspec.structs.replace(block, items=tuple(change(item) for item in block.items))
    if isinstance(block, Table):
        rows = (msgspec.structs.replace(row, cells=_each_inside(row.cells, change)) for row in block.rows)
        return msgspec.structs.replace(block, rows=tuple(rows))
    if isinstance(block, Choice):
        return msgspec.structs.replace(block, options=_each_inside(block.options, change))
    if isinstance(block, Service):
        block = msgspec.structs.replace(block, annexes=_each_inside(block.annexes, change))
    if isinstance(block, (Callout, Chapter, Fragment, Service, Office, Media)):
        return msgspec.structs.replace(block, blocks=change(block.blocks))
    return block


def _each_inside(values: tuple, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> tuple:
    return tuple(msgspec.structs.replace(value, blocks=change(value.blocks)) for value in values)


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
    """Choices still to make, in reading order, the outer ones alone; a single option leaves nothing to choose."""
    for block in blocks:
        if isinstance(block, Choice) and len(block.options) > 1:
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
