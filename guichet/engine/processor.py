"""Rasa's way from a message to its reply, without what it does for others and nobody here reads.

Steps and their order are Rasa's. docs/decisions/0011-the-engine-around-rasa.md says what is different, and why it can't
change what is answered.
"""

from __future__ import annotations

import json
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, RemoteAction
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine import loader
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from guichet.engine.conversation import Conversation
from guichet.engine.graph_runner import StraightRunner
from guichet.engine.remote_action import ServedAction

#: States that a prediction may depend on: the longest rule has three, and the memory policy looks at two.
SEEN = 6

#: Predictions that are remembered: some hundred situations make nearly all conversations.
ROOM = 5000


class TurnProcessor(MessageProcessor):
    """A model, and what answers with it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._predicted: OrderedDict[str, PolicyPrediction] = OrderedDict()

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, StraightRunner]:
        """The model in this file, with our runner. Raises what a file that is no model makes Rasa raise."""
        path = Path(model_path)
        with tempfile.TemporaryDirectory() as folder:
            metadata, runner = loader.load_predict_graph_runner(Path(folder), path, LocalModelStorage, StraightRunner)
        return path.name, metadata, runner

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """As Rasa does; actions of the action server are called in our way."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return self._served(action), prediction

    def _get_action(self, action_name: str) -> Action | None:
        return self._served(super()._get_action(action_name))

    def _served(self, action: Action | None) -> Action | None:
        return ServedAction(action.name(), self.action_endpoint) if type(action) is RemoteAction else action

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """The policies are asked once about a situation: they answer the same ever after."""
        if tracker.followup_action or not isinstance(tracker, Conversation):
            return super()._predict_next_with_tracker(tracker)
        key = self._situation(tracker)
        found = self._predicted.get(key)
        if found is None:
            found = super()._predict_next_with_tracker(tracker)
            self._predicted[key] = _again(found)
            if len(self._predicted) > ROOM:
                self._predicted.popitem(last=False)
        return _again(found)

    def _situation(self, tracker: Conversation) -> str:
        """All that the policies look at; the words are not: no rule and no story of a model here has any."""
        everything = tracker.past_states(self.domain)[-SEEN:]
        told = tracker.past_states(self.domain, ignore_rule_only_turns=True)[-SEEN:]
        for state in (*everything, *told):
            state.get("user", {}).pop("text", None)
        heard = tracker.latest_message.intent.get("name") if tracker.latest_message else None
        return json.dumps([everything, told, tracker.latest_action_name, tracker.active_loop_name, heard])

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """As Rasa does, without copies for its log; an action that could not be run ends the turn, unanswered."""
        if failure := getattr(action, "failure", None):
            raise failure
        tracker.update_with_events(prediction.events, self.domain)
        tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events or [], self.domain)

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Intents that the domain lacks are found by `guichet check`; Rasa builds an empty domain to look for them."""

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Slots hold what citizens said: they are in no log."""


def _again(found: PolicyPrediction) -> PolicyPrediction:
    """The same prediction, to be changed: its events take the time at which they are applied."""
    return PolicyPrediction(
        found.probabilities,
        found.policy_name,
        found.policy_priority,
        [type(event)._from_parameters(event.as_dict()) for event in found.events],
        is_end_to_end_prediction=found.is_end_to_end_prediction,
        is_no_user_prediction=found.is_no_user_prediction,
        hide_rule_turn=found.hide_rule_turn,
        action_metadata=found.action_metadata,
    )
