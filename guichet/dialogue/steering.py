"""Steering a walk: going back, stopping, asking why, not knowing, taking it up again; leaves out the walk itself."""

from __future__ import annotations

from dataclasses import replace

from guichet import frames
from guichet.dialogue.asking import ask
from guichet.dialogue.turn import Heard, Memory, Offer, Turn
from guichet.dialogue.walking import ASPECT_NAMES, Catalogue, Walking, as_case
from guichet.guide import branches, reasons
from guichet.procedure import Aspect, Procedure
from guichet.wording import say


class Steering:
    """What can be said of the walk, rather than in it."""

    def __init__(self, catalogue: Catalogue, walking: Walking) -> None:
        self._catalogue, self._walking = catalogue, walking

    def again(self, memory: Memory) -> Turn:
        """The last answer or question, once more."""
        if memory.pending:
            return self._put_again(memory, say("once_more"))
        if memory.sheet:
            return self._walking.sheet(memory, memory.aspect)
        if memory.asked == "commune":
            return self._put_again(memory)
        return Turn(memory, responses=("utter_nothing_to_repeat",))

    def resume(self, memory: Memory) -> Turn:
        """The open question put again; else what was left in the middle; else nothing."""
        if memory.asked in ("procedure", "case", "commune"):
            return self._put_again(memory, say("back_to_question") if memory.asked == "case" else "")
        left = next((state for state in memory.aside if state.asked == "case" and not memory.asked), None)
        return self._walking.open(left.procedure, "", memory, "") if left else Turn(memory)

    def in_french(self, heard: Heard, memory: Memory) -> Turn:
        """That we speak French; then the sheet that the words surely name all the same, or the open question."""
        named = heard.decision == "answer"
        turn = self._walking.open(heard.found[0].id, "", memory, heard.text) if named else self.resume(memory)
        return turn.preceded(responses=("utter_other_language",))

    def taken_up(self, memory: Memory) -> Turn:
        """What « on reprend » calls for: as `resume`, or the last thing left aside; never nothing."""
        turn = self.resume(memory)
        if turn.frames or turn.responses:
            return turn
        if memory.aside and not memory.pending:
            return self._walking.open(memory.aside[0].procedure, "", memory, "")
        known = memory.sheet or memory.pending
        return self.again(memory) if known else Turn(memory, responses=("utter_no_question",))

    def back(self, memory: Memory) -> Turn:
        """The state before the last answer."""
        if not memory.trail:
            return self.resume(memory).preceded(responses=("utter_nothing_to_go_back",))
        before = replace(memory.trail[-1], trail=memory.trail[:-1], aside=memory.aside)
        if before.asked != "commune":
            before = replace(before, commune=memory.commune)
        if before.pending or before.asked == "commune":
            return self._put_again(before, say("one_step_back"))
        if not before.sheet:
            return self._walking.open(before.procedure, before.aspect, before, "")
        return self._walking.sheet(before, before.aspect)

    def cancel(self, memory: Memory) -> Turn:
        """What was going on is left aside; it can be taken up again."""
        return Turn(memory.opening("").after(memory), responses=("utter_cancelled",))

    def why(self, memory: Memory) -> Turn:
        """What the answer to the open question changes."""
        if not memory.pending and memory.asked != "commune":
            return Turn(memory, responses=("utter_no_question",))
        return self._put_again(memory).preceded(frames.text(self._reason(memory)))

    def _reason(self, memory: Memory) -> str:
        if memory.asked == "commune":
            return say("why_commune")
        sheet, choice = self._open_question(memory)
        if sheet is None:
            return say("why_procedure")
        changed = reasons(sheet, _aspect(memory), as_case(memory), choice)
        names = [say(f"aspects.{aspect.value}") for aspect in changed]
        return say("why_case", aspects=_listed(names)) if names else say("why_sheet")

    def unsure(self, memory: Memory) -> Turn:
        """Whoever doesn't know sees what each answer would lead to, then may answer."""
        if not memory.pending:
            return Turn(memory, responses=("utter_help",))
        sheet, choice = self._open_question(memory)
        shown = branches(sheet, _aspect(memory), as_case(memory), choice) if sheet is not None else None
        if sheet is None or shown is None:
            return self._put_again(memory).preceded(frames.text(self._described(memory)))
        official = memory.sheet if sheet.type != "editor" else ""
        answer = frames.answer(sheet, shown, official, self._catalogue.feed())
        return self._put_again(memory).preceded(frames.text(say("both")), answer)

    def _described(self, memory: Memory) -> str:
        """The options in a line each, with what their sheets are about."""
        lines = [say("not_sure")]
        for offer in memory.pending:
            sheet = self._catalogue.procedure(offer.entities.get("sheet") or offer.entities.get("procedure", ""))
            if sheet is not None and sheet.description:
                lines.append(say("described", label=offer.label, description=sheet.description))
        return "\n".join(lines)

    def _open_question(self, memory: Memory) -> tuple[Procedure | None, str]:
        """The sheet in hand and the id of the choice that its buttons answer."""
        option = memory.pending[0].entities.get("option", "") if memory.pending else ""
        if memory.asked != "case" or not memory.sheet or not option:
            return None, ""
        return self._catalogue.procedure(memory.sheet), option.rpartition(".")[0]

    def _put_again(self, memory: Memory, prompt: str = "") -> Turn:
        """The open question with the same buttons."""
        if not memory.pending:
            return Turn(memory, frames=(frames.text(say("which_commune")),))
        named = [named for offer in memory.pending if (named := self._named(offer, memory.asked))]
        # A conversation begun before what is asked was remembered has its buttons alone.
        return ask(memory.asked or "case", prompt or say("your_answer"), memory.pending, memory, named)

    def _named(self, offer: Offer, asked: str) -> frames.Frame | None:
        """The procedure that a button stands for, in a question which one; all of them come before « aucune »."""
        id = offer.entities.get("procedure", "") if asked == "procedure" else ""
        procedure = self._catalogue.procedure(id) if id else None
        sheets = procedure.sheets if procedure else ()
        return {"id": id, "title": offer.label, "sheet": sheets[0] if sheets else ""} if id else None


def _aspect(memory: Memory) -> Aspect | None:
    """None for the whole list, and for a step of a life event."""
    return Aspect(memory.aspect) if memory.aspect in ASPECT_NAMES else None


def _listed(names: list[str]) -> str:
    """« le prix, les délais et les conditions »"""
    return names[0] if len(names) == 1 else say("and", first=", ".join(names[:-1]), last=names[-1])
