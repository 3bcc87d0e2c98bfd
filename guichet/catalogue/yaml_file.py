"""YAML files written by hand, read strictly and safely; what the data means is left to the callers.

The tree is built from the parser's events, never by a YAML constructor: no tag is obeyed, no alias is
followed, and every scalar stays the text that was typed ("2024-02-31", "01 02 03", "12:30"), except an
empty one, which is None. All the problems of a file are collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from guichet.catalogue.problem import Problem, excerpt

#: An editor's sheet is a few thousand characters; this leaves room for the longest list of questions.
MAX_BYTES = 300_000
#: Nested choices of a sheet go about twelve levels down; a file that digs deeper is a mistake or an attack.
MAX_DEPTH = 40

_SYNTAX_CURE = "vérifiez les retraits (des espaces, pas de tabulation), les tirets et les guillemets"
#: What the parser says in English, and what to do about it.
_SYNTAX_CURES = (
    ("mapping values are not allowed", "mettez entre guillemets le texte qui contient « : »"),
    ("tab character", "remplacez la tabulation par des espaces"),
    ("cannot start any token", "remplacez la tabulation par des espaces, ou mettez le texte entre guillemets"),
    ("unexpected end of stream", "refermez le guillemet ouvert plus haut"),
    ("expected ',' or", "refermez le crochet ou l'accolade ouverts plus haut"),
    ("could not find expected ':'", "ajoutez « : » après la clé, ou mettez le texte entre guillemets"),
)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, name: str, max_bytes: int = MAX_BYTES) -> tuple[Any, list[Problem]]:
    """The data of the file and its problems; the data is None where the file can't be read at all.

    `name` is the file's name in the messages. Never raises for what the file holds.
    """
    try:
        if path.stat().st_size > max_bytes:
            size = f"fait plus de {max_bytes // 1000} ko"
            return None, [Problem(name, "", size, "coupez-le en plusieurs fichiers, un par démarche")]
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem(name, "", "n'est pas en UTF-8", "enregistrez le fichier avec l'encodage UTF-8")]
    except OSError as error:
        return None, [Problem(name, "", f"illisible ({error.strerror})", "vérifiez les droits du fichier")]
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Any, list[Problem]]:
    """The same from a text."""
    builder = _Builder(name)
    try:
        value = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(name, error)]
    except (yaml.YAMLError, ValueError):
        what = "contient un caractère interdit (caractère de contrôle)"
        return None, [Problem(name, "", what, "retapez le passage copié d'un autre logiciel")]
    except _Refused as refusal:
        return None, [*builder.problems, refusal.problem]
    if value is None and not builder.problems:
        return None, [Problem(name, "", "vide", "remplissez-le ou supprimez-le")]
    return value, builder.problems


def _syntax(name: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = f"ligne {mark.line + 1}, colonne {mark.column + 1} :" if mark else ""
    cure = next((cure for symptom, cure in _SYNTAX_CURES if symptom in str(error.problem)), _SYNTAX_CURE)
    return Problem(name, where, "YAML mal formé", cure)


class _Refused(Exception):
    """What makes the whole file unusable; carries its problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Builder:
    """Turns the events of one document into dicts, lists and texts, and notes what is wrong on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []

    def document(self, events: Iterator[yaml.Event]) -> Any:
        """The value of the only document."""
        value = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "deuxième document (« --- »)", "gardez un seul document par fichier")
                value = self._node(next(events), events, 0)
        return value

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
        if depth > MAX_DEPTH:
            self._refuse(event, "trop de niveaux imbriqués", "simplifiez les cas")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "ancre ou renvoi YAML (« & », « * »)", "mettez le texte entre guillemets")
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, f"étiquette YAML {excerpt(event.tag)}", "mettez le texte entre guillemets")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, depth)
        empty = event.implicit[0] and event.value in ("", "~", "null")
        return None if empty else event.value

    def _sequence(self, events: Iterator[yaml.Event], depth: int) -> list[Any]:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, depth + 1))
        return items

    def _mapping(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "clé composée", "écrivez un mot simple avant les deux-points")
            key = self._node(event, events, depth + 1) or ""
            if key in mapping:
                self._note(event, f"clé {excerpt(key)} en double", "gardez-en une seule : l'autre serait perdue")
            mapping[key] = self._node(next(events), events, depth + 1)
        return mapping

    def _note(self, event: yaml.Event, what: str, cure: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.name, f"ligne {mark.line + 1}, colonne {mark.column + 1} :", what, cure))

    def _refuse(self, event: yaml.Event, what: str, cure: str) -> None:
        self._note(event, what, cure)
        raise _Refused(self.problems.pop())
