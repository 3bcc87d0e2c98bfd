"""The names that stories and rules use, against those that exist: Rasa trains on a misspelt one with a mere warning.

Whether the steps agree with one another is left to `rasa data validate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem, excerpt
from guichet.catalogue.rasa_files import read_rasa_files

#: What Rasa itself does, without any domain.
_BUILT_IN = {
    "intent": ("nlu_fallback", "restart", "back", "session_start"),
    "action": ("action_listen", "action_restart", "action_session_start", "action_back", "action_default_fallback"),
}
_WORDS = {"intent": "intention", "action": "réponse"}
_HOME = {"intent": "nlu", "action": "responses"}


def check_story_names(root: Path) -> Iterator[Problem]:
    """Each intent and action of a story or a rule that neither the domain nor a response file has."""
    files = [(name, data) for name, data, _ in read_rasa_files(root) if isinstance(data, dict)]
    known = {key: set(names) for key, names in _BUILT_IN.items()}
    for _, data in files:
        known["intent"] |= {_name(intent) for intent in _sequence(data.get("intents"))}
        known["action"] |= {_name(action) for action in _sequence(data.get("actions"))}
        known["action"] |= set(data.get("responses") or ())
    for name, data in files:
        for kind in ("stories", "rules"):
            for told in _sequence(data.get(kind)):
                yield from _check(told, name, kind, known)


def _check(told: Any, name: str, kind: str, known: dict[str, set[str]]) -> Iterator[Problem]:
    title = told.get("story", told.get("rule", "")) if isinstance(told, dict) else ""
    for key, value in _steps(told):
        if value not in known[key]:
            close = get_close_matches(value, sorted(known[key]), n=1, cutoff=0.6)
            elsewhere = f"reprenez un nom de domain.yml ou de data/{_HOME[key]}"
            cure = f"vouliez-vous dire « {close[0]} » ?" if close else elsewhere
            yield Problem(name, f"{kind} {excerpt(title)} :", f"{_WORDS[key]} {excerpt(value)} inconnue", cure)


def _steps(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _WORDS and isinstance(value, str):
                yield key, value
            else:
                yield from _steps(value)
    for item in _sequence(node):
        yield from _steps(item)


def _name(entry: Any) -> str:
    """An entry of the domain is a name, or a name with its settings."""
    return str(next(iter(entry), "")) if isinstance(entry, dict) else str(entry)


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
