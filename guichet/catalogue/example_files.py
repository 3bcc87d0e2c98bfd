"""The phrasings of official sheets in `data/examples`, and what an example is; what they teach is for the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem
from guichet.catalogue.yaml_file import read_yaml

EXAMPLES = Path("data", "examples")


def read_example_files(root: Path) -> Iterator[tuple[str, Any, list[Problem]]]:
    """Each file of `data/examples`: its name in messages, its raw data, what makes it unreadable."""
    for path in sorted((root / EXAMPLES).rglob("*.y*ml")):
        name = path.relative_to(root).as_posix()
        yield name, *read_yaml(path, name)


def phrasings(data: Any) -> list[tuple[int, str]]:
    """The words of each example of a list, with its place; what has none is left to the schema."""
    listed = data if isinstance(data, list) else ()
    return [(index, words) for index, example in enumerate(listed) if (words := phrasing(example))]


def phrasing(example: Any) -> str:
    """The words of an example: alone, or with who added them and when (`text`, `author`, `date`)."""
    words = example.get("text") if isinstance(example, dict) else example
    return words if isinstance(words, str) else ""
