"""A project small enough to be checked in no time: two procedures, two intents, and questions kept to measure with."""

from __future__ import annotations

import shutil
from pathlib import Path

from guichet.settings import ROOT
from tests.catalogue.editor_project import VALID, project, write

POOL = "data/procedures/loisirs/carte_piscine.yml"
MUSEUM = "data/procedures/loisirs/carte_musee.yml"
INBOX = "data/examples/inbox.yml"
COST = "data/nlu/ask_cost.yml"

NLU = """\
version: "3.1"

nlu:
  - intent: ask_cost
    examples: |
      - combien ça coûte
      - c'est payant ?
"""
GREETINGS = NLU.replace("ask_cost", "greet").replace("combien ça coûte", "bonjour").replace("c'est payant ?", "salut")
HELD_OUT = """\
kind: question
procedure: carte_piscine
questions:
  - text: "La piscine est ouverte aux bébés nageurs le samedi ?"
    expected: [F1344]
"""


def small_project(root: Path) -> Path:
    """A project in which `guichet check` finds nothing."""
    project(root, {"sheets": ["F1344"]})
    museum = {"id": "carte_musee", "title": "Carte du musée", "names": ["carte musée", "musée gratuit"]}
    museum["examples"] = [example.replace("carte", "place au musée") for example in VALID["examples"]]
    project(root, museum, name=MUSEUM)
    for name, text in ((COST, NLU), ("data/nlu/greet.yml", GREETINGS), ("data/questions/piscine.yml", HELD_OUT)):
        write(root, name, text)
    write(root, "data/heldout/intents.yml", "ask_cost:\n  - faut-il sortir la carte bleue\n")
    for folder in ("danger", "desk", "widget"):
        shutil.copytree(ROOT / "data" / folder, root / "data" / folder)
    return root
