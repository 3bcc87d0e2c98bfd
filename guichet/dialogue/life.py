"""Life events: their steps in order, and one step as a small sheet of its own that is walked like any other."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from guichet.around import frames as shown
from guichet.around.around import Around
from guichet.around.life import LifeStep
from guichet.dialogue.asking import offered
from guichet.dialogue.turn import Memory, Turn
from guichet.frames import choices, option
from guichet.guide import applicable
from guichet.procedure import Procedure
from guichet.wording import say

#: The type of the sheets that have steps.
LIFE_EVENT = "life_event"

#: The wish, in `Memory.aspect`, for one step of a life event: this and its number.
STEP = "step:"


class LifeEvents:
    """Leads through the steps of a life event."""

    def __init__(self, around: Around) -> None:
        self._around = around

    def menu(self, sheet: Procedure, case: dict[str, str], memory: Memory) -> Turn | None:
        """The steps, one button each; None for a sheet that has none."""
        steps = self._steps(sheet, case)
        return offered([shown.life_event(sheet, steps)], memory) if steps else None

    def step(self, sheet: Procedure, wish: str, case: dict[str, str]) -> Procedure | None:
        """One step as a sheet; None when there is no such step."""
        steps, place = self._steps(sheet, case) if sheet.type == LIFE_EVENT else (), _place(wish)
        if not 0 <= place < len(steps):
            return None
        title = say("around.life_step", number=place + 1, title=steps[place].title)
        return msgspec.structs.replace(sheet, title=title, introduction=(), body=steps[place].blocks)

    def after(self, sheet: Procedure, wish: str, case: dict[str, str], memory: Memory) -> Turn:
        """The procedures of a step, and the next step."""
        steps, place = self._steps(sheet, case), _place(wish)
        buttons = [option(link.title, {"procedure": link.id}) for link in steps[place].procedures]
        if place + 1 < len(steps):
            following = say("around.life_next", title=steps[place + 1].title)
            entities = {"procedure": memory.procedure, "sheet": sheet.id, "aspect": f"{STEP}{place + 2}"}
            buttons.append(option(following, entities))
        return offered([choices("menu", say("around.life_then"), buttons)], memory) if buttons else Turn(memory)

    def _steps(self, sheet: Procedure, case: dict[str, str]) -> Sequence[LifeStep]:
        return self._around.life_steps(applicable(sheet, case))


def _place(wish: str) -> int:
    number = wish.removeprefix(STEP)
    return int(number) - 1 if number.isdecimal() and len(number) < 4 else -1
