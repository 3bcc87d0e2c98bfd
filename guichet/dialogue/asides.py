"""What is asked beside a procedure: a word, a form by its number, a letter, a simulator; leaves out recognising it."""

from __future__ import annotations

from collections.abc import Sequence

from guichet.around import frames as shown
from guichet.around.around import Around
from guichet.dialogue.asking import offered
from guichet.dialogue.turn import Heard, Memory, Turn
from guichet.frames import Frame, choices, person
from guichet.wording import say

#: What is said when no sheet explains the word, or has the form.
_NOTHING = {"ask_definition": "no_definition", "ask_form": "no_form"}


class Asides:
    """Answers from what surrounds the sheets; says nothing when unsure."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def reply(self, heard: Heard, memory: Memory) -> Turn | None:
        """The answer to a question that names a word, a form or a tool; None for any other."""
        found = self._found(heard, memory)
        if found:
            return offered(found, memory)
        nothing = self._nothing(heard)
        return Turn(memory, frames=(choices("menu", nothing, [person("lost")]),)) if nothing else None

    def _nothing(self, heard: Heard) -> str:
        """What to say of a form or a word that no sheet has."""
        unknown = self._around.unknown_forms(heard.text)
        if unknown:
            return str(shown.unknown_forms(unknown)["text"])
        asked = _NOTHING.get(heard.intent) if heard.decision == "none" else None
        return say(asked) if asked else ""

    def _found(self, heard: Heard, memory: Memory) -> Sequence[Frame]:
        meanings = self._around.definition(heard.text, memory.sheet)
        if meanings:
            return shown.definition(meanings)
        forms = self._around.form(heard.text)
        if forms:
            return shown.forms(forms)
        if self._around.unknown_forms(heard.text):
            return ()
        sheets = [sheet for found in heard.found for sheet in (found.id, *found.sheets)]
        tools = self._around.tools(heard.text, sheets)
        return (shown.tools(tools),) if tools else ()
