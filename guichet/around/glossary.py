"""What a word means, in the words of the official glossary, or of a sheet that says it in a sentence.

It explains a term as a whole and nothing else: « la démarche pour une carte d'identité » is no term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from guichet.around.asking import explaining, is_a_term, term_asked
from guichet.around.spelling import near
from guichet.catalogue.terms import LITTLE, key, keys, sound, tokens
from guichet.language import fold
from guichet.procedure import Block, Chapter, Definition, Link, Paragraph, Procedure, Resource, Source, walk

#: A word such as « infraction » has a meaning in each field of law: so many are shown, the most used.
_MEANINGS = 3
#: How many sheets that say a term are read for a sentence that explains it.
_READ = 5
#: How many sheets are named after a definition.
_NAMED = 3


class Catalogue(Protocol):
    """What the glossary needs of the catalogue."""

    def procedure(self, identifier: str) -> Procedure | None: ...
    def resource(self, identifier: str) -> Resource | None: ...
    def definition(self, identifier: str) -> Definition | None: ...
    def titles(self, prefix: str, limit: int = 8) -> tuple[Link, ...]: ...
    def meanings(self, key: str) -> tuple[str, ...]: ...
    def meanings_heard(self, sound: str) -> tuple[str, ...]: ...
    def sounds(self, shortest: int, longest: int) -> tuple[str, ...]: ...
    def users(self, definition: str) -> tuple[str, ...]: ...
    def mentioning(self, words: Sequence[str], limit: int) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Meaning:
    """A term explained in official words. `id` is the glossary's, or that of the sheet that has the sentence.

    `abbreviation`: `title` is an acronym and `blocks` spell it out. `sheets` are named after the term.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    source: Source
    abbreviation: bool = False
    sheets: tuple[Link, ...] = ()


class Glossary:
    """Explains the words of the administration."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def explain(self, text: str, sheet: str = "") -> tuple[Meaning, ...]:
        """The meanings of the term that a question asks about, the likeliest first; none when it asks about none.

        A word with several meanings takes that of the `sheet` in hand.
        """
        readings = list(term_asked(text))
        for words in readings:
            if found := self.meanings(words, sheet):
                return found
        tried = (self._sentence(words) for words in readings if is_a_term(words))
        return next(((meaning,) for meaning in tried if meaning), ())

    def meanings(self, words: Sequence[str], sheet: str = "") -> tuple[Meaning, ...]:
        """The meanings of a term in the glossary, spelling mistakes allowed for."""
        written = key(" ".join(words))
        found = self._catalogue.meanings(written) or self._catalogue.meanings_heard(sound(written))
        found = found or self._catalogue.meanings(written.removesuffix("s"))
        if not found and is_a_term(tuple(words)):
            found = self._misspelt(written)
        own = self._used_in(sheet, found)
        explained = [self._meaning(identifier, sheet) for identifier in own or found]
        kept = [meaning for meaning in explained if meaning]
        # « Union européenne (UE) » lists its countries: what is called « UE » and nothing else comes first.
        kept.sort(key=lambda meaning: key(meaning.title) != written)
        return tuple(_distinct(kept))[:_MEANINGS]

    def _misspelt(self, written: str) -> tuple[str, ...]:
        """The one term that a typing mistake away sounds like this; a word that the sheets know is no mistake."""
        heard = sound(written)
        if all(self._catalogue.mentioning((word,), 1) for word in written.split()):
            return ()
        close = [other for other in self._catalogue.sounds(len(heard) - 1, len(heard) + 1) if near(heard, other)]
        return self._catalogue.meanings_heard(close[0]) if len(close) == 1 else ()

    def _used_in(self, sheet: str, definitions: Sequence[str]) -> tuple[str, ...]:
        procedure = self._catalogue.procedure(sheet) if sheet and len(definitions) > 1 else None
        used = {definition.id for definition in procedure.definitions} if procedure else set()
        return tuple(identifier for identifier in definitions if identifier in used)

    def _meaning(self, identifier: str, sheet: str) -> Meaning | None:
        definition = self._catalogue.definition(identifier)
        users = self._catalogue.users(identifier)
        user = self._catalogue.procedure(sheet if sheet in users else users[0]) if users else None
        if definition is None or user is None:
            return None
        spelled = definition.blocks[0] if definition.abbreviation and definition.blocks else None
        names = [definition.title, *([spelled.content.text] if isinstance(spelled, Paragraph) else [])]
        return Meaning(
            definition.id, definition.title, definition.blocks, user.source, definition.abbreviation, self._named(names)
        )

    def _named(self, names: Sequence[str]) -> tuple[Link, ...]:
        """The sheets whose title is one of these names, alone or before a colon or brackets."""
        wanted = {name for title in names for name in keys(title)}
        links = [link for name in reversed(names) for link in self._catalogue.titles(" ".join(tokens(name)), 20)]
        return tuple(dict.fromkeys(link for link in links if wanted & set(keys(link.title))))[:_NAMED]

    def _sentence(self, words: Sequence[str]) -> Meaning | None:
        """What a sheet says that the term is, in a chapter of its own or in a sentence."""
        term = tuple(words[1:] if words[0] in LITTLE else words)
        for identifier in self._catalogue.mentioning(term, _READ) if term else ():
            sheet = self._catalogue.procedure(identifier)
            blocks = _told(sheet, term) if sheet else ()
            if sheet and blocks:
                named = (Link(sheet.id, sheet.title),)
                return Meaning(sheet.id, " ".join(term), blocks, sheet.source, sheets=named)
        return None


def _told(sheet: Procedure, term: Sequence[str]) -> tuple[Block, ...]:
    """The opening of the chapter named « Qu'est-ce que… ? », or the paragraph with the sentence that says it."""
    wanted, says = key(" ".join(term)), explaining(term)
    found: tuple[Block, ...] = ()
    for block in walk((*sheet.introduction, *sheet.body)):
        if isinstance(block, Chapter) and any(key(" ".join(words)) == wanted for words in term_asked(block.title)):
            return _opening(block.blocks) or found
        if not found and isinstance(block, Paragraph) and _says(says, fold(block.content.text)):
            found = (block,)
    return found


def _says(pattern: re.Pattern[str], paragraph: str) -> bool:
    return any(pattern.match(sentence) for sentence in re.split(r"(?<=[.!?]) ", paragraph))


def _opening(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The first paragraph, with the list that it announces."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph):
        return ()
    return blocks[:2] if first.content.text.endswith(":") else blocks[:1]


def _distinct(meanings: Iterable[Meaning]) -> Iterator[Meaning]:
    """Each meaning once: the glossary has some under two ids."""
    seen = set()
    for meaning in meanings:
        said = fold("".join(block.content.text for block in meaning.blocks if isinstance(block, Paragraph)))
        if said not in seen:
            seen.add(said)
            yield meaning
