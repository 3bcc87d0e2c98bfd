"""A project that trains in a second and says one sentence: models of it differ by that sentence alone."""

from __future__ import annotations

from pathlib import Path

from guichet.training import train

FILES = {
    "config.yml": """
recipe: default.v1
language: fr
assistant_id: tiny
pipeline:
  - name: KeywordIntentClassifier
policies:
  - name: RulePolicy
""",
    "domain.yml": """
version: "3.1"
intents: [greet]
""",
    "data/nlu/greet.yml": """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - bonjour
""",
    "data/rules/greet.yml": """
version: "3.1"
rules:
  - rule: on répond toujours
    steps:
      - intent: greet
      - action: utter_greet
""",
}

RESPONSES = """
version: "3.1"
responses:
  utter_greet:
    - text: "{sentence}"
"""


def write_project(root: Path, sentence: str) -> None:
    """Put the project in `root`, or change the sentence that it says."""
    for name, text in {**FILES, "data/responses/greet.yml": RESPONSES.format(sentence=sentence)}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def train_saying(root: Path, models: Path, sentence: str) -> Path:
    """The model that says this sentence."""
    write_project(root, sentence)
    return train(root, models)
