"""What Rasa loses or ignores without a word in its own YAML; what it refuses aloud is left to `rasa data validate`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.catalogue.editor_content import rasa_keys
from guichet.catalogue.problem import Problem, place
from guichet.catalogue.yaml_file import read_yaml

FOLDERS = ("nlu", "rules", "stories", "responses")
MAX_BYTES = 2_000_000

_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class RasaExample:
    """A training sentence without its entity marks; `where` is its place in the file `path`."""

    path: str
    where: str
    intent: str
    text: str


def read_rasa_files(root: Path) -> Iterator[tuple[str, Any, list[Problem]]]:
    """`domain.yml` and each YAML of Rasa's folders: name, raw data, what makes it unreadable."""
    folders = [root / "data" / folder for folder in FOLDERS]
    paths = [root / "domain.yml", *(path for folder in folders for path in sorted(folder.rglob("*.y*ml")))]
    for path in paths:
        if path.is_file():
            name = path.relative_to(root).as_posix()
            yield name, *read_yaml(path, name, MAX_BYTES)


def read_examples(data: Any, name: str) -> Iterator[RasaExample]:
    """The training sentences of one file, in both of Rasa's notations."""
    blocks = data.get("nlu") if isinstance(data, dict) else None
    for index, block in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(block, dict) and isinstance(block.get("intent"), str):
            where = place(("nlu", index))
            for text in _sentences(block.get("examples")):
                yield RasaExample(name, where, block["intent"], _ENTITY.sub(r"\1", text).strip())


def _sentences(examples: Any) -> Iterator[str]:
    if isinstance(examples, str):
        lines = (line.strip() for line in examples.splitlines())
        yield from (line[1:].strip() for line in lines if line.startswith(("-", "*", "+")))
    for example in examples if isinstance(examples, list) else ():
        text = example.get("text") if isinstance(example, dict) else example
        if isinstance(text, str):
            yield text.strip()


def check_response_names(files: list[tuple[str, Any]]) -> Iterator[Problem]:
    """Rasa keeps one of two `utter_x` of two files, and doesn't say which."""
    seen: dict[str, str] = {}
    for name, data in files:
        responses = data.get("responses") if isinstance(data, dict) else None
        for key in responses if isinstance(responses, dict) else ():
            if key in seen:
                what = f"déjà dans {seen[key]} : Rasa en perdrait un sans le dire"
                yield Problem(name, place(("responses", key)), what, "gardez-en un seul")
            seen.setdefault(key, name)


def check_other_files(root: Path) -> Iterator[Problem]:
    """Other YAML under `data/`: Rasa looks into it too, takes it for its own at one key, ignores it if malformed."""
    for path in sorted((root / "data").rglob("*.y*ml")):
        if path.relative_to(root / "data").parts[0] not in (*FOLDERS, "procedures", "questions", "examples"):
            name = path.relative_to(root).as_posix()
            data, found = read_yaml(path, name, MAX_BYTES)
            yield from found
            yield from rasa_keys(data, name)
