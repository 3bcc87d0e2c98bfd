"""What to say to a message about a procedure, given what the conversation remembers.

Pure: it reads a catalogue that is handed in, and returns frames and what to remember. It knows no Rasa, no channel;
small talk is the dialogue rules' business, not its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from guichet import frames
from guichet.around.around import Around
from guichet.catalogue.plain import sheet_texts
from guichet.dialogue.asides import Asides
from guichet.dialogue.asking import about_what, ask, keeping, missed, none_of_these
from guichet.dialogue.counters import HELPED, Counters
from guichet.dialogue.intents import ASKING, FOLLOWING, wished
from guichet.dialogue.life import STEP
from guichet.dialogue.near import Near
from guichet.dialogue.requests import followed_up, which_request
from guichet.dialogue.steering import Steering
from guichet.dialogue.turn import Heard, Memory, Offer, Turn, lost
from guichet.dialogue.walking import LIST, Catalogue, Walking, aspect_entity, told, with_option
from guichet.language import fold
from guichet.matching import denies, place_in_list
from guichet.procedure import Aspect
from guichet.search.text import Analyzer, question_words
from guichet.wording import say

#: How many procedures are offered when torn.
OFFERED = 4

#: Up to so many words that carry a subject, a message in the middle of a question is taken for a try at answering it.
_SHORT = 3
#: Intents that only give a fact about the citizen: they answer the open question, they open no other procedure.
_FACTS = frozenset({"inform", "affirm", "deny", "choose"})

#: Who says so speaks of an earlier answer, not of the open question.
_CORRECTS = re.compile(r"\b(?:en fait|finalement|tromp\w+|erreur|correction)\b")

#: Who says so wants none of the buttons.
_NONE = re.compile(
    r"\baucune?s? (?:de|des|d'entre)\b|^\W*aucune?s?\W*$|\bni (?:\w+ ){1,3}ni\b|\bni l'une?\b"
    r"|\brien de (?:tout )?(?:ca|cela)\b|\bpas (?:celles?|ceux|celui)(?:-| )(?:la|ci)\b|\bautre chose\b"
)

#: What a button may ask of a sheet.
_WISHES = frozenset({LIST, *(aspect.value for aspect in Aspect)})


class Dialogue:
    """Answers about procedures."""

    def __init__(
        self, catalogue: Catalogue, analyzer: Analyzer, around: Around | None = None, counters: Counters | None = None
    ) -> None:
        self._catalogue, self._analyzer, self._counters = catalogue, analyzer, counters
        self._asides = Asides(around) if around else None
        self._walking = Walking(catalogue, analyzer, around, counters)
        self.steering = Steering(catalogue, self._walking)
        walking = partial(Walking, catalogue, analyzer, around)
        self._near = Near(counters, walking, self.steering) if counters else None
        self._asking = {analyzer.stem(word) for word in ASKING}
        self._following = {analyzer.stem(word) for word in FOLLOWING}

    def reply(self, heard: Heard, memory: Memory) -> Turn:
        """The turn that a message calls for, with the way back to what was before."""
        said = self._reply(heard, memory)
        turn = replace(said, memory=replace(said.memory.after(memory), missed=said.missed))
        return keeping(heard.second, turn) if heard.second and turn.memory.procedure else turn

    def unsure(self, heard: Heard, memory: Memory) -> Turn:
        """What a message that sounds like « je ne sais pas » calls for; some answer: « j'en ai pas »."""
        offer, rest = self._typed_offer(heard, memory)
        if offer is None:
            return self.steering.unsure(memory)
        turn = self._chosen(offer.entities, replace(memory, question=told(memory, rest)))
        return replace(turn, memory=turn.memory.after(memory))

    def back(self, heard: Heard, memory: Memory) -> Turn:
        """What « retour » calls for; « je me suis trompée, je suis née en France » says where to, at once."""
        corrected = self._walking.corrected(heard.text, memory) if memory.sheet and denies(heard.text) else None
        if corrected is None:
            return self.steering.back(memory)
        return replace(corrected, memory=corrected.memory.after(memory))

    def taken_up(self, heard: Heard, memory: Memory) -> Turn:
        """What « on reprend » calls for; « revenons au passeport » says of what."""
        named = {id for found in heard.found for id in (found.id, *found.sheets)}
        said = set(self._subject(heard.text))
        for left in memory.aside:
            sheet = self._catalogue.procedure(left.sheet)
            words = set(self._analyzer.terms(sheet.title)) if sheet else set()
            if said & words or (not said and {left.procedure, left.sheet} & named):
                turn = self._walking.open(left.procedure, "", memory, "")
                return replace(turn, memory=turn.memory.after(memory))
        return self.steering.taken_up(memory)

    def _reply(self, heard: Heard, memory: Memory) -> Turn:
        if heard.intent == "choose" and heard.entities:
            return self._chosen(heard.entities, memory)
        if heard.intent == "other_language":
            return self.steering.in_french(heard, memory)
        numbered = followed_up(heard.text, memory) if heard.intent == "ask_status" else None
        if numbered is not None:
            return self._and_resume(numbered)
        answered = self._answered(heard, memory) or self._beside(heard, memory)
        if answered is not None:
            return answered
        if heard.intent == "out_of_scope":
            return Turn(memory, responses=("utter_out_of_scope",))
        if memory.pending and heard.intent != "out_of_scope" and _NONE.search(fold(heard.text)):
            return none_of_these(memory)
        return self._asked(heard, memory)

    def _answered(self, heard: Heard, memory: Memory) -> Turn | None:
        """What follows from a message that answers the open question, or takes back an earlier answer."""
        if self._counters:
            memory = self._counters.heard(heard.text, memory)
        takes_back = memory.sheet and (denies(heard.text) or heard.intent in ("inform", "deny"))
        corrected = self._walking.corrected(heard.text, memory) if takes_back else None
        if corrected is not None and _CORRECTS.search(fold(heard.text)):
            return corrected
        offer, rest = self._typed_offer(heard, memory)
        if offer is not None:
            return self._chosen(offer.entities, replace(memory, question=told(memory, rest)))
        return corrected

    def _beside(self, heard: Heard, memory: Memory) -> Turn | None:
        """What follows from a message that names a commune, a word or a form, or asks for help with computers."""
        if self._counters and memory.asked == "commune":
            office = self._counters.answered(heard.text, memory)
            if office is not None:
                return office
            if heard.intent in ("inform", "nlu_fallback") and heard.decision != "answer":
                return self.steering.resume(memory).preceded(responses=("utter_commune_unknown",))
        elsewhere = self._near.elsewhere(heard.text, memory) if self._near else None
        if elsewhere is not None:
            return elsewhere
        if self._counters and memory.stage == "answered" and heard.intent == "inform":
            known = self._counters.heard(heard.text, memory)
            if known.commune != memory.commune or self._counters.names_a_commune(heard.text):
                return self._walking.sheet(known, Aspect.WHERE.value)
        if heard.intent == "ill_at_ease":
            return self._helped(memory).preceded(responses=("utter_ill_at_ease",))
        aside = self._asides.reply(heard, memory) if self._asides else None
        return aside.followed(self.steering.resume(aside.memory)) if aside and memory.asked else aside

    def _and_resume(self, turn: Turn) -> Turn:
        """A turn beside the walk, then the open question if there is one."""
        is_open = turn.memory.stage in ("procedure", "case", "commune")
        return turn.followed(self.steering.resume(turn.memory)) if is_open else turn

    def _helped(self, memory: Memory) -> Turn:
        """The counters where someone helps with computers; an open question comes first."""
        if memory.asked or self._counters is None:
            return self.steering.resume(memory)
        return self._counters.show(HELPED, say("helped"), memory)

    def _asked(self, heard: Heard, memory: Memory) -> Turn:
        """What follows from a message that asks something."""
        wish = LIST if heard.intent == "ask_checklist" else wished(heard.intent)
        subject = self._subject(heard.text)
        if memory.asked == "procedure" and wish is not None and not subject:
            return self._torn_about(wish, memory)
        if heard.decision == "none" and wish is not None and not subject and not memory.procedure:
            return about_what(memory)
        if self._counters and wish == Aspect.WHERE.value:
            memory = self._counters.heard(heard.text, memory)
        if memory.procedure and wish is not None and (not subject or wish == LIST):
            return self._digressed(wish, memory, heard.text)
        if heard.intent == "ask_status":
            return self._status(heard, memory)
        fact = self._tells_a_fact(heard, memory)
        if heard.decision == "answer" and not fact and (subject or wish is None):
            return self._walking.open(heard.found[0].id, wish or "", memory, heard.text)
        if memory.procedure and wish is not None and self._is_in(subject, memory):
            return self._digressed(wish, memory, heard.text)
        if memory.asked in ("procedure", "case") and (fact or len(subject) <= _SHORT):
            return self._ask_again(heard, memory)
        if fact and memory.sheet:
            return self._noted(heard, memory)
        if heard.decision == "choose":
            return self._offer_procedures(heard, wish or "", memory)
        return lost(memory)

    @staticmethod
    def _tells_a_fact(heard: Heard, memory: Memory) -> bool:
        """Whether a message tells of the citizen in what is going on, rather than asks for something else."""
        if heard.decision == "answer" and memory.asked == "procedure":
            return False
        takes_back = denies(heard.text) and memory.sheet and heard.decision != "answer"
        return bool((heard.intent in _FACTS or takes_back) and (memory.procedure or memory.pending))

    @staticmethod
    def _torn_about(wish: str, memory: Memory) -> Turn:
        """What is asked of a procedure, before it is known which: the same procedures again, for that."""
        offers = [replace(o, entities=dict(o.entities) | aspect_entity(wish)) for o in memory.pending]
        return ask("procedure", say("which_procedure"), offers, memory)

    def _digressed(self, wish: str, memory: Memory, text: str) -> Turn:
        """Something else about the procedure in hand: answered, then the open question comes back."""
        return self._walking.open(memory.procedure, wish, memory.digressing(wish), text)

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

    def _typed_offer(self, heard: Heard, memory: Memory) -> tuple[Offer | None, str]:
        """The button that a typed message means, if it clearly means one, and what else it says."""
        said = fold(heard.text).strip(" .!,")
        named = [offer for offer in memory.pending if said and f" {said} " in f" {fold(offer.label)} "]
        if len(named) == 1:
            return named[0], ""
        opens = heard.decision == "answer" and heard.intent not in _FACTS
        if not memory.pending or (opens and heard.found[0].id != memory.procedure):
            return None, ""
        place = place_in_list(heard.text, len(memory.pending))
        counted = heard.text.strip().isdecimal() and any(o.label[:1].isdecimal() for o in memory.pending)
        if place is not None and not counted:
            return memory.pending[place], ""
        offer, rest = self._walking.answering(heard.text, memory)
        if offer is None and place is not None:
            return memory.pending[place], ""
        places = heard.intent in ("inform", "choose", "ask_where") and "?" not in heard.text
        if offer is None and places and self._counters and self._counters.names_a_commune(heard.text):
            return self._walking.answering(say("in_france"), memory)
        return offer, rest

    def _chosen(self, entities: Mapping[str, str], memory: Memory) -> Turn:
        """What a button leads to; it says by itself of which sheet it speaks, so that an old one still works."""
        if entities.get("none"):
            return none_of_these(memory)
        if entities.get("commune") and self._counters:
            return self._counters.chosen(entities["commune"], memory)
        if "near" in entities and self._near:
            return self._near.reply(entities["near"], memory)
        wish = entities.get("aspect", "")
        wish = wish if wish in _WISHES or wish.startswith(STEP) else ""
        procedure = entities.get("procedure", "") or memory.procedure
        sheet = entities.get("sheet", "")
        if entities.get("option"):
            left = memory.left(procedure, sheet)
            state = memory if left is memory else replace(memory.opening(procedure), sheet=sheet)
            case = with_option(left.case if left else (), entities["option"])
            return self._walking.sheet(replace(state, case=case), wish)
        if sheet:
            left = memory.left(procedure, sheet) if wish.startswith(STEP) else None
            case = left.case if left else ()
            opened = replace(memory.opening(procedure), sheet=sheet, case=case, question=memory.question)
            return self._walking.sheet(opened, wish)
        return self._walking.open(procedure, wish, memory, memory.question)

    def _status(self, heard: Heard, memory: Memory) -> Turn:
        """Files are not seen from here; what the sheets say of following one is, where the words tell which."""
        requests = which_request(memory)
        if heard.decision == "none" or self._following.issuperset(self._subject(heard.text)):
            return self._and_resume(requests)
        return self._offer_procedures(heard, "", memory).preceded(*requests.frames)

    def _noted(self, heard: Heard, memory: Memory) -> Turn:
        """A fact told after an answer: the answer for it, or that it changes nothing."""
        aware = replace(memory, question=told(memory, heard.text))
        turn = self._walking.sheet(aware, memory.aspect)
        same = turn.memory.case == memory.case and not turn.memory.pending
        return Turn(aware, frames=(frames.text(say("same_answer")),)) if same else turn

    def _ask_again(self, heard: Heard, memory: Memory) -> Turn:
        """A few words that answer no button: kept, for they may settle a later question, and the question put again."""
        text, heeded = heard.text, say("noted" if heard.intent == "inform" else "not_an_option")
        if memory.asked == "procedure":
            aware = replace(memory, question=told(memory, text))
            return missed(self.steering.resume(aware), heeded)
        aware = replace(memory, question=told(Memory() if denies(text) else memory, text))
        turn = (
            self._walking.sheet(aware, memory.aspect)
            if memory.sheet
            else self._walking.open(memory.procedure, memory.aspect, aware, "")
        )
        same = turn.memory.pending == memory.pending
        return missed(turn, heeded) if same else turn

    def _offer_procedures(self, heard: Heard, wish: str, memory: Memory) -> Turn:
        found = heard.found[:OFFERED]
        offers = [Offer(f.title, {"procedure": f.id} | aspect_entity(wish)) for f in found]
        offers.append(Offer(say("none_of_these"), {"none": "true"}))
        named = [{"id": f.id, "title": f.title, "sheet": f.sheets[0] if f.sheets else ""} for f in found]
        return ask("procedure", say("which_procedure"), offers, replace(memory, question=heard.text), named)
