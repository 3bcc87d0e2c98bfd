"""The actions that steer a walk: adapters between Rasa's tracker and the dialogue, which decides."""

from __future__ import annotations

from rasa_sdk import Action, Tracker

from actions.answer import Speaking, dialogue
from actions.memory import heard, remembered
from guichet.dialogue.turn import Turn


class ActionRepeat(Speaking, Action):
    """Says the last answer or question again."""

    def name(self) -> str:
        """The name that rules call it by."""
        return "action_repeat"

    def turn(self, tracker: Tracker) -> Turn:
        """The same answer for the same memory."""
        return dialogue().steering.again(remembered(tracker))


class ActionBack(Speaking, Action):
    """Goes back to the question before."""

    def name(self) -> str:
        """The name that stories call it by."""
        return "action_back"

    def turn(self, tracker: Tracker) -> Turn:
        """The state before the last answer, unless the words say what it should have been."""
        return dialogue().back(heard(tracker), remembered(tracker))


class ActionCancel(Speaking, Action):
    """Leaves the procedure in hand."""

    def name(self) -> str:
        """The name that stories call it by."""
        return "action_cancel"

    def turn(self, tracker: Tracker) -> Turn:
        """Nothing in hand any more."""
        return dialogue().steering.cancel(remembered(tracker))


class ActionWhy(Speaking, Action):
    """Says what the answer to the open question changes."""

    def name(self) -> str:
        """The name that stories call it by."""
        return "action_why"

    def turn(self, tracker: Tracker) -> Turn:
        """The reason, and the question again."""
        return dialogue().steering.why(remembered(tracker))


class ActionUnsure(Speaking, Action):
    """Shows what each answer would lead to."""

    def name(self) -> str:
        """The name that stories call it by."""
        return "action_unsure"

    def turn(self, tracker: Tracker) -> Turn:
        """The branches side by side, and the question again."""
        return dialogue().unsure(heard(tracker), remembered(tracker))


class ActionResume(Speaking, Action):
    """Takes up what was left open, if anything was."""

    def name(self) -> str:
        """The name that stories call it by."""
        return "action_resume"

    def turn(self, tracker: Tracker) -> Turn:
        """The open question again; after a digression, nothing where none is open."""
        said, memory = heard(tracker), remembered(tracker)
        return dialogue().taken_up(said, memory) if said.intent == "resume" else dialogue().steering.resume(memory)
