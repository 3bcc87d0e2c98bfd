"""Abbreviations spelled out where they first appear, from the sheet's own definitions.

The official words stay as they are and in order: the meaning is added behind the abbreviation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from guichet.language import fold
from guichet.procedure import Block, Definition, Mark, Paragraph, RichText
from guichet.wording import say


def expand(
    blocks: tuple[Block, ...], definitions: Iterable[Definition], seen: Collection[str] = ()
) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks with each abbreviation spelled out once, and the ids of all those spelled out by now.

    `seen`: ids of the definitions that the citizen has already read; they are left alone.
    """
    pass_ = _Pass({d.id: _meaning(d) for d in definitions if d.abbreviation and _meaning(d)}, set(seen))
    return pass_.value(blocks), frozenset(pass_.seen)


def expand_text(text: RichText, meanings: Mapping[str, str], seen: set[str]) -> RichText:
    """One text with the meanings added behind the marks that target them; `seen` grows by their ids.

    Marks keep covering the words that they covered; one that ends at an abbreviation does not take its meaning in.
    """
    added: list[tuple[int, str]] = []
    for mark in sorted(text.marks, key=lambda mark: (mark.end, mark.start)):
        if mark.kind != "link" or mark.target not in meanings or mark.target in seen:
            continue
        seen.add(mark.target)
        if fold(meanings[mark.target]) not in fold(text.text):
            added.append((mark.end, _addition(text.text, mark, meanings[mark.target])))
    return _inserted(text, added) if added else text


def _addition(text: str, mark: Mark, meaning: str) -> str:
    """Inside brackets, brackets would not read well."""
    before = text[: mark.start]
    inside = before.count("(") > before.count(")")
    return say("around.meaning_in_brackets" if inside else "around.meaning", meaning=meaning)


def _inserted(text: RichText, added: list[tuple[int, str]]) -> RichText:
    parts, last = [], 0
    for place, addition in added:
        parts += [text.text[last:place], addition]
        last = place
    moved = tuple(
        Mark(
            mark.start + sum(len(addition) for place, addition in added if place <= mark.start),
            mark.end + sum(len(addition) for place, addition in added if place < mark.end),
            mark.kind,
            mark.target,
        )
        for mark in text.marks
    )
    return RichText("".join([*parts, text.text[last:]]), moved)


def _meaning(definition: Definition) -> str:
    first = definition.blocks[0] if definition.blocks else None
    return first.content.text if isinstance(first, Paragraph) else ""


class _Pass:
    """One reading of the blocks, from the first word to the last."""

    def __init__(self, meanings: Mapping[str, str], seen: set[str]) -> None:
        self.meanings, self.seen = meanings, seen

    def value(self, value: Any) -> Any:
        """The value with the texts inside it expanded, itself where nothing was."""
        if isinstance(value, RichText):
            return expand_text(value, self.meanings, self.seen)
        if isinstance(value, tuple):
            changed = tuple(self.value(item) for item in value)
            return value if all(a is b for a, b in zip(changed, value, strict=True)) else changed
        if isinstance(value, msgspec.Struct) and not isinstance(value, Mark):
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            new = {name: self.value(field) for name, field in fields.items()}
            new = {name: field for name, field in new.items() if field is not fields[name]}
            return msgspec.structs.replace(value, **new) if new else value
        return value
