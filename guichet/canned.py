"""The replies that agents have at hand, `data/desk/replies.yml`: read, checked and filled in.

Leaves out the replies that an administration changes in the desk: these are only the first ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem, excerpt
from guichet.errors import GuichetError
from guichet.yaml_shape import Found, Steps, entries, items, keys, read_shaped, text

#: Where the file is, from the project's folder.
REPLIES = Path("data", "desk", "replies.yml")

#: What a reply may leave open: the agent's first name, the procedure in hand, the request's number, the team.
PLACEHOLDERS = ("agent", "demarche", "reference", "equipe")

#: Characters, of each key of a reply; a text is one message.
LIMITS = {"id": 60, "title": 60, "shortcut": 20, "text": 1000}

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ID, _SHORTCUT = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"[a-z0-9]+")
_SPACES = "[ \u00a0\u202f]*"


@dataclass(frozen=True)
class Canned:
    """A reply that is chosen by its title, or by typing its shortcut."""

    id: str
    title: str
    text: str
    shortcut: str


def load_canned(path: Path) -> tuple[Canned, ...]:
    """The replies of the file, in its order; none where there is no file. Raises `GuichetError`."""
    if not path.is_file():
        return ()
    data, problems = _read(path)
    if problems:
        raise GuichetError(f"{problems[0]} ({len(problems)} en tout : lancez « guichet check »)")
    return tuple(Canned(**{key: reply[key].strip() for key in LIMITS}) for reply in data["replies"])


def check_canned(path: Path) -> list[Problem]:
    """Every problem of the file, if there is one."""
    return _read(path)[1] if path.is_file() else []


def unknown_placeholders(reply: str) -> list[str]:
    """What is between braces and would be shown as it is, in reading order."""
    return [name for name in _PLACEHOLDER.findall(reply) if name not in PLACEHOLDERS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The reply with its values; a placeholder without one goes with what it hung on, an unknown one stays."""
    for name in PLACEHOLDERS:
        if not values.get(name, "").strip():
            text = _without(text, name)
    # In one pass, so that braces in a value are only characters.
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _without(text: str, name: str) -> str:
    """The text as if nobody had thought of this placeholder: no empty brackets, double space or lonely comma."""
    hole = rf"\{{{name}\}}"
    text = re.sub(rf"{_SPACES}[(«]{_SPACES}{hole}{_SPACES}[)»]", "", text)
    text = re.sub(rf"(?m)^{hole}[,;:]?{_SPACES}", "", text)
    text = re.sub(rf"(?m){_SPACES}[,;:]?{_SPACES}{hole}(?={_SPACES}(?:[.!?…]|$))", "", text)
    return re.sub(rf"{_SPACES}{hole}", "", text)


def _read(path: Path) -> tuple[Any, list[Problem]]:
    return read_shaped(path, "/".join(path.parts[-len(REPLIES.parts) :]), _problems)


def _problems(data: Any) -> Iterator[Found]:
    yield from entries(data, "replies", "écrivez au moins une réponse (un tiret par réponse), ou supprimez le fichier")
    seen: set[tuple[str, str]] = set()
    for steps, reply in items(data, (), "replies"):
        yield from keys(reply, steps, tuple(LIMITS))
        if not isinstance(reply, dict):
            continue
        for key, limit in LIMITS.items():
            yield from text(reply.get(key), (*steps, key), limit)
        yield from _wording(reply, steps)
        for key in ("id", "title", "shortcut"):
            if (key, str(reply.get(key))) in seen:
                yield (*steps, key), f"en double ({excerpt(reply[key])})", "donnez-en un autre à l'une des deux"
            seen.add((key, str(reply.get(key))))


def _wording(reply: Mapping[str, Any], steps: Steps) -> Iterator[Found]:
    for key, form in (("id", _ID), ("shortcut", _SHORTCUT)):
        value = reply.get(key)
        if isinstance(value, str) and value.strip() and not form.fullmatch(value):
            cure = "gardez des minuscules sans accent et des chiffres, sans espace"
            yield (*steps, key), f"mal écrit ({excerpt(value)})", cure
    for name in unknown_placeholders(reply["text"]) if isinstance(reply.get("text"), str) else ():
        known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
        yield (*steps, "text"), f"{{{name}}} inconnu", f"mettez {known}, ou enlevez les accolades"
