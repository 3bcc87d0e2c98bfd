"""What the editors' files rely on in the official feed: sheets, with the day they were read, and web addresses.

It reads files only: what the feed says is compared elsewhere. Example sheets are left out, since nobody is served them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guichet.catalogue.editor_content import is_example, sections, source_keys, texts
from guichet.catalogue.editor_structure import check_structure
from guichet.catalogue.editors import read_sheets
from guichet.catalogue.example_files import EXAMPLES
from guichet.catalogue.problem import place
from guichet.catalogue.question_files import QUESTIONS
from guichet.catalogue.yaml_file import read_yaml
from guichet.errors import GuichetError

_OFFICIAL = re.compile(r"service-public(?:\.gouv)?\.fr/.*?\b([FRN]\d+(?:-\d+)?)(?:[/?#]|$)")


@dataclass(frozen=True)
class Said:
    """The editor's own words in a section, and the official sheets it cites; `alone`: it cites nothing else."""

    words: str
    sheets: tuple[str, ...]
    alone: bool


@dataclass(frozen=True)
class Citation:
    """An official sheet that an editor's file rests on; `said`: what its sections that cite it say.

    `keys`: the sources of the file that lead there; `places`: the sections that cite them, none for the whole file.
    """

    file: str
    title: str
    sheet: str
    verified_on: str
    keys: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Address:
    """A web address that an editor's file gives to citizens."""

    file: str
    title: str
    where: str
    url: str


@dataclass(frozen=True)
class Mention:
    """An official sheet named by something else than an editor's sheet; `kind`: question or example."""

    kind: str
    file: str
    where: str
    sheet: str


@dataclass(frozen=True)
class Reliance:
    """All that the editors' sheets rely on; `files` is how many there are."""

    files: int
    citations: tuple[Citation, ...]
    addresses: tuple[Address, ...]


def read_reliance(root: Path) -> Reliance:
    """What the sheets of the project in `root` rely on. Raises `GuichetError` where one is not in order."""
    sheets = list(_valid_sheets(root))
    return Reliance(
        files=len(sheets),
        citations=tuple(citation for name, data in sheets for citation in _citations(name, data)),
        addresses=tuple(address for name, data in sheets for address in _addresses(name, data)),
    )


def read_mentions(root: Path) -> tuple[Mention, ...]:
    """What held-out questions and examples name. Raises `GuichetError` where a file does not read."""
    return (*_questions(root), *_examples(root))


def official_id(url: str) -> str:
    """The id that an address of Service-Public ends with (`F1344`, `R13630`); empty for any other address."""
    found = _OFFICIAL.search(url)
    return found.group(1) if found else ""


def address_key(url: str) -> str:
    """What two ways of writing the same address share: an official id, or the address without scheme or final slash."""
    if identifier := official_id(url):
        return identifier
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _valid_sheets(root: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, data, found in read_sheets(root):
        if is_example(data):
            continue
        for problem in found or check_structure(data, name):
            raise GuichetError(f"{problem} (lancez d'abord « guichet check »)")
        yield name, data


def _citations(name: str, data: Mapping[str, Any]) -> Iterator[Citation]:
    listed = [sheet["id"] if isinstance(sheet, dict) else sheet for sheet in data.get("sheets", ())]
    official = {source["key"]: official_id(source["url"]) for source in data["sources"]}
    for sheet in dict.fromkeys([*listed, *(id_ for id_ in official.values() if id_.startswith("F"))]):
        found = [source for source in data["sources"] if official[source["key"]] == sheet]
        keys = tuple(source["key"] for source in found)
        cited = [(steps, section) for steps, section in sections(data) if set(keys) & set(source_keys(section))]
        yield Citation(
            name,
            data["title"],
            sheet,
            min((source["verified_on"] for source in found), default=data["sources"][0]["verified_on"]),
            keys,
            tuple(place(steps) for steps, _ in cited),
            tuple(_said(section, official) for _, section in cited),
        )


def _said(section: Mapping[str, Any], official: Mapping[str, str]) -> Said:
    sheets = [official.get(key, "") for key in source_keys(section)]
    words = " ; ".join(text for _, text in texts(section))
    return Said(words, tuple(filter(None, sheets)), all(sheet.startswith("F") for sheet in sheets))


def _addresses(name: str, data: Mapping[str, Any]) -> Iterator[Address]:
    """Addresses of services and offices; a source is a page to read, and the official ones are citations."""
    for steps, text in texts(data):
        if steps[-1] == "url" and steps[0] != "sources":
            yield Address(name, data["title"], place(steps), text)


def _questions(root: Path) -> Iterator[Mention]:
    for path in sorted((root / QUESTIONS).rglob("*.y*ml")):
        name = path.relative_to(root).as_posix()
        for steps, text in texts(_read(path, name)):
            if "expected" in steps:
                yield Mention("question", name, place(steps), text)


def _examples(root: Path) -> Iterator[Mention]:
    for path in sorted((root / EXAMPLES).glob("*.y*ml")):
        name = path.relative_to(root).as_posix()
        data = _read(path, name)
        yield from (Mention("example", name, str(sheet), str(sheet)) for sheet in data if isinstance(data, dict))


def _read(path: Path, name: str) -> Any:
    data, problems = read_yaml(path, name)
    for problem in problems:
        raise GuichetError(f"{problem} (lancez d'abord « guichet check »)")
    return data
