"""A conversation as the engine holds it: the last turns as events, what came before in few words.

Rasa's tracker keeps everything that ever happened and replays it several times a message. Nothing here reads that
far back: the policies look at the last states, the actions at slots and at what was said. It stores nothing itself.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import BotUttered, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from guichet.engine.history import History
from guichet.engine.remembering import shorten

#: Turns that are held as events, and turns of which what was said is known. The policies look two states back, past
#: those that only rules know; a person who takes over is told the last three procedures shown.
HELD, TOLD = 6, 20

#: The events that say what was said.
_SAID = (UserUttered, BotUttered, Restarted)


@dataclass(frozen=True)
class Turn:
    """What a message changed. `slots`: their values before it; `events`: as dictionaries, ready for JSON."""

    slots: dict[str, Any]
    events: list[dict[str, Any]]

    def said(self) -> list[dict[str, Any]]:
        """Those that say what was said."""
        return [event for event in self.events if event["event"] in _SAID_NAMES]


_SAID_NAMES = {event.type_name for event in _SAID}


@dataclass
class _Past:
    """The turns before the present one, and their events."""

    turns: deque[Turn] = field(default_factory=lambda: deque(maxlen=TOLD))
    events: deque[list[Event]] = field(default_factory=lambda: deque(maxlen=HELD))


class Conversation(DialogueStateTracker):
    """A tracker of the last turns. `number`: how many turns it has had, stored ones only."""

    def __init__(self, sender_id: str, slots: Iterable[Any] | None, *rest: Any, **more: Any) -> None:
        super().__init__(sender_id, slots, *rest, **more)
        self.number = 0
        self._past = _Past()
        self._known = 0
        self._before: dict[str, Any] = {}
        self._history = History(self.slots.values())

    def restore(self, turns: list[Turn], events: list[list[Event]], number: int) -> None:
        """Take up where these turns left it; `events` are those of the last turns, `HELD` at most."""
        for name, value in turns[-len(events)].slots.items():
            self.update(SlotSet(name, value))
        for event in (event for held in events for event in held):
            self.update(event)
        self._past.turns.extend(turns)
        self._past.events.extend(events)
        self.number = number
        self._settle()

    def turn(self) -> Turn | None:
        """What is new since the last turn that was stored; None where nothing is."""
        events = self._fresh()
        return Turn(self._before, [shorten(event).as_dict() for event in events]) if events else None

    def stored(self, turn: Turn) -> None:
        """The turn is stored: let go of what is further back than anyone looks."""
        self._past.turns.append(turn)
        self._past.events.append(self._fresh())
        self.number += 1
        head = [SlotSet(*slot) for slot in self._past.turns[-len(self._past.events)].slots.items()]
        self.events = deque([*head, *(event for held in self._past.events for event in held)])
        self._settle()

    def said(self) -> list[dict[str, Any]]:
        """What was said, the present turn included: events of users and of the bot, and new beginnings."""
        before = [event for turn in self._past.turns for event in turn.said()]
        return before + [event.as_dict() for event in self._fresh() if isinstance(event, _SAID)]

    def copy(self) -> Conversation:
        """The same, to be changed apart; Rasa's own replays every event for that."""
        twin = copy.copy(self)
        twin.events = deque(self.events)
        twin.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
        twin.active_loop = copy.copy(self.active_loop)
        twin._history = History(self.slots.values())
        return twin

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """As Rasa computes them, each once for all the policies that ask; what is given out may be changed."""
        if not omit_unset_slots:
            found = self._history.states(self.events, domain, ignore_rule_only_turns, rule_only_data)
            if found is not None:
                return found
        return super().past_states(domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data)

    def _fresh(self) -> list[Event]:
        return list(self.events)[self._known :]

    def _settle(self) -> None:
        self._known, self._history = len(self.events), History(self.slots.values())
        self._before = {name: slot.value for name, slot in self.slots.items() if slot.value != slot.initial_value}
