"""What the page offers before the first question, by theme: `data/widget/starters.yml` read, or told what is wrong.

Leaves out whether a procedure is in the catalogue in service: who shows the starters knows that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import msgspec

from guichet.catalogue.problem import Problem, excerpt, place
from guichet.errors import GuichetError
from guichet.yaml_shape import Found, Steps, items, keys, read_shaped, text

#: Where the file is, from the project's folder.
STARTERS = Path("data", "widget", "starters.yml")

#: Characters: a label is a button on a phone; a text is a message.
MAX_LABEL, MAX_TEXT = 60, 200

_TOP, _THEME, _STARTER = ("themes",), ("id", "title", "starters"), ("label", "procedure", "text")


class Starter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button: its words, and the procedure it opens, or else the text it sends."""

    label: str
    procedure: str = ""
    text: str = ""


class Theme(msgspec.Struct, frozen=True):
    """A few starters under one title."""

    id: str
    title: str
    starters: tuple[Starter, ...]


def load_starters(path: Path) -> tuple[Theme, ...]:
    """The themes of the file, in its order; none where there is no file. Raises `GuichetError`."""
    if not path.is_file():
        return ()
    data, problems = _read(path)
    if problems:
        raise GuichetError(f"{problems[0]} ({len(problems)} en tout : lancez « guichet check »)")
    return msgspec.convert(data["themes"], tuple[Theme, ...])


def check_starters(path: Path, procedures: Collection[str] | None = None) -> list[Problem]:
    """Every problem of the file, if there is one; `procedures`: the ids that may be opened, None when not known."""
    if not path.is_file():
        return []
    data, problems = _read(path)
    return problems or list(_unknown(data, _name(path), procedures))


def _name(path: Path) -> str:
    return "/".join(path.parts[-len(STARTERS.parts) :])


def _read(path: Path) -> tuple[Any, list[Problem]]:
    return read_shaped(path, _name(path), _problems)


def _problems(data: Any) -> Iterator[Found]:
    yield from keys(data, (), _TOP)
    yield from _list(data, (), "themes")
    seen: set[object] = set()
    for steps, theme in items(data, (), "themes"):
        yield from keys(theme, steps, _THEME)
        yield from _texts(theme, steps, {"id": MAX_LABEL, "title": MAX_LABEL})
        yield from _list(theme, steps, "starters")
        if isinstance(theme, dict) and (id_ := theme.get("id")) in seen:
            yield (*steps, "id"), f"en double ({excerpt(id_)})", "donnez un autre id à l'un des deux thèmes"
        seen.add(theme.get("id") if isinstance(theme, dict) else None)
        for inner, starter in items(theme, steps, "starters"):
            yield from _starter(starter, inner)


def _starter(starter: Any, steps: Steps) -> Iterator[Found]:
    yield from keys(starter, steps, _STARTER)
    if not isinstance(starter, dict):
        return
    yield from _texts(starter, steps, {"label": MAX_LABEL})
    if ("procedure" in starter) == ("text" in starter):
        yield steps, "sans « procedure » ni « text », ou avec les deux", "gardez-en un, et un seul"
    yield from _texts(starter, steps, {k: MAX_TEXT for k in ("procedure", "text") if k in starter})


def _list(data: Any, steps: Steps, key: str) -> Iterator[Found]:
    if isinstance(data, dict) and not (isinstance(data.get(key), list) and data[key]):
        yield (*steps, key), "absent ou vide", "écrivez une liste (un tiret par ligne)"


def _texts(data: Any, steps: Steps, limits: dict[str, int]) -> Iterator[Found]:
    for key, limit in limits.items():
        yield from text(data.get(key) if isinstance(data, dict) else None, (*steps, key), limit)


def _unknown(data: Any, name: str, procedures: Collection[str] | None) -> Iterator[Problem]:
    for steps, theme in items(data, (), "themes"):
        for inner, starter in items(theme, steps, "starters"):
            wanted = starter.get("procedure")
            if procedures is not None and wanted is not None and wanted not in procedures:
                what = f"{excerpt(wanted)} n'est ni une fiche de data/procedures ni une fiche officielle"
                yield Problem(name, place((*inner, "procedure")), what, "vérifiez son identifiant")
