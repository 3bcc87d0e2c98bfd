"""What a schema can't say about one editor's sheet: dates, addresses, amounts without a source, long sentences.

Every rule takes the raw data, whatever its shape, and skips what `editor_structure` already refuses.
Comparing sheets with one another is left to `checker`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from guichet.catalogue import web_address
from guichet.catalogue.problem import Problem, excerpt, place
from guichet.procedure import Aspect

Steps = tuple["str | int", ...]

ASPECTS = tuple(aspect.value for aspect in Aspect)
#: Rasa takes any YAML under data/ where one of these is a key, at any depth, for training data.
RASA_KEYS = frozenset({"nlu", "rules", "stories", "responses"})
#: Beyond this, a sentence loses a reader who is ill at ease with administrative French.
MAX_WORDS = 35

_NUMBER = r"(?:\d[\d   .,]*|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente)"
_UNIT = r"(?:€|(?:euros?|centimes?|heures?|jours?|semaines?|mois|ans?|années?)\b)"
_ONE = r"une?[  ](?:euro|heure|semaine|mois|an|année)\b"
#: The marks of the project's example sheets, and the telephone numbers that ARCEP keeps for fiction.
MADE_UP = re.compile(
    r"\(exemple\)|\bvalbourg\b|\bcommune (?:fictive|imaginaire)\b"
    r"|(?:\b0|\+33[\s.]?)(?:1[\s.]?99[\s.]?00|2[\s.]?61[\s.]?91|3[\s.]?53[\s.]?01|4[\s.]?65[\s.]?71|5[\s.]?36[\s.]?49|6[\s.]?39[\s.]?98)"
    r"(?:[\s.]?\d\d){2}\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(rf"\b(?:{_NUMBER}[  ]?{_UNIT}|{_ONE})", re.IGNORECASE)


def check_content(data: Mapping[str, Any], name: str, today: date) -> list[Problem]:
    """The problems of one sheet, apart from its shape."""
    return [
        *_check_sources(data, name, today),
        *_check_source_use(data, name),
        *_check_summary(data, name),
        *_check_sections(data, name),
        *_check_addresses(data, name),
        *_check_sentences(data, name),
        *_check_options(data, name),
        *check_made_up(data, name),
        *rasa_keys(data, name),
    ]


def is_example(data: Any) -> bool:
    """Whether a sheet only shows how one is written: it is checked like the others, and never served unasked."""
    return "example" in _mapping(data)


def check_made_up(data: Any, name: str) -> Iterator[Problem]:
    """What is left of an example in a sheet that is no longer one: citizens would be told false facts."""
    for steps, text in () if is_example(data) else texts(data):
        if found := MADE_UP.search(text):
            cure = "mettez ce qui vaut chez vous, ou marquez la fiche « example: true » pour qu'elle ne soit pas servie"
            yield Problem(name, place(steps), f"reste de l'exemple ({_around(text, found)})", cure)


def sections(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every aspect of a sheet and of its cases, with its place."""
    for key, value in _mapping(node).items():
        if key in ASPECTS:
            yield (*steps, key), value
    for index, option in enumerate(_options(node)):
        yield from sections(option, (*steps, "cases", "options", index))


def texts(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Every text under `node`, with its place, in reading order."""
    if isinstance(node, str):
        yield steps, node
    for key, value in _children(node):
        yield from texts(value, (*steps, key))


def rasa_keys(data: Any, name: str, steps: Steps = ()) -> Iterator[Problem]:
    """Keys that would make Rasa take this file for training data."""
    for key, value in _children(data):
        if key in RASA_KEYS:
            what = "clé réservée à Rasa, qui prendrait ce fichier pour des données d'entraînement"
            yield Problem(name, place((*steps, key)), what, "changez de clé")
        yield from rasa_keys(value, name, (*steps, key))


def _check_sources(data: Mapping[str, Any], name: str, today: date) -> Iterator[Problem]:
    keys = [_mapping(source).get("key") for source in _sequence(data.get("sources"))]
    for index, source in enumerate(_sequence(data.get("sources"))):
        if keys[index] is not None and keys[index] in keys[:index]:
            what = f"en double ({excerpt(keys[index])})"
            yield Problem(name, place(("sources", index, "key")), what, "donnez une clé différente à chaque source")
        yield from _check_date(_mapping(source).get("verified_on"), name, ("sources", index, "verified_on"), today)


def _check_date(value: Any, name: str, steps: Steps, today: date) -> Iterator[Problem]:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return
    cure = "indiquez la date de votre dernière vérification (AAAA-MM-JJ)"
    try:
        day = date.fromisoformat(value)
    except ValueError:
        yield Problem(name, place(steps), f"n'existe pas au calendrier ({excerpt(value)})", cure)
        return
    if day > today:
        yield Problem(name, place(steps), f"dans le futur ({excerpt(value)})", cure)
    elif day.year < 2000:
        yield Problem(name, place(steps), f"trop ancien pour être une vérification ({excerpt(value)})", cure)


def _check_source_use(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    known = [str(_mapping(source).get("key")) for source in _sequence(data.get("sources"))]
    for steps, section in sections(data):
        for key in source_keys(section):
            if key not in known:
                what = f"{excerpt(key)} n'est pas une source de la fiche"
                cure = f"citez une clé de sources ({', '.join(known) or 'aucune pour le moment'})"
                yield Problem(name, place((*steps, "source")), what, cure)


def source_keys(section: Any) -> list[str]:
    """The sources a section cites, first the one to show."""
    cited = _mapping(section).get("source")
    return [key for key in (cited if isinstance(cited, list) else [cited]) if isinstance(key, str)]


def _check_summary(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    for steps, text in texts(data.get("summary"), ("summary",)):
        if found := AMOUNT.search(text):
            what = f"contient un montant ou une durée ({excerpt(found.group().strip())})"
            yield Problem(name, place(steps), what, "déplacez-le dans cost, delay ou validity, avec sa source")


def _check_sections(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    for steps, section in sections(data):
        if source_keys(section):
            continue
        for inner, text in texts(section, steps):
            if found := None if inner[-1] in ("url", "label") else AMOUNT.search(text):
                what = f"montant ou durée sans source ({excerpt(found.group().strip())})"
                where = place(steps)
                yield Problem(name, place(inner), what, f"ajoutez « source: » à {where}, avec une clé de sources")


def _check_addresses(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    for steps, text in texts(data):
        if steps[-1] == "url" and (reasons := web_address.refusal(text)):
            yield Problem(name, place(steps), f"{reasons[0]} ({excerpt(text)})", reasons[1])


def _check_sentences(data: Mapping[str, Any], name: str) -> Iterator[Problem]:
    shown = [(("summary",), data.get("summary")), *sections(data)]
    for steps, text in (found for where, node in shown for found in texts(node, where)):
        longest = max((len(sentence.split()) for sentence in re.split(r"[.!?;:\n]", text)), default=0)
        if longest > MAX_WORDS and steps[-1] != "url":
            what = f"phrase de {longest} mots ({excerpt(text, 40)})"
            yield Problem(name, place(steps), what, f"coupez-la : {MAX_WORDS} mots au plus")


def _check_options(node: Any, name: str, steps: Steps = ()) -> Iterator[Problem]:
    labels = [str(_mapping(option).get("label", "")).casefold().strip() for option in _options(node)]
    for index, label in enumerate(labels):
        if label and label in labels[:index]:
            where = place((*steps, "cases", "options", index, "label"))
            yield Problem(name, where, f"en double ({excerpt(label)})", "donnez un libellé différent à chaque réponse")
    for key, value in _children(node):
        yield from _check_options(value, name, (*steps, key))


def _around(text: str, found: re.Match[str]) -> str:
    """What is found, with the words before it that say where to look."""
    return excerpt(text[max(0, found.start() - 30) : found.end()])


def _options(node: Any) -> list[Any]:
    return _sequence(_mapping(_mapping(node).get("cases")).get("options"))


def _children(node: Any) -> list[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _sequence(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
