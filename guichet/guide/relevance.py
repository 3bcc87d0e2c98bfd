"""The parts of a sheet that bear on what is asked, with only the questions that change them; leaves out the case.

A question whose options say the same of what is asked is no question: what they say stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from guichet.catalogue.plain import texts
from guichet.guide.analysis import Aspects, holds_choice
from guichet.guide.brevity import announces
from guichet.guide.conditions import variables
from guichet.guide.situation import Situation
from guichet.procedure import Aspect, Block, Callout, Chapter, Choice, Fragment, children

#: Aspects that figures answer, or a word that stands for one: other words about a price change nothing of it.
TOLD_BY_FIGURES: Aspects = frozenset({Aspect.COST, Aspect.DELAY, Aspect.VALIDITY})
_FIGURE = re.compile(
    r"\d[\d\s.,]*(?:€|euros?|%|ans?\b|mois|semaines?|jours?|heures?|minutes?)"
    r"|gratuit|payant|sans frais|immédiat|aucun délai"
    r"|\d+(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    re.I,
)


def about(blocks: tuple[Block, ...], wish: Aspects, situation: Situation) -> tuple[Block, ...]:
    """The blocks that tell of the wish, whole, inside whatever chapters and choices lead to them."""
    kept: list[Block] = []
    before: Block | None = None
    for block in blocks:
        found = _found(block, wish, situation)
        if found and announces(before) and before not in kept:
            kept.append(before)
        kept.extend(found)
        before = block
    return tuple(kept)


def _found(block: Block, wish: Aspects, situation: Situation) -> tuple[Block, ...]:
    if isinstance(block, Choice):
        options = (_replaced(option, about(option.blocks, wish, situation)) for option in block.options)
        return differing(msgspec.structs.replace(block, options=tuple(options)))
    aspects = situation.aspects(block)
    if (
        isinstance(block, (Chapter, Fragment))
        or holds_choice(block)
        or (isinstance(block, Callout) and aspects is None)
    ):
        inner = about(block.blocks, wish, situation)
        return (_replaced(block, inner),) if inner else ()
    return (block,) if aspects is not None and aspects & wish else ()


def _replaced(value, blocks: tuple[Block, ...]):
    return msgspec.structs.replace(value, blocks=blocks)


def distinct(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The whole tree, each question that changes nothing replaced by what all its options say."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Choice):
            options = (_replaced(option, distinct(option.blocks)) for option in block.options)
            kept.extend(differing(msgspec.structs.replace(block, options=tuple(options))))
        elif isinstance(block, (Chapter, Fragment, Callout)):
            kept.append(_replaced(block, distinct(block.blocks)))
        else:
            kept.append(block)
    return tuple(kept)


def differing(choice: Choice) -> tuple[Block, ...]:
    """The choice; or what its options say, where all say the same; nothing where they say nothing."""
    if not any(option.blocks for option in choice.options):
        return ()
    first = choice.options[0].blocks
    same = len(choice.options) > 1 and all(alike(first, option.blocks) for option in choice.options[1:])
    return first if same else (choice,)


def alike(some: tuple[Block, ...], others: tuple[Block, ...]) -> bool:
    """Whether two sequences of blocks say the same, whatever the ids and conditions of the choices in them."""
    return len(some) == len(others) and all(map(_alike, some, others))


def _alike(one: Block, other: Block) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, Choice):
        names = [[option.label for option in choice.options] for choice in (one, other)]
        return (one.question, names[0]) == (other.question, names[1]) and all(
            alike(a.blocks, b.blocks) for a, b in zip(one.options, other.options, strict=True)
        )
    if isinstance(one, (Chapter, Fragment)):
        return getattr(one, "title", "") == getattr(other, "title", "") and alike(one.blocks, other.blocks)
    return one == other


def deciding(blocks: tuple[Block, ...], wish: Aspects, situation: Situation) -> Iterator[str]:
    """The ids of the choices of a relevant tree that change what is asked, the outer ones alone."""
    for block in blocks:
        decides = isinstance(block, Choice) and len(block.options) > 1
        if decides and any(_decides(block, aspect, situation) for aspect in wish):
            yield block.id
        else:
            for inner in children(block):
                yield from deciding(inner, wish, situation)


def _decides(choice: Choice, aspect: Aspect, situation: Situation) -> bool:
    """Whether the options say different things of one aspect."""
    ways = [about(option.blocks, frozenset({aspect}), situation) for option in choice.options]
    if aspect in TOLD_BY_FIGURES:
        figures = [_figures(blocks) for blocks in ways]
        return any(other != figures[0] for other in figures[1:])
    return not all(alike(ways[0], other) for other in ways[1:])


def _figures(blocks: tuple[Block, ...]) -> list:
    """The figures that blocks give, in order; a question among them counts where its answers give different ones."""
    found: list = []
    for block in blocks:
        if isinstance(block, Choice):
            ways = [_figures(option.blocks) for option in block.options]
            same = all(other == ways[0] for other in ways[1:])
            found += ways[0] if same else [([option.label for option in block.options], ways)]
        elif isinstance(block, (Chapter, Fragment, Callout)):
            found += _figures(block.blocks)
        else:
            found += _FIGURE.findall(" ".join(texts((block,))).casefold())
    return found


def conditions_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The variables that decide whether a part of the tree applies."""
    for block in blocks:
        if isinstance(block, Fragment):
            yield from variables(block.condition)
        for inner in children(block):
            yield from conditions_in(inner)
