"""What to say to a message about a procedure, given what the conversation remembers.

Pure: it reads a catalogue that is handed in, and returns frames and what to remember. It knows no Rasa, no channel;
small talk is the dialogue rules' business, not its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from guichet import frames
from guichet.catalogue.plain import sheet_texts
from guichet.dialogue.intents import ASKING, ASPECTS
from guichet.dialogue.matching import narrow, place_in_list
from guichet.dialogue.turn import Heard, Memory, Offer, Turn
from guichet.guide import Answer, Question, next_step
from guichet.procedure import Aspect, Procedure
from guichet.search.text import Analyzer, question_words
from guichet.wording import say

#: How many procedures are offered when torn.
OFFERED = 4

#: Up to so many words that carry a subject, a message in the middle of a question is taken for a try at answering it.
_SHORT = 3

#: How many characters of what a citizen said are kept while a question is open: the longest message.
_KEPT = 1000


class Catalogue(Protocol):
    """What the dialogue needs of the catalogue."""

    def procedure(self, id: str) -> Procedure | None:
        """The procedure of that id, official or an editor's."""

    def feed(self) -> frames.Feed | None:
        """The archive that the official sheets come from."""


class Dialogue:
    """Answers about procedures."""

    def __init__(self, catalogue: Catalogue, analyzer: Analyzer) -> None:
        self._catalogue, self._analyzer = catalogue, analyzer
        self._asking = {analyzer.stem(word) for word in ASKING}

    def reply(self, heard: Heard, memory: Memory) -> Turn:
        """The turn that a message calls for."""
        if heard.intent == "choose" and heard.entities:
            return self._chosen(heard.entities, memory)
        offer = self._typed_offer(heard, memory)
        if offer is not None:
            return self._chosen(offer.entities, memory)
        if heard.intent == "out_of_scope":
            return Turn(memory, responses=("utter_out_of_scope",))
        if heard.intent == "choose" and memory.pending:
            return Turn(replace(memory, pending=()), responses=("utter_none_of_these",))
        aspect = ASPECTS.get(heard.intent)
        subject = self._subject(heard.text)
        if memory.procedure and aspect is not None and not subject:
            return self._open(memory.procedure, aspect, memory, heard.text)
        if heard.intent == "ask_status":
            return self._status(heard, memory)
        if heard.decision == "answer" and (subject or aspect is None):
            return self._open(heard.found[0].id, aspect, memory, heard.text)
        if memory.procedure and aspect is not None and self._is_in(subject, memory):
            return self._open(memory.procedure, aspect, memory, heard.text)
        if memory.procedure and memory.pending and len(subject) <= _SHORT:
            return self._ask_again(heard.text, memory)
        if heard.decision == "choose":
            return self._offer_procedures(heard, aspect, memory)
        return Turn(memory, responses=("utter_lost",))

    def _subject(self, text: str) -> list[str]:
        """The stems of a message besides those that any question about a procedure has."""
        stems = dict.fromkeys(self._analyzer.stem(word) for word in question_words(text))
        return [stem for stem in stems if stem not in self._asking]

    def _is_in(self, subject: list[str], memory: Memory) -> bool:
        """Whether the sheet in hand speaks of all this, in these words or in others that say the same."""
        sheet = self._catalogue.procedure(memory.sheet or memory.procedure)
        if sheet is None:
            return False
        spoken = set(self._analyzer.terms(" ".join([sheet.title, *sheet_texts(sheet)])))
        return all(spoken & set(self._analyzer.with_ideas([stem])) for stem in subject)

    def again(self, memory: Memory) -> Turn:
        """The last answer or question, once more."""
        if memory.pending:
            options = [frames.option(offer.label, dict(offer.entities)) for offer in memory.pending]
            return Turn(memory, frames=(frames.choices("menu", say("once_more"), options),))
        if not memory.sheet:
            return Turn(memory, responses=("utter_nothing_to_repeat",))
        return self._sheet(memory, Aspect(memory.aspect) if memory.aspect else None)

    def _typed_offer(self, heard: Heard, memory: Memory) -> Offer | None:
        """The button that a typed message means, if it clearly means one."""
        if not memory.pending or heard.decision == "answer":
            return None
        place = place_in_list(heard.text, len(memory.pending))
        if place is not None:
            return memory.pending[place]
        fitting = narrow(heard.text, [offer.label for offer in memory.pending], self._analyzer)
        return memory.pending[fitting[0]] if len(fitting) == 1 < len(memory.pending) else None

    def _chosen(self, entities: Mapping[str, str], memory: Memory) -> Turn:
        """What a button leads to; it says by itself of which sheet it speaks, so that an old one still works."""
        if entities.get("none"):
            return Turn(replace(memory, pending=()), responses=("utter_none_of_these",))
        aspect = Aspect(entities["aspect"]) if entities.get("aspect") in {a.value for a in Aspect} else None
        procedure = entities.get("procedure", "") or memory.procedure
        sheet = entities.get("sheet", "")
        if entities.get("option"):
            case = _with_option(memory.case if sheet == memory.sheet else (), entities["option"])
            return self._sheet(replace(memory, procedure=procedure, sheet=sheet, case=case), aspect)
        if sheet:
            return self._sheet(Memory(procedure, sheet, question=memory.question), aspect)
        return self._open(procedure, aspect, Memory(), memory.question)

    def _status(self, heard: Heard, memory: Memory) -> Turn:
        """Files are not seen from here; what the sheets say of following one is."""
        if heard.decision == "none":
            return Turn(memory, responses=("utter_status",))
        offered = self._offer_procedures(heard, None, memory)
        return replace(offered, responses=("utter_status",))

    def _ask_again(self, text: str, memory: Memory) -> Turn:
        """A few words that answer no button: kept, for they may settle a later question, and the question put again."""
        told = replace(memory, question=_told(memory, text))
        aspect = Aspect(memory.aspect) if memory.aspect else None
        turn = self._sheet(told, aspect) if memory.sheet else self._open(memory.procedure, aspect, told, "")
        same = turn.memory.pending == memory.pending
        return replace(turn, frames=(frames.text(say("not_an_option")), *turn.frames)) if same else turn

    def _open(self, id: str, aspect: Aspect | None, memory: Memory, text: str) -> Turn:
        """A procedure asked for: its sheet when it is known or the only one, else the question which sheet."""
        procedure = self._catalogue.procedure(id)
        if procedure is None:
            return Turn(memory, responses=("utter_lost",))
        same = procedure.id == memory.procedure
        said = _told(memory, text) if same else text
        sheets = self._fitting_sheets(procedure, said)
        if same and memory.sheet and memory.sheet in (sheets or (procedure.id,)):
            return self._sheet(memory, aspect, text)
        opened = Memory(procedure=procedure.id, aspect=aspect.value if aspect else "", question=said)
        if len(sheets) > 1:
            return self._offer_sheets(procedure, sheets, aspect, opened)
        return self._sheet(replace(opened, sheet=sheets[0] if sheets else procedure.id), aspect)

    def _fitting_sheets(self, procedure: Procedure, text: str) -> tuple[str, ...]:
        """The official sheets in service that the words allow, by the labels that tell them apart."""
        served = [s for s in procedure.sheets if s != procedure.id and self._catalogue.procedure(s)]
        labels = {link.id: link.title for link in procedure.sheet_labels}
        kept = narrow(text, [labels.get(s, s) for s in served], self._analyzer) if text else range(len(served))
        return tuple(served[i] for i in kept)

    def _sheet(self, memory: Memory, aspect: Aspect | None, text: str = "") -> Turn:
        """The next question of a sheet, unless the citizen's words already answer it; or what the sheet says."""
        sheet = self._catalogue.procedure(memory.sheet)
        if sheet is None:
            return Turn(memory, responses=("utter_lost",))
        said = _told(memory, text)
        step = next_step(sheet, aspect, _case(memory))
        while isinstance(step, Question):
            fitting = narrow(said, [option.label for option in step.choice.options], self._analyzer) if said else []
            if len(fitting) != 1:
                return self._ask_case(sheet, step, aspect, memory)
            memory = replace(memory, case=(*memory.case, step.choice.options[fitting[0]].id))
            step = next_step(sheet, aspect, _case(memory))
        return self._answer(sheet, step, aspect, memory)

    def _answer(self, sheet: Procedure, step: Answer, aspect: Aspect | None, memory: Memory) -> Turn:
        shown: list[frames.Frame] = []
        if not step.found and aspect is not None:
            shown.append(frames.text(say("not_said", title=sheet.title, aspect=say(f"aspects.{aspect.value}"))))
        shown.append(frames.answer(sheet, step, memory.sheet if sheet.type != "editor" else "", self._catalogue.feed()))
        if not step.whole:
            shown.append(frames.text(say("abridged", url=sheet.source.url)))
        aspect_name = aspect.value if aspect else ""
        return Turn(replace(memory, aspect=aspect_name, pending=()), frames=tuple(shown))

    def _ask_case(self, sheet: Procedure, step: Question, aspect: Aspect | None, memory: Memory) -> Turn:
        told = {"procedure": memory.procedure, "sheet": memory.sheet} | _aspect(aspect)
        offers = [Offer(option.label, told | {"option": option.id}) for option in step.choice.options]
        prompt = step.choice.question or (
            say("which_case_in", context=step.context[-1]) if step.context else say("which_sheet", title=sheet.title)
        )
        return self._ask("case", prompt, offers, replace(memory, aspect=aspect.value if aspect else ""))

    def _offer_sheets(self, procedure: Procedure, sheets: Sequence[str], aspect: Aspect | None, memory: Memory) -> Turn:
        labels = {link.id: link.title for link in procedure.sheet_labels}
        offers = []
        for id in sheets:
            sheet = self._catalogue.procedure(id)
            label = labels.get(id) or (sheet.title if sheet else id)
            offers.append(Offer(label, {"procedure": procedure.id, "sheet": id} | _aspect(aspect)))
        return self._ask("case", say("which_sheet", title=procedure.title), offers, memory)

    def _offer_procedures(self, heard: Heard, aspect: Aspect | None, memory: Memory) -> Turn:
        found = heard.found[:OFFERED]
        offers = [Offer(f.title, {"procedure": f.id} | _aspect(aspect)) for f in found]
        offers.append(Offer(say("none_of_these"), {"none": "true"}))
        named = [{"id": f.id, "title": f.title, "sheet": f.sheets[0] if f.sheets else ""} for f in found]
        return self._ask("procedure", say("which_procedure"), offers, replace(memory, question=heard.text), named)

    @staticmethod
    def _ask(
        reason: str, prompt: str, offers: Sequence[Offer], memory: Memory, named: Sequence[frames.Frame] = ()
    ) -> Turn:
        named = [*named, *([None] * (len(offers) - len(named)))]
        options = [frames.option(o.label, dict(o.entities), n) for o, n in zip(offers, named, strict=True)]
        return Turn(replace(memory, pending=tuple(offers)), frames=(frames.choices(reason, prompt, options),))


def _aspect(aspect: Aspect | None) -> dict[str, str]:
    return {"aspect": aspect.value} if aspect else {}


def _told(memory: Memory, text: str) -> str:
    """What was said about the procedure in hand, the oldest forgotten first."""
    return f"{memory.question} {text}".strip()[-_KEPT:]


def _with_option(case: tuple[str, ...], option: str) -> tuple[str, ...]:
    """The case with an option taken, in place of another answer to the same question."""
    question = option.rpartition(".")[0]
    return (*(taken for taken in case if taken.rpartition(".")[0] != question), option)


def _case(memory: Memory) -> dict[str, str]:
    """The options taken, by the choice that each belongs to: an option's id is its choice's and its own part."""
    return {option.rpartition(".")[0]: option for option in memory.case}
