"""Keeping an answer readable: a long one is reduced to its main parts, whole sentences of them, never reworded."""

from __future__ import annotations

import msgspec

from guichet.procedure import Block, BulletList, Chapter, Choice, Paragraph, Table, walk

#: Beyond so many characters nobody reads on, and a phone takes seconds: some sheets hold a hundred thousand.
LONGEST = 8000


def abridged(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks themselves when they are short enough; else each chapter's beginning; else the titles alone."""
    for shorten in (lambda block: block, _beginning, _title):
        kept = tuple(shorten(block) for block in blocks)
        if length(kept) <= LONGEST:
            return kept
    return _until(kept)


def length(blocks: tuple[Block, ...]) -> int:
    """How many characters are to be read."""
    total = 0
    for block in walk(blocks):
        total += len(block.content.text) if isinstance(block, Paragraph) else len(getattr(block, "title", ""))
        if isinstance(block, Choice):
            total += sum(len(option.label) for option in block.options)
    return total


def _beginning(block: Block) -> Block:
    """A chapter with its first paragraph or list; a choice with its options' names."""
    if isinstance(block, Chapter):
        first = next((b for b in block.blocks if isinstance(b, (Paragraph, BulletList))), None)
        return msgspec.structs.replace(block, blocks=() if first is None else (first,))
    return _title(block)


def _title(block: Block) -> Block:
    if isinstance(block, Choice):
        options = tuple(msgspec.structs.replace(option, blocks=()) for option in block.options)
        return msgspec.structs.replace(block, options=options)
    if isinstance(block, Table):
        return msgspec.structs.replace(block, rows=())
    return msgspec.structs.replace(block, blocks=()) if hasattr(block, "blocks") else block


def _until(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """As many of the blocks as fit, from the first on."""
    kept: tuple[Block, ...] = ()
    for block in blocks:
        if length((*kept, block)) > LONGEST:
            break
        kept += (block,)
    return kept or blocks[:1]
