"""What is the same of a sheet for every case: the aspects of its blocks, and where a case may change it.

It is computed once a sheet, and kept for as long as the sheet is in hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from guichet.aspects import aspects_of_each
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Paragraph,
    Procedure,
    Table,
    children,
)

#: How many sheets are kept: those of the conversations that are going on.
_SHEETS = 64

#: Blocks that are words: the others say by themselves what they are for.
_WORDS = (Paragraph, BulletList, Table, Callout)

#: What is asked, or told: any of these aspects.
Aspects = frozenset[Aspect]


class Analysis:
    """`aspects`: of each block that stands on its own and of each chapter; `branching`: blocks that a case may change;
    `lists_documents`: whether it says anywhere, in a list, which documents to bring.

    The first two go by `id()`: a case replaces the blocks around what it settles, never those that say something.
    """

    def __init__(self, procedure: Procedure) -> None:
        blocks = (*procedure.introduction, *procedure.body)
        self.branching = frozenset(_branching(blocks))
        self.aspects: dict[int, Aspects] = {}
        self.lists_documents = False
        self._note(procedure.introduction, (), frozenset())
        self._note(procedure.body, (), frozenset())

    def _note(self, blocks: tuple[Block, ...], context: tuple[str, ...], declared: Aspects) -> None:
        for block, aspects in zip(blocks, aspects_of_each(blocks, context, declared), strict=True):
            # An editor who says what a chapter is about is believed: a price named among the documents is no answer.
            aspects = declared if declared and isinstance(block, _WORDS) else aspects
            self.aspects[id(block)] = aspects
            self.lists_documents |= isinstance(block, BulletList) and Aspect.DOCUMENTS in aspects
            if isinstance(block, Chapter):
                self._note(block.blocks, (*context, block.title), declared | set(block.aspects))
            elif isinstance(block, Choice):
                for option in block.options:
                    self._note(option.blocks, (*context, *filter(None, (block.question, option.label))), declared)
            elif id(block) in self.branching:
                for inner in children(block):
                    self._note(inner, context, declared)


def analysed(procedure: Procedure) -> Analysis:
    """The analysis of a sheet."""
    return _analysed(_Same(procedure))


def holds_choice(block: Block) -> bool:
    """Whether a callout is a place where something is asked, rather than something said."""
    return isinstance(block, Callout) and any(isinstance(inner, Choice) for inner in block.blocks)


class _Same:
    """A sheet as itself: to compare two sheets word for word takes longer than to walk through one."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure

    def __hash__(self) -> int:
        return id(self.procedure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.procedure is self.procedure


@lru_cache(maxsize=_SHEETS)
def _analysed(same: _Same) -> Analysis:
    return Analysis(same.procedure)


def _branching(blocks: tuple[Block, ...]) -> Iterator[int]:
    """The blocks that are, or hold, a choice or a fragment: few, in most sheets."""
    for block in blocks:
        inner = [found for inside in children(block) for found in _branching(inside)]
        if inner or isinstance(block, (Choice, Fragment)):
            yield id(block)
            yield from inner
