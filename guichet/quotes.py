"""What an agent can quote of a sheet: each thing that it speaks of, for a case. Leaves out who quotes it, and to whom.

The words are those of the sheet, as the bot would show them; of a question that is open, all answers are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guichet import frames
from guichet.around.abbreviations import expand
from guichet.catalogue.store import Catalogue
from guichet.guide import Answer, Question, essentials, next_step, told_choices
from guichet.guide.brevity import abridged, short
from guichet.guide.relevance import about
from guichet.guide.situation import Case, choices_in, resolve, settle
from guichet.procedure import Aspect, Link, Procedure, Source
from guichet.wording import say

#: The extract that tells what a sheet is about.
ESSENTIALS = ""

#: Characters of an extract that are shown before it is sent.
PREVIEW = 280


@dataclass(frozen=True)
class Way:
    """An answer to a question of the sheet: the id of the option and its label."""

    option: str
    label: str


@dataclass(frozen=True)
class Extract:
    """What the sheet says of an aspect. `preview`: its first words, none where it is too long to be sent as a whole."""

    aspect: str
    preview: str


@dataclass(frozen=True)
class Quotable:
    """A sheet for a case. `taken`: what is known; `question`, `ways`: what would make the extracts shorter, if any."""

    sheet: str
    title: str
    source: Source
    taken: tuple[Way, ...]
    question: str
    ways: tuple[Way, ...]
    extracts: tuple[Extract, ...]


class Quotes:
    """The sheets of the catalogue at `path`. It reads a file: to be called in a thread. All raise `GuichetError`."""

    def __init__(self, path: Path) -> None:
        self._catalogue = Catalogue(path)

    def sheets(self, procedure_id: str) -> tuple[Link, ...]:
        """The sheets that tell of a procedure: none for an unknown one, mostly one."""
        procedure = self._catalogue.procedure(procedure_id)
        if procedure is None:
            return ()
        labels = {link.id: link.title for link in procedure.sheet_labels}
        behind = (self._catalogue.procedure(id) for id in procedure.sheets if id != procedure.id)
        served = [Link(sheet.id, labels.get(sheet.id, sheet.title)) for sheet in behind if sheet]
        return tuple(served) or (Link(procedure.id, procedure.title),)

    def open(self, sheet_id: str, options: Iterable[str]) -> Quotable | None:
        """What can be quoted of a sheet when these options are taken; None for an unknown sheet."""
        sheet, case = self._catalogue.procedure(sheet_id), as_case(options)
        if sheet is None:
            return None
        steps = [next_step(sheet, aspect, case) for aspect in Aspect]
        asked = next((step for step in steps if isinstance(step, Question)), None)
        answers = [essentials(sheet, case), *(_answered(sheet, aspect, case) for aspect in Aspect)]
        return Quotable(
            sheet=sheet.id,
            title=sheet.title,
            source=sheet.source,
            taken=tuple(Way(option.id, option.label) for _, option, _ in told_choices(sheet, case)),
            question=_prompt(asked.choice.question, asked.context, sheet) if asked else "",
            ways=tuple(Way(option.id, option.label) for option in asked.choice.options) if asked else (),
            extracts=tuple(_extract(answer) for answer in answers if answer.found and _tells(answer)),
        )

    def told(self, sheet_id: str, answers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """The options that a citizen took, from the questions and answers that their file tells."""
        sheet, known = self._catalogue.procedure(sheet_id), set(answers)
        every = choices_in((*sheet.introduction, *sheet.body)) if sheet else ()
        asked = ((_prompt(choice.question, context, sheet), choice.options) for choice, context in every)
        return tuple(o.id for question, options in asked for o in options if (question, o.label) in known)

    def frame(self, sheet_id: str, aspect: str, options: Iterable[str]) -> frames.Frame | None:
        """The extract as the bot would show it, source and date included; None for one that can't be sent."""
        sheet, case = self._catalogue.procedure(sheet_id), as_case(options)
        if sheet is None or aspect not in (ESSENTIALS, *(known.value for known in Aspect)):
            return None
        answer = _answered(sheet, Aspect(aspect), case) if aspect else essentials(sheet, case)
        if not (answer.found and answer.blocks):
            return None
        blocks, seen = expand(answer.blocks, sheet.definitions)
        more = expand(answer.more, sheet.definitions, seen)[0]
        whole = Answer(answer.aspect, blocks, answer.labels, more=more)
        return frames.answer(sheet, whole, sheet.id if sheet.type != "editor" else "", self._catalogue.feed())


def as_case(options: Iterable[str]) -> dict[str, str]:
    """The options by the choice that each belongs to: an option's id is its choice's and its own part."""
    return {option.rpartition(".")[0]: option for option in options}


def _answered(sheet: Procedure, aspect: Aspect, case: Case) -> Answer:
    """What the sheet says of an aspect, with the branches of whatever is still open side by side.

    Nothing of it where they are too long: cut, they would be titles with nothing under them.
    """
    step = next_step(sheet, aspect, case)
    if isinstance(step, Answer):
        return step
    situation = settle(sheet, case)
    relevant = about(resolve(sheet.body, situation), frozenset({aspect}), situation)
    whole = abridged(relevant) == relevant
    shown, more = short(relevant) if whole else ((), ())
    return Answer(aspect, shown, situation.labels(), whole=whole, more=more)


def _tells(answer: Answer) -> bool:
    """Whether there is something to quote, now or once more of the case is known."""
    return bool(answer.blocks) or not answer.whole


def _extract(answer: Answer) -> Extract:
    words = frames.plain_text(answer.blocks).strip()
    preview = words if len(words) <= PREVIEW else f"{words[:PREVIEW].rsplit(maxsplit=1)[0]} …"
    return Extract(answer.aspect.value if answer.aspect else ESSENTIALS, preview)


def _prompt(question: str, context: Sequence[str], sheet: Procedure) -> str:
    """The question in the words in which a file tells it."""
    return question or (say("which_case_in", context=context[-1]) if context else say("which_sheet", title=sheet.title))
