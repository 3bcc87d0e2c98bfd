"""Which aspects each part of a sheet speaks of: from the titles around it, its markup, its words, its introduction.

Official sheets don't say it: titles are free text. Editors do, in `Chapter.aspects`, and are believed.
The words themselves are in `guichet/aspect_words.py`; what the labels mean is in docs/decisions/0003-aspects.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from guichet.aspect_words import case_pattern, paper_pattern, penalty_pattern, sentence_patterns, title_patterns
from guichet.catalogue.plain import texts
from guichet.language import fold
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Heading,
    Office,
    Paragraph,
    Reference,
    Service,
    Table,
)

Aspects = frozenset[Aspect]

NONE: Aspects = frozenset()

#: What a service is by itself, whatever its title: the feed's word → its aspects.
_SERVICES: dict[str, Aspects] = {
    "Téléservice": frozenset({Aspect.ONLINE, Aspect.STEPS}),
    "Téléservice personnalisé sur SP": frozenset({Aspect.ONLINE, Aspect.STEPS}),
    "Formulaire": frozenset({Aspect.DOCUMENTS, Aspect.STEPS}),
    "Modèle de document": frozenset({Aspect.DOCUMENTS, Aspect.STEPS}),
    "Outil de recherche": frozenset({Aspect.WHERE}),
}
_OFFICE: Aspects = frozenset({Aspect.WHERE, Aspect.CONTACT})
_PAPER: Aspects = frozenset({Aspect.DOCUMENTS})

#: What a card takes from the titles around it, an office less than a service.
_PASSED_TO_OFFICES: Aspects = frozenset({Aspect.STEPS, Aspect.RECOURSE})
_PASSED_TO_SERVICES: Aspects = _PASSED_TO_OFFICES | {Aspect.COST, Aspect.ONLINE}

#: An inner title of these alone adds to the outer one instead of replacing it: « En ligne » in « Démarche ».
_WAYS: Aspects = frozenset({Aspect.ONLINE, Aspect.RECOURSE, Aspect.CONTACT, Aspect.WHERE})

#: What an outer title announces and no inner one takes away.
_KEPT_INSIDE: Aspects = frozenset({Aspect.ONLINE, Aspect.RECOURSE})

#: What a title announces and no words under it take away.
_LASTING: Aspects = frozenset({Aspect.ONLINE, Aspect.RECOURSE, Aspect.COST, Aspect.DELAY})

#: What words tell without leaving the subject of their title: to whom a document goes is still about it.
_PASSING: Aspects = frozenset({Aspect.WHERE, Aspect.CONTACT, Aspect.ONLINE, Aspect.STEPS, Aspect.DOCUMENTS})

#: What is done about a thing, which says no more who may.
_DOING: Aspects = frozenset({Aspect.STEPS, Aspect.DOCUMENTS})

#: What a list gives where the sentence before it announces one.
_LISTED: Aspects = frozenset({Aspect.DOCUMENTS, Aspect.ELIGIBILITY})

#: Rows of a table, items of a list, that tell what all of it is about.
_ENOUGH = 20


def aspects_of_each(
    blocks: tuple[Block, ...], context: tuple[str, ...] = (), declared: Aspects = NONE
) -> tuple[Aspects, ...]:
    """The aspects of each of these sibling blocks.

    `context`: titles of the chapters, callouts and labels of options around them, outermost first;
    `declared`: aspects that an editor's chapter around them declares, believed and added to.
    """
    around = _announced(context)
    announced, introduction = around, NONE
    found: list[Aspects] = []
    for block in blocks:
        if isinstance(block, Heading):
            announced = _narrowed(around, aspects_of_title(block.title))
        found.append(_aspects(block, announced, introduction) | (NONE if _holds_others(block) else declared))
        introduction = _introduced(block, found[-1], introduction)
    return tuple(found)


def _aspects(block: Block, announced: Aspects, introduction: Aspects) -> Aspects:
    if isinstance(block, Chapter):
        return frozenset(block.aspects) or aspects_of_title(block.title)
    if isinstance(block, (Choice, Fragment)):
        return NONE
    if isinstance(block, Heading):
        return announced
    if isinstance(block, Reference):
        return aspects_of_title(block.title)
    if isinstance(block, Office):
        return _OFFICE | (announced & _PASSED_TO_OFFICES)
    if isinstance(block, Service):
        return _service(block) | (announced & _PASSED_TO_SERVICES)
    if isinstance(block, (BulletList, Table)) and introduction:
        return introduction if introduction & _LISTED else introduction | _told(block)
    if isinstance(block, Callout):
        announced = _narrowed(announced, aspects_of_title(block.title))
    if _tells_penalty(next(texts((block,)), "")):
        return _told(block)
    if isinstance(block, BulletList) and announced & _PAPER:
        return _PAPER | (_told(block) - _PASSING)
    return _weighed(_told(block), announced)


def _service(service: Service) -> Aspects:
    own = _SERVICES.get(service.type, NONE) | (aspects_of_title(service.title) & {Aspect.RECOURSE})
    return own | {Aspect.STEPS} if "rendez-vous" in fold(service.title) else own


def _passed_on(aspects: Aspects) -> Aspects:
    """Of a sentence that names documents or cases, only those are listed, not whom it also says to write to."""
    return aspects - (_PASSING - _LISTED) if aspects & _LISTED else aspects


def _weighed(told: Aspects, announced: Aspects) -> Aspects:
    """What the words tell, with what the titles announce unless the words speak of something else."""
    if told <= _PASSING:
        return told | (announced - {Aspect.ELIGIBILITY} if told & _DOING else announced)
    lasting = _LASTING - {Aspect.COST} if Aspect.RECOURSE in told else _LASTING
    return told | (announced & (lasting if Aspect.STEPS in told else lasting | {Aspect.VALIDITY}))


def _told(block: Block) -> Aspects:
    """The aspects that the words of a block tell by themselves; of a list, what a third of its items tell."""
    if isinstance(block, Paragraph):
        return aspects_of_sentence(block.content.text)
    if isinstance(block, BulletList):
        return _shared([_of_item(item) for item in block.items[:_ENOUGH]])
    if isinstance(block, Table):
        return _shared([_of_texts(b for cell in row.cells for b in cell.blocks) for row in block.rows[:_ENOUGH]])
    if isinstance(block, Callout):
        return _shared([_told(inner) for inner in block.blocks], 4)
    return _of_texts((block,))


def _of_texts(blocks: Iterable[Block]) -> Aspects:
    return NONE.union(*map(aspects_of_sentence, texts(blocks)))


def _of_item(item: tuple[Block, ...]) -> Aspects:
    """What an item of a list tells: the name of a document is a document to provide."""
    return _of_texts(item) | (_PAPER if _is_paper(next(texts(item), "")) else NONE)


@lru_cache(maxsize=16384)
def _is_paper(text: str) -> bool:
    return paper_pattern().match(fold(text)) is not None


def _shared(told: list[Aspects], parts: int = 3) -> Aspects:
    """The aspects that at least one part in so many tells."""
    counted = Counter(aspect for aspects in told for aspect in aspects)
    return frozenset(aspect for aspect, times in counted.items() if parts * times >= len(told))


def _introduced(block: Block, aspects: Aspects, introduction: Aspects) -> Aspects:
    """What the sentence before a list says of it; the feed often cuts a list into several, so it lasts."""
    if isinstance(block, Paragraph):
        return _passed_on(aspects) if block.content.text.rstrip().endswith(":") else NONE
    return introduction if isinstance(block, (BulletList, Callout)) else NONE


def _holds_others(block: Block) -> bool:
    return isinstance(block, (Chapter, Choice, Fragment))


@lru_cache(maxsize=4096)
def _announced(context: tuple[str, ...]) -> Aspects:
    """What titles around announce: the nearest that announces something, and the ways it is done."""
    announced = NONE
    for title in context:
        announced = _narrowed(announced, aspects_of_title(title))
    return announced


def _narrowed(outer: Aspects, inner: Aspects) -> Aspects:
    """`inner`, or `outer` where it announces nothing; a mere way of doing things is added to what is done."""
    return outer | inner if inner <= _WAYS else inner | (outer & _KEPT_INSIDE)


@lru_cache(maxsize=8192)
def aspects_of_title(title: str) -> Aspects:
    """The aspects that a title announces; none for « De quoi s'agit-il ? »."""
    folded = fold(title)
    announced = frozenset(aspect for aspect, pattern in title_patterns() if pattern.search(folded))
    if announced and case_pattern().match(folded):
        return announced & {Aspect.ONLINE}
    if Aspect.RECOURSE in announced:
        return announced - {Aspect.STEPS}
    return announced - {Aspect.ELIGIBILITY} if folded.startswith("comment") else announced


@lru_cache(maxsize=16384)
def _tells_penalty(text: str) -> bool:
    return penalty_pattern().search(fold(text)) is not None


@lru_cache(maxsize=16384)
def aspects_of_sentence(text: str) -> Aspects:
    """The aspects that a text tells by itself, whatever stands around it."""
    folded = fold(text)
    return frozenset(aspect for aspect, pattern in sentence_patterns() if pattern.search(folded))
