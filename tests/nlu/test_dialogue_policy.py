"""The dialogue policy on a handful of hand-made pasts: what it keeps of them, what it does in one it has not seen."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from guichet.nlu.dialogue_policy import LongestMemoryPolicy, pasts


def state(intent, done="action_listen", stage="none"):
    return {"user": {"intent": intent}, "prev_action": {"action_name": done}, "slots": {"stage": stage}}


THANKED_THEN_NO = [state("thank", "utter_thank", "answered"), state("deny", stage="answered")]
ANSWERED_THEN_NO = [state("ask_cost", "action_answer", "answered"), state("deny", stage="answered")]
#: Pasts and what the stories did after each.
STORIES = [
    (THANKED_THEN_NO, "utter_goodbye"),
    (ANSWERED_THEN_NO, "utter_rephrase"),
    ([state("ask_delay", "action_answer", "answered"), state("deny", stage="answered")], "utter_rephrase"),
    ([state("help", "utter_help"), state("greet")], "utter_greet"),
    ([state("thank", "utter_thank"), state("greet")], "utter_greet_again"),
]


@pytest.fixture
def policy(tmp_path):
    context = ExecutionContext(GraphSchema({}), node_name="policy")
    config = LongestMemoryPolicy.get_default_config()
    made = LongestMemoryPolicy.create(config, LocalModelStorage.create(tmp_path), Resource("policy"), context)
    made.lookup = made._create_lookup_from_states([past for past, _ in STORIES], [[action] for _, action in STORIES])
    return made


def done(policy, *states):
    return policy.recall(list(states), None, None, None)


@pytest.mark.parametrize(("past", "action"), STORIES)
def test_a_past_of_the_stories_is_recalled(past, action, policy):
    assert done(policy, *past) == action


def test_an_older_past_that_no_story_has_does_not_matter(policy):
    assert done(policy, state("insult", "utter_insult"), *THANKED_THEN_NO) == "utter_goodbye"


def test_what_was_done_last_counts_more_than_what_was_said_last(policy):
    unseen = state("ask_recourse", "utter_thank", "answered")
    assert done(policy, unseen, state("deny", stage="answered")) == "utter_goodbye"


def test_a_past_that_no_story_has_is_what_most_stories_do_now(policy):
    unseen = state("ask_recourse", "utter_complaint", "answered")
    assert done(policy, unseen, state("deny", stage="answered")) == "utter_rephrase"


def test_where_stories_are_evenly_divided_it_is_silent(policy):
    assert done(policy, state("insult", "utter_insult"), state("greet")) is None


def test_after_an_action_that_no_story_follows_the_bot_listens(policy):
    """Else the fallback action speaks until Rasa stops the turn, ten times over."""
    assert (
        done(policy, state("dont_know", stage="case"), state("dont_know", "action_unsure", "answered"))
        == "action_listen"
    )


def test_what_is_open_is_never_forgotten(policy):
    assert done(policy, ANSWERED_THEN_NO[0], state("deny", stage="case")) is None


def test_pasts_go_from_the_longest_to_the_present_alone():
    states = [state("greet"), state("thank", "utter_thank"), state("deny")]
    last = {"user": {"intent": "thank"}, "prev_action": {"action_name": "utter_thank"}}
    assert list(pasts(states)) == [
        states,
        states[1:],
        [last, states[2]],
        [{"prev_action": last["prev_action"]}, states[2]],
        [states[2]],
    ]
    assert list(pasts(states[:1])) == [states[:1]]
