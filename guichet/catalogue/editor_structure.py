"""The shape of editors' files, told by `editor_schema.json`; rules a schema can't say are in `editor_content`.

The schema's own key `x-remede` holds the cure shown to editors; it is the only wording not made here.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from guichet.catalogue.problem import Problem, excerpt, place

SCHEMA_PATH = Path(__file__).with_name("editor_schema.json")

_TYPES = {"string": "un texte", "array": "une liste (des lignes qui commencent par un tiret)", "object": "des clés"}
_GENERIC_CURE = "corrigez d'après docs/editeurs.md"


@cache
def schema() -> dict[str, Any]:
    """The schema of editors' files, from the file that editing tools use too."""
    return json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


def check_structure(data: Any, name: str, definition: str = "") -> list[Problem]:
    """What the schema refuses in `data`, in reading order; `definition` names a `$defs` entry, else a sheet."""
    problems = [
        problem
        for error in sorted(_validator(definition).iter_errors(data), key=lambda error: [str(s) for s in error.path])
        for problem in _explain(error, name)
    ]
    return list(dict.fromkeys(problems))


@cache
def _validator(definition: str) -> Draft202012Validator:
    if not definition:
        return Draft202012Validator(schema())
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": schema()["$defs"]})


def _explain(error: ValidationError, name: str) -> list[Problem]:
    steps = list(error.absolute_path)
    if error.validator == "required":
        return _missing(error, name, steps)
    if error.validator == "additionalProperties":
        return _unknown(error, name, steps)
    return [Problem(name, place(steps), _finding(error), _cure(error))]


def _missing(error: ValidationError, name: str, steps: list[str | int]) -> list[Problem]:
    properties = error.schema.get("properties", {})
    return [
        Problem(name, place([*steps, key]), "absent", _resolved(properties.get(key, {})).get("x-remede", _GENERIC_CURE))
        for key in error.validator_value
        if key not in error.instance
    ]


def _unknown(error: ValidationError, name: str, steps: list[str | int]) -> list[Problem]:
    known = list(error.schema["properties"])
    return [
        Problem(name, place([*steps, key]), "clé inconnue", _did_you_mean(str(key), known))
        for key in error.instance
        if key not in known
    ]


def _did_you_mean(word: str, known: list[str]) -> str:
    close = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"vouliez-vous dire « {close[0]} » ?" if close else f"clés possibles : {', '.join(known)}"


def _finding(error: ValidationError) -> str:
    value, limit = error.instance, error.validator_value
    if value is None:
        return "vide"
    if error.validator == "type":
        return f"doit être {_TYPES.get(limit, limit)}"
    findings = {
        "minLength": f"trop court ({excerpt(value)}, au moins {limit} caractères)",
        "maxLength": f"trop long ({len(value) if isinstance(value, str) else 0} caractères, au plus {limit})",
        "minItems": f"trop peu d'éléments ({len(value) if isinstance(value, list) else 0}, au moins {limit})",
        "maxItems": f"trop d'éléments ({len(value) if isinstance(value, list) else 0}, au plus {limit})",
        "minProperties": "vide" if limit == 1 else "incomplet",
        "uniqueItems": "contient un doublon",
        "pattern": f"mal écrit ({excerpt(value)})",
        "enum": f"valeur inconnue ({excerpt(value)})",
    }
    return findings.get(str(error.validator), "mal écrit")


def _cure(error: ValidationError) -> str:
    if error.validator == "enum" and isinstance(error.instance, str):
        close = get_close_matches(error.instance, error.validator_value, n=1, cutoff=0.6)
        if close:
            return f"vouliez-vous dire « {close[0]} » ?"
    return error.schema.get("x-remede", _GENERIC_CURE)


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref", "")
    return {**schema()["$defs"].get(reference.rsplit("/", 1)[-1], {}), **node} if reference else node
