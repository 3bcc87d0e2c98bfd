"""A story that names what does not exist is told before training."""

from __future__ import annotations

import pytest

from guichet.catalogue.story_names import check_story_names
from guichet.settings import ROOT
from tests.catalogue.editor_project import write

DOMAIN = "intents: [greet, {affirm: {use_entities: []}}]\nactions: [action_answer]\n"
RESPONSES = "responses:\n  utter_goodbye:\n    - text: Au revoir\n"
STORY = """stories:
- story: visite
  steps:
  - intent: {intent}
  - or:
    - intent: affirm
  - action: {action}
"""


@pytest.mark.parametrize(
    ("intent", "action", "lines"),
    [
        ("greet", "utter_goodbye", []),
        ("nlu_fallback", "action_answer", []),
        (
            "gret",
            "utter_goodbye",
            ["data/stories/s.yml : stories « visite » : intention « gret » inconnue — vouliez-vous dire « greet » ?"],
        ),
        (
            "greet",
            "dire_merci",
            [
                "data/stories/s.yml : stories « visite » : réponse « dire_merci » inconnue — "
                "reprenez un nom de domain.yml ou de data/responses"
            ],
        ),
    ],
)
def test_a_name_is_known_or_told(tmp_path, intent, action, lines):
    write(tmp_path, "domain.yml", DOMAIN)
    write(tmp_path, "data/responses/r.yml", RESPONSES)
    write(tmp_path, "data/stories/s.yml", STORY.format(intent=intent, action=action))
    assert [str(problem) for problem in check_story_names(tmp_path)] == lines


def test_the_project_s_own_stories_name_what_exists():
    assert list(check_story_names(ROOT)) == []
