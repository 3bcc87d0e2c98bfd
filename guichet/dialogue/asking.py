"""Questions with buttons: shown, and remembered so that a typed answer works as well as a pressed one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from guichet import frames
from guichet.dialogue.turn import LEFT_ASIDE, Memory, Offer, Second, Turn
from guichet.wording import say


def ask(reason: str, prompt: str, offers: Sequence[Offer], memory: Memory, named: Sequence[frames.Frame] = ()) -> Turn:
    """A question with buttons; `named`: the procedures that the first of them stand for, else the offers tell."""
    known = [*named] or [_named(offer) if reason == "procedure" else None for offer in offers]
    procedures = [*known, *([None] * (len(offers) - len(known)))]
    options = [frames.option(o.label, dict(o.entities), n) for o, n in zip(offers, procedures, strict=True)]
    asked = replace(memory, pending=tuple(offers), asked=reason)
    # An event of the public API has three reasons; a commune is one of the citizen's circumstances.
    return Turn(asked, frames=(frames.choices("case" if reason == "commune" else reason, prompt, options),))


def _named(offer: Offer) -> frames.Frame | None:
    id = offer.entities.get("procedure")
    return {"id": id, "title": offer.label, "sheet": offer.entities.get("sheet", "")} if id else None


def about_what(memory: Memory) -> Turn:
    """Something is asked, and nothing says about which procedure."""
    return Turn(memory, frames=(frames.text(say("about_what")),))


def none_of_these(memory: Memory) -> Turn:
    """None of the buttons is wanted: no question is open any more."""
    return Turn(replace(memory, pending=(), asked=""), responses=("utter_none_of_these",))


def missed(turn: Turn, apology: str) -> Turn:
    """A question put again, after words that answer none of it; the second time in a row a person is offered too."""
    missed = replace(turn, missed=True)
    if turn.memory.missed:
        return missed.preceded(responses=("utter_rather_a_person",))
    return missed.preceded(frames.text(apology))


def keeping(second: Second, turn: Turn) -> Turn:
    """The turn, with the second question of the message kept and said to be: « on reprend » comes back to it."""
    left = Memory(procedure=second.id, sheet=second.id, question=second.text)
    kept = (left, *(memory for memory in turn.memory.aside if memory.procedure != second.id))
    promise = frames.text(say("second_question", title=second.title))
    return replace(turn.preceded(promise), memory=replace(turn.memory, aside=kept[:LEFT_ASIDE]))


def offered(shown: Sequence[frames.Frame], memory: Memory) -> Turn:
    """Frames that may end with buttons: remembered, unless a question of the walk is open and comes back after them."""
    if memory.stage in ("procedure", "case", "commune"):
        return Turn(memory, frames=tuple(frame for frame in shown if frame["kind"] != "choices"))
    last = shown[-1]
    if last["kind"] != "choices":
        return Turn(memory, frames=tuple(shown))
    offers = tuple(Offer(o["label"], json.loads(o["payload"].removeprefix("/choose"))) for o in last["options"])
    return Turn(replace(memory, asked="menu", pending=offers), frames=tuple(shown))
