"""The states of a conversation as the policies see them, each computed once as the conversation goes on.

Rasa replays every event for each question a policy asks. What a state is, and which turns count, is Rasa's
(`Domain.states_for_tracker_history`); a conversation in which something was taken back is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.domain import Domain, State, SubState
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

#: After these nothing of before counts; after those, what counts depends on what follows.
_ANEW, _UNDOING = {Restarted, SessionStarted}, {ActionReverted, UserUtteranceReverted, ActiveLoop}


@dataclass(frozen=True)
class _Moment:
    """Before an action. `hidden`: only rules know the action; `goes_on`: and it is as visible as the one before."""

    state: State
    action: SubState | None
    hidden: bool
    goes_on: bool


class History:
    """The moments of a growing list of events; `slots`: those of the conversation."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self._slots = {slot.name: slot for slot in slots if slot.influence_conversation}
        self._walked = 0
        self._lost = False
        self._begin()

    def states(
        self, events: Sequence[Event], domain: Domain, visible: bool, rule_only: dict[str, Any] | None
    ) -> list[State] | None:
        """The states of these events, which begin with those of the last call; None where that can't be said here.

        `visible`: without the turns that only rules know. What is given out may be changed.
        """
        for event in islice(events, self._walked, None):
            self._walk(event, domain)
        self._walked = len(events)
        if self._lost:
            return None
        moments = [*self._moments, self._moment(domain, hidden=False)]
        return _visible(moments, domain, rule_only) if visible else [_copied(moment.state) for moment in moments]

    def _begin(self) -> None:
        self._moments: list[_Moment] = []
        self._tracker = DialogueStateTracker("", self._slots.values())

    def _walk(self, event: Event, domain: Domain) -> None:
        kind = type(event)
        self._lost = self._lost or kind in _UNDOING
        if kind in _ANEW:
            self._begin()
            return
        if kind is ActionExecuted:
            self._moments.append(self._moment(domain, event.hide_rule_turn))
        if kind is not BotUttered and not (kind is SlotSet and event.key not in self._slots):
            event.apply_to(self._tracker)

    def _moment(self, domain: Domain, hidden: bool) -> _Moment:
        tracker = self._tracker
        goes_on = bool(tracker.followup_action) or tracker.latest_action_name == tracker.active_loop_name
        return _Moment(domain.get_active_state(tracker), tracker.latest_action, hidden, goes_on)


def _visible(moments: list[_Moment], domain: Domain, rule_only: dict[str, Any] | None) -> list[State]:
    """As `Domain.states_for_tracker_history` has them for stories."""
    states: list[State] = []
    action, hidden = None, False
    for moment in moments:
        action = action if hidden else moment.action
        hidden = hidden if moment.goes_on else moment.hidden
        if hidden:
            continue
        state = _copied(moment.state)
        domain._remove_rule_only_features(state, rule_only)
        if states:
            domain._substitute_rule_only_user_input(state, states[-1])
        if action:
            state[PREVIOUS_ACTION] = dict(action)
        states.append(domain._clean_state(state))
    return states


def _copied(state: State) -> State:
    return {part: dict(values) for part, values in state.items()}
