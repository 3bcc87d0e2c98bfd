"""What a shared position calls for: the offices around it, for what is in hand; leaves out which ones these are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from guichet import frames
from guichet.dialogue.counters import AROUND, HELPED, Counters
from guichet.dialogue.steering import Steering
from guichet.dialogue.turn import Memory, Turn
from guichet.dialogue.walking import LIST, Walking
from guichet.frames import Frame
from guichet.offices.frame import DIRECTORY_URL
from guichet.offices.nearness import point_in
from guichet.offices.records import Commune
from guichet.procedure import Aspect
from guichet.wording import say

_WHERE = Aspect.WHERE.value

#: Whoever was answered on these, or on the whole sheet, was told where to go.
_TOLD_WHERE = frozenset({"", LIST, _WHERE, Aspect.CONTACT.value})


class Near:
    """Answers a citizen who shares where they are; `walking` makes a walk that ends at the counters it is given."""

    def __init__(self, counters: Counters, walking: Callable[[Counters], Walking], steering: Steering) -> None:
        self._counters, self._walking, self._steering = counters, walking, steering

    def reply(self, words: str, memory: Memory) -> Turn:
        """The offices around the point that a channel wrote, and the commune remembered as if it had been said."""
        if not self._counters.available:
            return self._without_directory(memory)
        point = point_in(words)
        commune = self._counters.around(point) if point else None
        if point is None or commune is None:
            return self._nowhere(memory)
        turn = self._around(self._counters.seen_from(point), commune, memory)
        # In an open question, a commune's name would be taken for its answer.
        told = "commune" if turn.memory.office and not turn.memory.asked else "noted"
        return turn.preceded(_said(told, commune=commune.label))

    def elsewhere(self, text: str, memory: Memory) -> Turn | None:
        """The offices shown last, for another commune: « plutôt à Nice »; None when more is said, or no name."""
        if not memory.office or memory.asked or not self._counters.is_only_a_commune(text):
            return None
        return self._counters.answered(text, memory)

    def _around(self, counters: Counters, commune: Commune, memory: Memory) -> Turn:
        if memory.asked == "commune" and memory.office:
            return counters.chosen(commune.insee, memory)
        known = replace(memory, commune=commune.insee)
        if memory.sheet and memory.asked in ("", "case"):
            return self._for_sheet(counters, commune, known)
        return self._resumed(counters.show(AROUND, "", known))

    def _for_sheet(self, counters: Counters, commune: Commune, memory: Memory) -> Turn:
        """As if they had asked where to go: what the sheet says of it, the office, then what was open.

        Where one stands answers no question of the sheet: the card may have been lost, or the home be, elsewhere.
        """
        turn = self._walking(counters).open(memory.procedure, _WHERE, memory.digressing(_WHERE), "")
        known = memory.asked == "" and memory.aspect in _TOLD_WHERE
        said = [frame for frame in turn.frames if not (known and frame["kind"] in ("text", "answer"))]
        if any(frame["kind"] == "offices" for frame in said):
            return replace(turn, frames=tuple(said))
        question = [frame for frame in said if frame["kind"] == "choices"]
        told = [frame for frame in said if frame["kind"] != "choices"]
        last = turn.memory if question else replace(turn.memory, office=f"{HELPED} {say('helped')}")
        return replace(turn, memory=last, frames=(*told, *_helped(counters, commune), *question))

    def _nowhere(self, memory: Memory) -> Turn:
        """At sea, in another country, or no point at all: the name of the commune is asked for."""
        if memory.asked in ("procedure", "case"):
            return self._steering.resume(memory).preceded(_said("nowhere_now"))
        if memory.asked == "commune":
            return Turn(memory, frames=(_said("nowhere"),))
        asked = self._asked_for_sheet(memory) or f"{AROUND} "
        return Turn(replace(memory, asked="commune", pending=(), office=asked), frames=(_said("nowhere"),))

    def _asked_for_sheet(self, memory: Memory) -> str:
        """The office that the sheet in hand sends to; empty when it sends to none."""
        if not memory.sheet or memory.asked:
            return ""
        turn = self._walking(self._counters).open(memory.procedure, _WHERE, replace(memory, commune=""), "")
        return turn.memory.office

    def _without_directory(self, memory: Memory) -> Turn:
        """The official directory's own page; nothing would come of a commune's name here."""
        closed = replace(memory, asked="", pending=(), office="") if memory.asked == "commune" else memory
        return self._resumed(Turn(closed, frames=(_said("no_directory", url=DIRECTORY_URL),)))

    def _resumed(self, turn: Turn) -> Turn:
        """A turn beside the walk, then the open question if there is one."""
        is_open = turn.memory.asked in ("procedure", "case")
        return turn.followed(self._steering.resume(turn.memory)) if is_open else turn


def _helped(counters: Counters, commune: Commune) -> Sequence[Frame]:
    """Where someone helps with any procedure, for a sheet whose office the directory does not have."""
    found = counters.shown(HELPED, say("helped"), commune)
    return (_said("helped"), *found) if found else counters.shown("mairie", say("town_hall"), commune)


def _said(name: str, **values: str) -> Frame:
    return frames.text(say(f"near.{name}", **values))
