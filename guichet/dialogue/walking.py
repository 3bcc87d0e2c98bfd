"""Going through a procedure with a citizen: which of its sheets, which of its cases, and what it says of them.

It leaves out what kind of message was heard, and the ways of going back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from guichet import frames
from guichet.around.abbreviations import expand
from guichet.around.around import Around
from guichet.dialogue.asking import ask
from guichet.dialogue.counters import Counters
from guichet.dialogue.life import LIFE_EVENT, STEP, LifeEvents
from guichet.dialogue.turn import Memory, Offer, Turn, lost
from guichet.guide import Answer, Checklist, Question, checklist, essentials, next_step, next_step_whole, told_choices
from guichet.language import fold
from guichet.matching import leaves_unnamed, narrow, papers
from guichet.procedure import Aspect, Choice, Link, Procedure
from guichet.search.text import Analyzer
from guichet.wording import say

#: How many characters of what a citizen said about a procedure are kept: the longest message.
_KEPT = 1000

#: What introduces a correction, and says nothing by itself.
_DENIAL = re.compile(
    r"^(?:(?:ah|euh|oups|mais|non|nan|en fait|finalement|pas du tout|erreur|correction)\b[\s,.!:;]*)+", re.I
)

#: What answers the question that it follows, and no other: « oui », « 3 ans ».
_BARE = re.compile(r"(?:(?:oui|non|si|ok)\W*)+|\d+ ?\w*\W*", re.I)

#: What tells of someone or something, rather than names a button.
_TELLS = re.compile(r"\b(?:j'|j |je|il|elle|ils|elles|on|nous|mon|ma|mes|notre|nos|c'est|pour)\b")

#: Where one thing said ends and another begins.
_CLAUSES = re.compile(r"\s*[,;.!?]\s+|\s+(?:et|mais|puis)\s+")

#: The wish, in `Memory.aspect`, for the whole personal list.
LIST = "checklist"

#: The wishes that are an aspect of a sheet.
ASPECT_NAMES = frozenset(aspect.value for aspect in Aspect)

#: The wishes that an address answers.
_WHERE = frozenset({Aspect.WHERE.value, Aspect.CONTACT.value})


class Catalogue(Protocol):
    """What the dialogue needs of the catalogue."""

    def procedure(self, id: str) -> Procedure | None:
        """The procedure of that id, official or an editor's."""

    def feed(self) -> frames.Feed | None:
        """The archive that the official sheets come from."""


class Walking:
    """Walks through procedures."""

    def __init__(
        self, catalogue: Catalogue, analyzer: Analyzer, around: Around | None = None, counters: Counters | None = None
    ) -> None:
        self._catalogue, self._analyzer, self._counters = catalogue, analyzer, counters
        self._life = LifeEvents(around) if around else None

    def open(self, id: str, wish: str, memory: Memory, text: str) -> Turn:
        """A procedure asked for: its sheet when it is known or the only one, else the question which sheet."""
        procedure = self._catalogue.procedure(id)
        if procedure is None:
            return lost(memory)
        left = memory.left(procedure.id)
        other = self._other_sheet(text, replace(memory, aspect=wish)) if left and left.sheet == memory.sheet else None
        if other is not None:
            return other
        known = left or (memory if memory.procedure == procedure.id else None)
        said = told(known, text) if known else text
        sheets = self._fitting_sheets(procedure, said)
        if left and left.sheet in (sheets or (procedure.id,)):
            return self._come_back(left, memory, wish, text)
        opened = replace(memory.opening(procedure.id), aspect=wish, question=said[-_KEPT:])
        if len(sheets) > 1:
            return self._offer_sheets(procedure, sheets, wish, opened)
        return self.sheet(replace(opened, sheet=sheets[0] if sheets else procedure.id), wish)

    def _come_back(self, left: Memory, memory: Memory, wish: str, text: str) -> Turn:
        """A procedure that was in hand already: what was told of it still holds."""
        if left.procedure == memory.procedure:
            return self.sheet(memory, wish, text)
        back = memory.opening(left.procedure)
        kept = replace(back, sheet=left.sheet, case=left.case, question=left.question, later=left.later)
        return self.sheet(kept, wish or left.aspect, text)

    def sheet(self, memory: Memory, wish: str, text: str = "") -> Turn:
        """The next question of a sheet, unless the citizen's words already answer it; or what the sheet says."""
        sheet = self._catalogue.procedure(memory.sheet)
        if sheet is None:
            return lost(memory)
        memory = replace(memory, aspect=wish, asked="", pending=(), office="", question=told(memory, text))
        menu = self._life.menu(sheet, as_case(memory), memory) if self._life and _is_life(sheet) and not wish else None
        if menu is not None:
            return menu
        step = self._step(sheet, wish, memory)
        while isinstance(step, Question):
            context = (sheet.title, *step.context, *step.within)
            fitting = self._fitting(memory.question, step.choice, context)
            if len(fitting) != 1:
                return self._ask_case(sheet, step, fitting, wish, memory)
            case = with_option(memory.case, step.choice.options[fitting[0]].id)
            memory = replace(memory, case=case)
            step = self._step(sheet, wish, memory)
        turn = self._tell(self._part(sheet, memory), step, memory)
        if memory.later is None:
            return self._afterwards(sheet, step, turn)
        # The address of a known commune goes with a digression too; a commune is not asked for in the middle of one.
        turn = self._afterwards(sheet, step, turn) if memory.commune else turn
        return self._return_to(memory.later, turn)

    def _step(self, sheet: Procedure, wish: str, memory: Memory) -> Question | Answer | Checklist:
        case = as_case(memory)
        if wish == LIST:
            return checklist(sheet, case)
        if wish.startswith(STEP):
            return next_step(self._part(sheet, memory), None, case)
        if wish == Aspect.ELIGIBILITY.value and sheet.type == "question":
            # « Faut-il… ? », « Peut-on… ? » : the whole of such a sheet is the answer.
            return next_step(sheet, None, case)
        return next_step(sheet, Aspect(wish), case) if wish else next_step_whole(sheet, case)

    def _part(self, sheet: Procedure, memory: Memory) -> Procedure:
        """The step of a life event that is asked for, as a sheet; any other sheet as it is."""
        is_step = self._life is not None and memory.aspect.startswith(STEP)
        return (self._life.step(sheet, memory.aspect, as_case(memory)) if is_step else None) or sheet

    def _afterwards(self, sheet: Procedure, step: Answer | Checklist, turn: Turn) -> Turn:
        """What goes with an answer once nothing else is open: the office to go to, the next step of a life event."""
        wish = turn.memory.aspect
        if wish.startswith(STEP) and self._life and self._life.step(sheet, wish, as_case(turn.memory)):
            return turn.followed(self._life.after(sheet, wish, as_case(turn.memory), turn.memory))
        if self._counters and (isinstance(step, Checklist) or wish in _WHERE):
            told = step.where if isinstance(step, Checklist) else step.blocks + step.more
            return self._counters.after(turn, told, wish in _WHERE)
        return turn

    def _return_to(self, wish: str, turn: Turn) -> Turn:
        """A digression is answered: the walk goes on where it was."""
        return turn.followed(self.sheet(replace(turn.memory, later=None), wish))

    def _fitting(self, said: str, choice: Choice, context: Sequence[str]) -> list[int]:
        """Which options of a question all that was said allows; the words of its titles tell none from another.

        « Elle est périmée » is said of the sheet's own paper: it answers no question about another one.
        """
        labels = [option.label for option in choice.options]
        messages = said.splitlines()
        if papers(" ".join(labels)) - papers(context[0] if context else ""):
            clauses = [_CLAUSES.split(message) for message in messages]
            messages = [", ".join(c for c in message if not leaves_unnamed(c)) for message in clauses]
        return self._allowed(messages, labels, " — ".join([*context, choice.question]))

    def _allowed(self, messages: Sequence[str], labels: Sequence[str], question: str = "") -> list[int]:
        every = set(range(len(labels)))
        left = set(every)
        for message in messages:
            left &= set(narrow(message, labels, self._analyzer, question))
        return sorted(left or every)

    def answering(self, text: str, memory: Memory) -> tuple[Offer | None, str]:
        """The button that typed words mean, and what of them may answer a later question."""
        labels = [offer.label for offer in memory.pending]
        fitting = self._allowed([text], labels)
        if len(fitting) != 1 or len(labels) < 2:
            return None, text
        return memory.pending[fitting[0]], text if _TELLS.search(fold(text)) else ""

    def corrected(self, text: str, memory: Memory) -> Turn | None:
        """What follows when these words answer otherwise a question that was settled; None when they don't."""
        sheet = self._catalogue.procedure(memory.sheet)
        if sheet is None:
            return None
        said = _DENIAL.sub("", text)
        for choice, option, context in reversed(told_choices(sheet, as_case(memory))):
            fitting = self._fitting(said, choice, context)
            if len(fitting) == 1 and choice.options[fitting[0]] != option:
                case = with_option(memory.case, choice.options[fitting[0]].id)
                kept = told(memory, said) if _TELLS.search(fold(said)) else memory.question
                return self.sheet(replace(memory, case=case, question=kept), memory.aspect)
        return self._other_sheet(said, memory)

    def _other_sheet(self, text: str, memory: Memory) -> Turn | None:
        """Another sheet of the procedure in hand, when the words point to it: « non, c'est pour mon fils »."""
        procedure = self._catalogue.procedure(memory.procedure)
        if procedure is None or len(procedure.sheets) < 2:
            return None
        meant = self._fitting_sheets(procedure, text)
        both = self._fitting_sheets(procedure, told(memory, text)) if memory.sheet in meant else meant
        served = [s for s in procedure.sheets if self._catalogue.procedure(s)]
        if memory.sheet in meant or len(meant) == len(served):
            return None
        fitting = [s for s in meant if s in both] or list(meant)
        opened = Memory(memory.procedure, aspect=memory.aspect, question=text[-_KEPT:], commune=memory.commune)
        opened = replace(opened, trail=memory.trail, aside=memory.aside)
        if len(fitting) > 1:
            return self._offer_sheets(procedure, fitting, memory.aspect, opened)
        return self.sheet(replace(opened, sheet=fitting[0]), memory.aspect)

    def _fitting_sheets(self, procedure: Procedure, text: str) -> tuple[str, ...]:
        """The official sheets in service that the words allow, by the labels that tell them apart."""
        served = [s for s in procedure.sheets if s != procedure.id and self._catalogue.procedure(s)]
        labels = _labels(procedure)
        return tuple(served[i] for i in self._allowed(text.splitlines(), [labels.get(s, s) for s in served]))

    def _tell(self, sheet: Procedure, step: Answer | Checklist, memory: Memory) -> Turn:
        official, feed = memory.sheet if sheet.type != "editor" else "", self._catalogue.feed()
        if isinstance(step, Checklist):
            first = essentials(sheet, as_case(memory))
            shown = [frames.answer(sheet, first, official, feed)] if first.blocks and memory.aspect != LIST else []
            return Turn(memory, frames=(*shown, frames.checklist(sheet, step, official, feed)))
        shown = []
        blocks, seen = expand(step.blocks, sheet.definitions)
        step = replace(step, blocks=blocks, more=expand(step.more, sheet.definitions, seen)[0])
        if not step.found and step.aspect is not None:
            shown.append(frames.text(say("not_said", title=sheet.title, aspect=say(f"aspects.{step.aspect.value}"))))
        shown.append(frames.answer(sheet, step, official, feed))
        if not step.whole:
            shown.append(frames.text(say("abridged", url=sheet.source.url)))
        return Turn(memory, frames=tuple(shown))

    def _ask_case(self, sheet: Procedure, step: Question, fitting: Sequence[int], wish: str, memory: Memory) -> Turn:
        carried = {"procedure": memory.procedure, "sheet": memory.sheet} | aspect_entity(wish)
        left = [step.choice.options[i] for i in fitting]
        offers = [Offer(option.label, carried | {"option": option.id}) for option in left]
        return ask("case", _prompt(sheet, step, wish), offers, memory)

    def _offer_sheets(self, procedure: Procedure, sheets: Sequence[str], wish: str, memory: Memory) -> Turn:
        labels = _labels(procedure)
        offers = []
        for id in sheets:
            sheet = self._catalogue.procedure(id)
            label = labels.get(id) or (sheet.title if sheet else id)
            offers.append(Offer(label, {"procedure": procedure.id, "sheet": id} | aspect_entity(wish)))
        return ask("case", say("which_sheet", title=procedure.title), offers, memory)


def aspect_entity(wish: str) -> dict[str, str]:
    """What a button says of the aspect that it is pressed for."""
    return {"aspect": wish} if wish else {}


def told(memory: Memory, text: str) -> str:
    """What was said about the procedure in hand, a message a line, the oldest forgotten first."""
    said = "" if _BARE.fullmatch(text.strip()) else " ".join(text.split())
    return f"{memory.question}\n{said}".strip()[-_KEPT:]


def with_option(case: tuple[str, ...], option: str) -> tuple[str, ...]:
    """The case with an option taken, in place of another answer to the same question."""
    question = option.rpartition(".")[0]
    return (*(taken for taken in case if taken.rpartition(".")[0] != question), option)


def as_case(memory: Memory) -> dict[str, str]:
    """The options taken, by the choice that each belongs to: an option's id is its choice's and its own part."""
    return {option.rpartition(".")[0]: option for option in memory.case}


def _is_life(sheet: Procedure) -> bool:
    return sheet.type == LIFE_EVENT


def _prompt(sheet: Procedure, step: Question, wish: str) -> str:
    """The question in words: the sheet's own, else what it is about."""
    if step.choice.question:
        return step.choice.question
    if step.context:
        return say("which_case_in", context=step.context[-1])
    if wish in ASPECT_NAMES:
        return say("which_case_for", aspect=say(f"aspects.{wish}"))
    return say("which_sheet", title=sheet.title)


def _labels(procedure: Procedure) -> dict[str, str]:
    links: tuple[Link, ...] = procedure.sheet_labels
    return {link.id: link.title for link in links}
