"""What this person must bring, pay, wait for and do: the parts of a sheet for a case, as one list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guichet.catalogue.plain import texts
from guichet.guide.analysis import analysed
from guichet.guide.brevity import announces, short
from guichet.guide.relevance import about
from guichet.guide.situation import Case, Situation, resolve, settle
from guichet.guide.walk import CHECKLIST, Answer, Question, next_question, next_step
from guichet.language import fold
from guichet.procedure import (
    Aspect,
    Block,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Fragment,
    Office,
    Paragraph,
    Procedure,
    Service,
    walk,
)

_APPOINTMENT = re.compile(r"rendez-vous|\brdv\b")
_DEADLINE = re.compile(
    r"au plus tard|date limite|passe ce delai|avant le \d|"
    r"dans (?:les|un delai de|le delai de) (?:\d+|un|deux|trois|six)"
)
#: What a list announced so holds is received at the end, not brought.
_OBTAINED = re.compile(
    r"\bvous (?:obtenez|recevez|obtiendrez|recevrez)|vous (?:est|sont) (?:remis|delivre|envoye|adresse)"
    r"|espace personnel .*\bcontien"
)
#: An item that begins so is something to do, not a paper.
_ACTION = re.compile(
    r"(?:soit|ou|puis|et) (?:les |le |la )?(?:envoyer|remettre|deposer|adresser|transmettre|vous rendre|se rendre)\b"
)

#: What is told besides the documents.
_TOLD = (Aspect.COST, Aspect.DELAY, Aspect.WHERE, Aspect.ONLINE, Aspect.VALIDITY)


@dataclass(frozen=True)
class Document:
    """A paper to bring: its name in the sheet's words, and all that it says of it. `id` is unique in the list."""

    id: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Checklist:
    """The parts of a personal checklist, each empty where the sheet says nothing of it; `steps` are titles in order."""

    labels: tuple[str, ...]
    documents: tuple[Document, ...]
    notes: tuple[Block, ...]
    cost: tuple[Block, ...]
    delay: tuple[Block, ...]
    where: tuple[Block, ...]
    online: tuple[Block, ...]
    appointment: tuple[Block, ...]
    validity: tuple[Block, ...]
    deadline: tuple[Block, ...]
    steps: tuple[str, ...]

    def tells(self) -> int:
        """How many of the things that a checklist is for it holds."""
        return sum(map(bool, (self.documents, self.cost, self.delay, self.where, self.online or self.appointment)))


def next_step_whole(procedure: Procedure, case: Case) -> Question | Answer | Checklist:
    """The next question about a sheet as a whole, or the list; an answer where there is too little for a list."""
    if has_checklist(procedure):
        step = checklist(procedure, case)
        if isinstance(step, Question) or step.tells() > 1:
            return step
    return next_step(procedure, None, case)


def checklist(procedure: Procedure, case: Case) -> Question | Checklist:
    """The next question that changes the list, or the list."""
    return next_question(procedure, CHECKLIST, case) or _list(procedure, case)


def has_checklist(procedure: Procedure) -> bool:
    """Whether a sheet is about doing something: it says somewhere which documents to bring."""
    return procedure.type != "life_event" and analysed(procedure).lists_documents


def _list(procedure: Procedure, case: Case) -> Checklist:
    situation = settle(procedure, case)
    body = resolve(procedure.body, situation)
    papers = about(body, frozenset({Aspect.DOCUMENTS}), situation)
    told = {aspect: _told(body, aspect, situation) for aspect in _TOLD}
    delay = _sentences(told[Aspect.DELAY])
    deadline = tuple(block for block in delay if _matches(block, _DEADLINE))
    shown, beside = _services((*told[Aspect.ONLINE], *told[Aspect.WHERE])), _services(procedure.services)
    appointment = tuple(service for service in _services((*shown, *beside)) if _matches(service, _APPOINTMENT))
    online = [tuple(s for s in part if s not in appointment and s.type == "Téléservice") for part in (shown, beside)]
    return Checklist(
        labels=situation.labels(),
        documents=tuple(_documents(papers)),
        notes=_brief(_notes(papers)),
        cost=_brief(told[Aspect.COST] or _told(procedure.introduction, Aspect.COST, situation)),
        delay=_brief(block for block in delay if block not in deadline),
        where=_brief(_offices_first((*told[Aspect.WHERE], *_offices_beside(told, procedure)))),
        online=online[0] or online[1],
        appointment=appointment,
        validity=_brief(_sentences(told[Aspect.VALIDITY])),
        deadline=_brief(deadline),
        steps=tuple(b.title for b in walk(body) if isinstance(b, Chapter) and b.numbered),
    )


def _told(blocks: tuple[Block, ...], aspect: Aspect, situation: Situation) -> tuple[Block, ...]:
    """What is told of an aspect, without the titles it stands under."""
    return tuple(_leaves(about(blocks, frozenset({aspect}), situation)))


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, (Chapter, Fragment)):
            yield from _leaves(block.blocks)
        else:
            yield block


def _with_before(blocks: Iterable[Block]) -> Iterator[tuple[Block | None, Block]]:
    before: Block | None = None
    for block in blocks:
        yield before, block
        before = block


def _documents(papers: tuple[Block, ...]) -> Iterator[Document]:
    """The items of the lists of documents, each once, named by their first words."""
    seen: set[tuple[str, ...]] = set()
    for before, block in _with_before(_leaves(papers)):
        if before is not None and announces(before) and _matches(before, _OBTAINED):
            continue
        for item in block.items if isinstance(block, BulletList) else ():
            said = tuple(texts(item))
            if said and said not in seen and not _ACTION.match(fold(said[0])):
                seen.add(said)
                yield Document(f"d{len(seen)}", said[0], item)


def _notes(papers: tuple[Block, ...]) -> Iterator[Block]:
    """What is said of the documents besides their list."""
    return (b for b in _leaves(papers) if isinstance(b, (Paragraph, Callout, Choice)) and not announces(b))


def _sentences(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, (Service, Office)))


def _services(blocks: Iterable[Block]) -> tuple[Service, ...]:
    """The services among the blocks, each once."""
    return tuple({block.url or block.id: block for block in blocks if isinstance(block, Service)}.values())


def _offices_beside(told: dict[Aspect, tuple[Block, ...]], procedure: Procedure) -> tuple[Block, ...]:
    """The people who can help, where the sheet itself says nothing of where to go."""
    return () if told[Aspect.WHERE] else procedure.offices


def _offices_first(blocks: tuple[Block, ...]) -> list[Block]:
    told = (block for block in blocks if not isinstance(block, Service) and not announces(block))
    return sorted(told, key=lambda block: not isinstance(block, Office))


def _brief(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """What is read at a glance: the rest is one question away."""
    return short(tuple(blocks))[0]


def _matches(block: Block, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(fold(text)) for text in texts((block,)))
