"""The phrasings by which editors teach the search: how citizens ask for a procedure or an official sheet.

Read from the editors' files; a model carries those it was trained with (`docs/decisions`, 0009). It checks nothing:
`guichet check` does.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from guichet.catalogue.example_files import EXAMPLES as SHEETS
from guichet.catalogue.example_files import phrasings
from guichet.errors import GuichetError

#: Phrasings by the id of an editor's procedure or of an official sheet.
Examples = Mapping[str, tuple[str, ...]]

PROCEDURES = Path("data", "procedures")

#: The file of a trained model that holds the phrasings it was taught with.
IN_MODEL = "phrasings.json"

#: Text stays text, as in `catalogue.yaml_file`, and no tag is obeyed; this one is fast, and says nothing of where.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_examples(root: Path) -> dict[str, tuple[str, ...]]:
    """Every phrasing of the project in `root`, everyday names too, in the order of the files.

    Raises `GuichetError` for a broken file.
    """
    found: dict[str, dict[str, None]] = {}
    for name, said in [*_of_procedures(root), *_of_sheets(root)]:
        found.setdefault(name, {}).update(dict.fromkeys(said))
    return {name: tuple(said) for name, said in found.items() if said}


def examples_in(model: Path) -> dict[str, tuple[str, ...]]:
    """The phrasings that a trained model carries. Raises `GuichetError` when it is not a model that has some."""
    try:
        with tarfile.open(model) as archive:
            for member in archive:
                if member.name.endswith(f"/{IN_MODEL}"):
                    return from_json(archive.extractfile(member).read())
    except (OSError, tarfile.TarError, ValueError) as error:
        raise GuichetError(f"{model} : modèle illisible ({error}) — lancez « guichet train »") from error
    raise GuichetError(f"{model} : ce modèle n'a pas d'exemples, il est trop ancien — lancez « guichet train »")


def to_json(examples: Examples) -> bytes:
    """The phrasings as bytes, for `from_json`."""
    return json.dumps(examples, ensure_ascii=False).encode()


def from_json(data: bytes) -> dict[str, tuple[str, ...]]:
    """The phrasings that `to_json` wrote. Raises `ValueError`."""
    return {name: tuple(said) for name, said in json.loads(data).items()}


def example_paths(root: Path) -> list[Path]:
    """The files of phrasings of official sheets."""
    return sorted((root / SHEETS).glob("*.yml"))


def _of_procedures(root: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted((root / PROCEDURES).rglob("*.y*ml")):
        data = _read(path)
        yield data.get("id", ""), [*_words(data.get("names")), *_words(data.get("examples"))]


def _of_sheets(root: Path) -> Iterator[tuple[str, list[str]]]:
    for path in example_paths(root):
        for sheet, examples in _read(path).items():
            yield sheet, _words(examples)


def _words(examples: Any) -> list[str]:
    return [" ".join(words.split()) for _, words in phrasings(examples) if words.strip()]


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_bytes(), Loader=_LOADER) or {}
        if isinstance(data, dict):
            return data
    except (yaml.YAMLError, UnicodeDecodeError):
        pass
    raise GuichetError(f"{path} : YAML illisible — lancez « guichet check » pour savoir où")
