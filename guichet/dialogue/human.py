"""A person asked for: the file that lets them go on without asking everything again; leaves out who answers and when.

All of it is bounded: a file is read in ten seconds, and stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from guichet.dialogue.turn import Memory
from guichet.dialogue.walking import as_case
from guichet.frames import Frame, handoff, named
from guichet.guide import told_choices
from guichet.procedure import Procedure
from guichet.wording import say

#: Why a person is asked for: by the citizen's own wish, or offered after something went wrong.
REASONS = ("asked", "lost", "complaint", "insult", "trouble")

#: The most characters of a text, entries of a list, and last answers in a file.
LONGEST, MOST, LAST_SHOWN = 500, 20, 3

#: What the intents that lead to a person by themselves say of the reason; any other was said once too often.
_BY_INTENT = {"human_handoff": "asked", "complaint": "complaint", "insult": "insult"}

Lookup = Callable[[str], "Procedure | None"]


@dataclass(frozen=True)
class Asked:
    """What the conversation tells beside its memory.

    `last`: the last words typed before a person was asked for, and how surely they were understood.
    `shown`: titles of the answers shown, the last one last.
    """

    reason: str = "asked"
    last: str = ""
    confidence: float | None = None
    shown: tuple[str, ...] = ()


def reason_of(intent: str, entities: Mapping[str, str]) -> str:
    """Why a person is asked for: what the button says, else what was heard."""
    offered = entities.get("reason", "")
    return offered if offered in REASONS else _BY_INTENT.get(intent, "lost")


def request_human(asked: Asked, memory: Memory, procedure: Lookup) -> Frame:
    """The frame that asks for a person; `procedure` finds a sheet by its id."""
    sheet = procedure(memory.sheet or memory.procedure)
    told = _told(sheet, memory, procedure)
    request: Frame = {
        "reason": asked.reason,
        "procedure": _reference(sheet, memory) if sheet else None,
        "theme": _theme(sheet, procedure) if sheet else "",
        "aspect": _cut(memory.aspect),
        "case": [answer["answer"] for answer in told],
        "answers": told,
        "question": _cut(memory.question),
        "last": _cut(asked.last),
        "shown": [_cut(title) for title in asked.shown[-LAST_SHOWN:]],
        "confidence": asked.confidence,
    }
    return handoff(say("requests.elsewhere"), request)


def _reference(sheet: Procedure, memory: Memory) -> Frame:
    """The procedure by its own name, with the sheet in hand; none while the question is which."""
    official = memory.sheet if sheet.type != "editor" else ""
    shown = named(sheet, official) | {"id": memory.procedure or sheet.id} | ({} if memory.sheet else {"sheet": ""})
    return {name: _cut(str(value)) for name, value in shown.items()}


def _theme(sheet: Procedure, procedure: Lookup) -> str:
    """The official theme, also of an editor's sheet: teams are told apart by it."""
    behind = procedure(sheet.sheets[0]) if sheet.type == "editor" and sheet.sheets else None
    path = (behind or sheet).path
    return path[0].id if path else ""


def _told(sheet: Procedure | None, memory: Memory, procedure: Lookup) -> list[dict[str, str]]:
    """The questions that the citizen answered, in the sheet's order, after which sheet it is."""
    if sheet is None or not memory.sheet:
        return []
    parent = procedure(memory.procedure) if memory.procedure != memory.sheet else None
    labels = {link.id: link.title for link in parent.sheet_labels} if parent else {}
    which = [(say("which_sheet", title=parent.title), labels[sheet.id])] if parent and sheet.id in labels else []
    taken = told_choices(sheet, as_case(memory))
    asked = [(_prompt(sheet, choice.question, context), option.label) for choice, option, context in taken]
    return [{"question": _cut(question), "answer": _cut(answer)} for question, answer in (*which, *asked)][:MOST]


def _prompt(sheet: Procedure, question: str, context: tuple[str, ...]) -> str:
    """The question as it was put, but for what was asked of the sheet then."""
    return question or (say("which_case_in", context=context[-1]) if context else say("which_sheet", title=sheet.title))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
