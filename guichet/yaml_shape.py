"""The shape of a file of entries written by hand: keys, texts, lists; what they mean is the caller's affair.

A check yields what it finds: the steps to the place, what is wrong there, and the cure, in French.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem, place
from guichet.catalogue.yaml_file import read_yaml

Steps = tuple[str | int, ...]
Found = tuple[Steps, str, str]


def read_shaped(path: Path, name: str, check: Callable[[Any], Iterator[Found]]) -> tuple[Any, list[Problem]]:
    """The data of the file and its problems, `name` being the file's name in them; whole and right without problems."""
    data, problems = read_yaml(path, name)
    if data is not None and not problems:
        problems = told(name, check(data))
    return data, problems


def told(name: str, found: Iterator[Found]) -> list[Problem]:
    """What was found in the file called `name`, as people read it."""
    return [Problem(name, place(steps), what, cure) for steps, what, cure in found]


def entries(data: Any, key: str, cure: str) -> Iterator[Found]:
    """What is wrong with the file when it is not one list under `key`."""
    yield from keys(data, (), (key,))
    if isinstance(data, dict) and not (isinstance(data.get(key), list) and data[key]):
        yield (key,), "absent ou vide", cure


def keys(data: Any, steps: Steps, known: Collection[str]) -> Iterator[Found]:
    """What is not a mapping of these keys."""
    if not isinstance(data, dict):
        yield steps or ("fichier",), "doit être une suite de clés", f"écrivez {', '.join(known)}"
        return
    for key in data:
        if key not in known:
            yield (*steps, key), "clé inconnue", f"gardez seulement {', '.join(known)}"


def text(value: Any, steps: Steps, limit: int) -> Iterator[Found]:
    """What is not a text of at most `limit` characters."""
    if not isinstance(value, str) or not value.strip():
        yield steps, "absent ou vide", "écrivez un texte"
    elif len(value) > limit:
        yield steps, f"trop long ({len(value)} caractères)", f"gardez {limit} caractères au plus"


def items(data: Any, steps: Steps, key: str) -> list[tuple[Steps, Any]]:
    """The elements of the list under `key` with their places; none where there is no list."""
    value = data.get(key) if isinstance(data, dict) else None
    return [((*steps, key, index), item) for index, item in enumerate(value if isinstance(value, list) else ())]
