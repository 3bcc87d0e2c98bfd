"""`data/danger/dangers.yml` read into `Dangers`, or told in French all that is wrong with it.

What the words are worth is for the people who sign the file; only its form, its dates and its references are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from guichet.catalogue.editor_content import rasa_keys
from guichet.catalogue.official_ids import KnownSheets, check_sheet_ids
from guichet.catalogue.problem import Problem, excerpt, place
from guichet.catalogue.web_address import refusal
from guichet.catalogue.yaml_file import read_yaml
from guichet.danger import DANGERS, Call, Danger, Dangers, NextStep, Review
from guichet.errors import GuichetError
from guichet.expressions import ExpressionError, Expressions, plain, translate
from guichet.procedure import Source

_LEVELS = ("now", "soon")
_GUIDE = "voyez docs/detresse.md"

#: What each part of the file holds: key → how it is written. A final `?` marks what may be left out.
_TOP = {
    "sources": "map", "numbers": "map", "afterwards": "map", "default": "text", "dangers": "list",
    "lists?": "map", "spellings?": "map", "ignore?": "texts",
}  # fmt: skip
_SOURCE = {"title": "text", "url": "url", "date": "date", "producer": "text"}
_NUMBER = {"label": "text", "when": "text", "source": "text", "number?": "number", "link?": "url", "by?": "text"}
_DANGER = {
    "id": "text", "level": "text", "title": "text", "say": "text", "source": "text", "reviewed": "map",
    "expressions": "texts", "calls": "texts", "procedures": "list", "unless?": "texts",
}  # fmt: skip
_SHAPES = {"map": dict, "list": list, "texts": list}
_FORMS = {
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "écrivez une date AAAA-MM-JJ"),
    "number": (re.compile(r"\d[\d ]*\d"), 'écrivez des chiffres entre guillemets, « "31 14" »'),
}


def load_dangers(path: Path) -> Dangers:
    """The dangers of the file. Raises `GuichetError` with the first problem and the count."""
    data, problems = _read(path)
    if problems:
        raise GuichetError(f"{problems[0]} ({len(problems)} en tout : lancez « guichet check »)")
    return _dangers(data)


def check_dangers(path: Path, known_sheets: KnownSheets | None = None) -> list[Problem]:
    """Every problem of the file, in its own order; the sheets it offers are looked up where there is a catalogue."""
    data, problems = _read(path)
    for index, danger in enumerate(() if problems else data["dangers"]):
        offered = [step["sheet"] for step in danger["procedures"]]
        problems += check_sheet_ids(offered, _name(path), ("dangers", index, "procedures"), known_sheets)
    return problems


def _name(path: Path) -> str:
    """The file's name in messages: its place in the project."""
    return "/".join(path.parts[-len(DANGERS.parts) :])


def _read(path: Path) -> tuple[Any, list[Problem]]:
    name = _name(path)
    data, problems = read_yaml(path, name)
    if data is not None and not problems:
        problems = [Problem(name, *found) for found in _problems(data)] + list(rasa_keys(data, name))
    return data, problems


Found = tuple[str, str, str]


def _problems(data: Any) -> Iterator[Found]:
    """Where, what and the cure, first of the form; references are looked up only in a well-formed file."""
    found = list(_form(data))
    yield from found or _references(data)


def _form(data: Any) -> Iterator[Found]:
    yield from _fields(data, (), _TOP)
    if not isinstance(data, dict):
        return
    for key, shape in (("sources", _SOURCE), ("numbers", _NUMBER)):
        entries = data.get(key)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            yield from _fields(entry, (key, name), shape)
    yield from _fields(data.get("afterwards"), ("afterwards",), {"prompt": "text", "resume": "text"})
    for key in ("lists", "spellings"):
        entries = data.get(key)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            yield from _value(entry, (key, name), "texts")
    dangers = data.get("dangers")
    for index, danger in enumerate(dangers if isinstance(dangers, list) else ()):
        yield from _danger_form(danger, ("dangers", index))


def _danger_form(danger: Any, steps: tuple) -> Iterator[Found]:
    yield from _fields(danger, steps, _DANGER)
    if not isinstance(danger, dict):
        return
    yield from _fields(danger.get("reviewed"), (*steps, "reviewed"), {"by": "text", "on": "date"})
    listed = danger.get("procedures")
    for rank, step in enumerate(listed if isinstance(listed, list) else ()):
        yield from _fields(step, (*steps, "procedures", rank), {"sheet": "text", "label": "text"})
    if danger.get("level") not in _LEVELS:
        yield place((*steps, "level")), f"inconnu ({excerpt(danger.get('level'))})", f"mettez {' ou '.join(_LEVELS)}"


def _fields(data: Any, steps: tuple, shape: Mapping[str, str]) -> Iterator[Found]:
    """What is missing, unknown or badly written in one mapping."""
    if not isinstance(data, dict):
        yield place(steps) or "fichier", "doit être une suite de clés", _GUIDE
        return
    known = {key.rstrip("?"): form for key, form in shape.items()}
    for key, form in shape.items():
        if key in known and key not in data:
            yield place((*steps, key)), "absent", _GUIDE
        elif key.rstrip("?") in data:
            yield from _value(data[key.rstrip("?")], (*steps, key.rstrip("?")), form)
    for key in data:
        if key not in known:
            yield place((*steps, key)), "clé inconnue", f"clés possibles : {', '.join(known)}"


def _value(value: Any, steps: tuple, form: str) -> Iterator[Found]:
    where = place(steps)
    if form in _SHAPES:
        if not isinstance(value, _SHAPES[form]):
            yield where, "mal écrit", "mettez une liste, avec des tirets" if form != "map" else _GUIDE
        elif form == "texts":
            for index, item in enumerate(value):
                yield from _value(item, (*steps, index), "text")
    elif not isinstance(value, str) or not value.strip():
        yield where, "vide ou pas un texte", _GUIDE
    elif form in _FORMS and not _FORMS[form][0].fullmatch(value):
        yield where, f"mal écrit ({excerpt(value)})", _FORMS[form][1]
    elif form == "date" and not _in_calendar(value):
        yield where, f"n'existe pas au calendrier ({excerpt(value)})", _FORMS["date"][1]
    elif form == "url" and (refused := refusal(value)):
        yield (where, *refused)


def _in_calendar(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _references(data: Mapping[str, Any]) -> Iterator[Found]:
    yield from _expression_problems(data)
    ids = [danger["id"] for danger in data["dangers"]]
    if data["default"] not in ids:
        yield "default", f"{excerpt(data['default'])} n'est pas un danger", "mettez l'id d'un danger du fichier"
    for name, number in data["numbers"].items():
        yield from _known(number["source"], data["sources"], ("numbers", name, "source"), "sources")
        if ("number" in number) == ("link" in number):
            yield place(("numbers", name)), "ni numéro ni lien, ou les deux", "gardez number, ou link"
    for index, danger in enumerate(data["dangers"]):
        if danger["id"] in ids[:index]:
            yield place(("dangers", index, "id")), f"en double ({excerpt(danger['id'])})", "donnez un autre id"
        if not danger["calls"]:
            yield place(("dangers", index, "calls")), "vide", "donnez au moins un numéro"
        yield from _known(danger["source"], data["sources"], ("dangers", index, "source"), "sources")
        for rank, call in enumerate(danger["calls"]):
            yield from _known(call, data["numbers"], ("dangers", index, "calls", rank), "numbers")


def _known(key: str, entries: Mapping[str, Any], steps: tuple, part: str) -> Iterator[Found]:
    if key not in entries:
        yield place(steps), f"{excerpt(key)} n'est pas dans {part}", f"citez une clé de {part}, ou ajoutez-la"


def _expression_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Each expression that can't be read, with its place."""
    groups = [(("lists", name), entries) for name, entries in data.get("lists", {}).items()]
    groups += [(("ignore",), data.get("ignore", ()))]
    for index, danger in enumerate(data["dangers"]):
        groups += [(("dangers", index, key), danger.get(key, ())) for key in ("expressions", "unless")]
    for steps, expressions in groups:
        for rank, expression in enumerate(expressions):
            try:
                translate(expression, data.get("lists", {}))
            except ExpressionError as error:
                yield place((*steps, rank)), f"{error} dans {excerpt(expression)}", _GUIDE


def _dangers(data: Mapping[str, Any]) -> Dangers:
    lists = data.get("lists", {})
    sources = {name: Source(s["title"], s["url"], s["date"], s["producer"]) for name, s in data["sources"].items()}
    calls = {name: _call(number, sources) for name, number in data["numbers"].items()}
    return Dangers(
        kinds=tuple(_danger(danger, sources, calls, lists) for danger in data["dangers"]),
        default=data["default"],
        prompt=data["afterwards"]["prompt"],
        resume=data["afterwards"]["resume"],
        ignore=Expressions.read(data.get("ignore", ()), lists),
        spellings={plain(t): plain(meant) for meant, typed in data.get("spellings", {}).items() for t in typed},
    )


def _call(number: Mapping[str, str], sources: Mapping[str, Source]) -> Call:
    chosen = {key: number.get(key, "") for key in ("number", "link", "by")}
    return Call(number["label"], number["when"], sources[number["source"]], **chosen)


def _danger(
    danger: Mapping[str, Any],
    sources: Mapping[str, Source],
    calls: Mapping[str, Call],
    lists: Mapping[str, list[str]],
) -> Danger:
    return Danger(
        id=danger["id"],
        level=danger["level"],
        title=danger["title"],
        say=" ".join(danger["say"].split()),
        calls=tuple(calls[name] for name in danger["calls"]),
        source=sources[danger["source"]],
        reviewed=Review(danger["reviewed"]["by"], danger["reviewed"]["on"]),
        procedures=tuple(NextStep(step["sheet"], step["label"]) for step in danger["procedures"]),
        expressions=Expressions.read(danger["expressions"], lists),
        unless=Expressions.read(danger.get("unless", ()), lists),
    )
