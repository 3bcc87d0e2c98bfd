"""Keeping an answer readable: a few short blocks first, the rest behind them, and of a long one its main parts.

Whole sentences are chosen, never reworded.
"""

from __future__ import annotations

import msgspec

from guichet.procedure import Block, BulletList, Chapter, Choice, Fragment, Heading, Paragraph, Table, walk

#: Beyond so many characters nobody reads on, and a phone takes seconds: some sheets hold a hundred thousand.
LONGEST = 8000

#: What is read at one glance: so many blocks, of so many characters together.
GLANCE, GLANCE_LENGTH = 4, 700


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
    if isinstance(block, Fragment):
        return msgspec.structs.replace(block, blocks=tuple(map(_beginning, block.blocks)))
    return _title(block)


def _title(block: Block) -> Block:
    if isinstance(block, Choice):
        options = tuple(msgspec.structs.replace(option, blocks=()) for option in block.options)
        return msgspec.structs.replace(block, options=options)
    if isinstance(block, Fragment):
        return msgspec.structs.replace(block, blocks=tuple(map(_title, block.blocks)))
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


def short(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What to show at once, and what to keep behind it, both in the order of the sheet; something is always shown."""
    return _glance(blocks, _Room())


class _Room:
    """How much may still be shown at once; closed by the first thing that does not fit, for the order is kept."""

    def __init__(self) -> None:
        self._blocks, self._characters, self._used = GLANCE, GLANCE_LENGTH, False

    def takes(self, unit: tuple[Block, ...]) -> bool:
        """Whether these blocks, which go together, are still shown; the first ones always are."""
        self._blocks -= len(unit)
        self._characters -= length(unit)
        fits = not self._used or (self._blocks >= 0 and self._characters >= 0)
        self._used = True
        if not fits:
            self._blocks = -1
        return fits


def _glance(blocks: tuple[Block, ...], room: _Room) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    shown: list[Block] = []
    more: list[Block] = []
    for unit in _units(blocks):
        if isinstance(unit[-1], (Chapter, Fragment)) and unit[-1].blocks:
            inner, rest = _glance(unit[-1].blocks, room)
            shown += [*unit[:-1], msgspec.structs.replace(unit[-1], blocks=inner)] if inner else []
            more += [*(() if inner else unit[:-1]), msgspec.structs.replace(unit[-1], blocks=rest)] if rest else []
        else:
            (shown if room.takes(unit) else more).extend(unit)
    return tuple(shown), tuple(more)


def _units(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """The blocks, each with the floating title or the words with a colon that only announce it."""
    units: list[tuple[Block, ...]] = []
    announced: tuple[Block, ...] = ()
    for block in blocks:
        if announces(block) and len(announced) < GLANCE - 1:
            announced = (*announced, block)
        else:
            units.append((*announced, block))
            announced = ()
    return [*units, announced] if announced else units


def announces(block: Block | None) -> bool:
    """Whether a block only introduces the next one: a floating title, or words that end with a colon."""
    if isinstance(block, Paragraph):
        return block.content.text.rstrip().endswith(":")
    return isinstance(block, Heading)
