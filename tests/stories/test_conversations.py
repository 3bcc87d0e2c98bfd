"""The conversations of this folder, never trained on, go as written; and no situation is without an action.

Of a failure, `rasa test core --stories tests/stories --out var/stories` tells more, after `guichet train`.
"""

import itertools

import pytest
import yaml

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.core.agent import Agent
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from guichet.evaluation.policies import STORIES, try_conversations
from guichet.settings import ROOT
from guichet.training import silence, train

pytestmark = pytest.mark.model

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
STAGES = DOMAIN["slots"]["stage"]["values"]


@pytest.fixture(scope="module")
def model():
    return train(ROOT, ROOT / "models")


@pytest.fixture(scope="module")
def predict(model):
    """A function: what was last done, the stage it left, and an intent → the next action and how sure the policy is."""
    with silence():
        agent = Agent.load(str(model))

    def predicted(done, stage, intent):
        before = [heard("describe_situation"), ActionExecuted(done), SlotSet("stage", stage)] if done else []
        events = [ActionExecuted("action_listen"), *before, ActionExecuted("action_listen"), heard(intent)]
        tracker = DialogueStateTracker.from_events("c", events, agent.domain.slots)
        with silence():
            action, prediction = agent.processor.predict_next_with_tracker_if_should(tracker)
        return action.name(), max(prediction.probabilities)

    return predicted


def heard(intent):
    return UserUttered(intent, {"name": intent, "confidence": 1.0})


def test_every_conversation_goes_as_written(model):
    tried = try_conversations(model, STORIES)
    assert tried.conversations >= 30
    assert tried.failed == ()


def test_no_situation_is_left_to_the_fallback(predict):
    """Whatever is said, wherever the conversation stands and whatever the bot did before: sure, and never silent."""
    done = ["action_answer", "action_resume", "action_back", "action_danger", "action_request_human"]
    asked = itertools.product([None, *done], STAGES, [i for i in DOMAIN["intents"] if i != "restart"])
    found = {
        (done, stage, intent): predict(done, stage, intent) for done, stage, intent in asked if done or stage == "none"
    }
    assert {where for where, (action, sure) in found.items() if sure < 1 or action == "action_listen"} == set()


@pytest.mark.parametrize(
    ("done", "stage", "intent", "action"),
    [
        ("action_answer", "case", "danger", "action_danger"),
        ("action_answer", "case", "human_handoff", "action_request_human"),
        ("action_answer", "case", "thank", "utter_thank_walk"),
        ("action_answer", "answered", "thank", "utter_thank"),
        ("action_answer", "answered", "affirm", "utter_anything_else"),
        ("action_answer", "case", "affirm", "action_answer"),
        ("action_answer", "case", "dont_know", "action_unsure"),
        ("action_unsure", "case", "dont_know", "utter_still_unsure"),
        (None, "none", "ask_why", "utter_no_question"),
    ],
)
def test_what_is_said_where(done, stage, intent, action, predict):
    assert predict(done, stage, intent)[0] == action
