"""The dialogue policy: what the stories did in the most similar situation; it weighs no features and guesses nothing.

Rasa's memoization answers only when the last turns are those of a story, word for word. This one looks less far back
until a story has been there, and keeps in view what is open (`stage`), which Rasa's augmented memoization forgets.
docs/decisions/0004-dialogue-policy.md says what that brings, measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from rasa.core.policies.memoization import MemoizationPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class LongestMemoryPolicy(MemoizationPolicy):
    """Does what the stories did after the longest past they share with the conversation, `max_history` states at most.

    Sure of itself (1.0) or silent (0.0): then the rules' fallback action speaks. It is never silent after an action.
    """

    def _create_lookup_from_states(
        self, trackers_as_states: list[list[State]], trackers_as_actions: list[list[str]]
    ) -> dict[str, str]:
        """Past, long or short → what the stories do most after it; nothing where they are evenly divided."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for states, actions in zip(trackers_as_states, trackers_as_actions, strict=True):
            for past in pasts(states):
                seen[self._create_feature_key(past)][actions[0]] += 1
        return {key: action for key, counts in seen.items() if (action := _most_common(counts))}

    def recall(
        self,
        states: list[State],
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None,
    ) -> str | None:
        """What the stories do after the longest past they know; else the bot listens, once it has done something."""
        known = (self._recall_states(past) for past in pasts(states))
        return next((action for action in known if action), _listens(states[-1]))


def pasts(states: list[State]) -> Iterator[list[State]]:
    """The same past ever shorter: whole, its end, the last turn whatever was open, what was done last, nothing."""
    for start in range(len(states) - 1):
        yield states[start:]
    if len(states) > 1:
        for aspects in ((USER, PREVIOUS_ACTION), (PREVIOUS_ACTION,)):
            yield [{aspect: states[-2].get(aspect, {}) for aspect in aspects}, states[-1]]
    yield states[-1:]


def _listens(state: State) -> str | None:
    """What to do where no story knows: without this, the fallback action would speak again and again in one turn."""
    done = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME)
    return ACTION_LISTEN_NAME if done not in (None, ACTION_LISTEN_NAME) else None


def _most_common(counts: Counter[str]) -> str | None:
    (first, often), *others = counts.most_common(2)
    return first if not others or often > others[0][1] else None
