"""`data/desk/teams.yml` read as typed, or told in French all that is wrong with it; leaves out what a team does.

Hours are minutes since midnight; days count from Monday, 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from guichet.catalogue.problem import Problem, excerpt
from guichet.offices.departements import departements
from guichet.offices.openings import DAYS
from guichet.yaml_shape import Found, Steps, entries, items, keys, read_shaped, text

#: Where the file is, from the project's folder.
TEAMS = Path("data", "desk", "teams.yml")

#: Minutes, the least and the most that make sense: more is a mistake of unit.
LIMITS = {"patience_minutes": (1, 240), "away_minutes": (1, 60), "escalate_minutes": (0, 1440)}

_MAX_TEXT = 120
_TEXTS = ("id", "name", "departement")
_TEAM = (*_TEXTS, "week", "closures", "themes", *LIMITS, "escalate_to")
_CLOSURE = ("start", "end", "reason", "hours")
_TIME = r"(\d{1,2}) ?(?:[h:] ?(\d{2})?)?"
_RANGE = re.compile(rf"{_TIME} ?[-–—] ?{_TIME}")
_RANGE_CURE = "écrivez par exemple 9:00-12:00"
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")

Range = tuple[int, int]


def read_teams(path: Path) -> tuple[Any, list[Problem]]:
    """The data of the file and its problems; the data is whole and right where there is none."""
    return read_shaped(path, file_name(path), _problems)


def file_name(path: Path) -> str:
    """The file's name in messages: its place in the project."""
    return "/".join(path.parts[-len(TEAMS.parts) :])


def read_range(typed: str) -> Range:
    """« 9:00-12:00 », « 9 h 30 - 17 h » → minutes since midnight. Raises `ValueError`."""
    match = _RANGE.fullmatch(typed.strip().lower())
    if match is None:
        raise ValueError(typed)
    start, end = (int(hour) * 60 + int(minutes or 0) for hour, minutes in (match.group(1, 2), match.group(3, 4)))
    if end > 24 * 60 or any(int(minutes or 0) > 59 for minutes in match.group(2, 4)):
        raise ValueError(typed)
    return start, end


def read_days(key: str) -> range:
    """« lundi » or « lundi-vendredi » → the numbers of these days. Raises `ValueError` for a word that is no day."""
    first, _, last = key.replace(" ", "").lower().partition("-")
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    if not days:
        raise ValueError(key)
    return days


def unknown_themes(data: Mapping[str, Any], known: Collection[str]) -> Iterator[Found]:
    """The themes and procedures that a team gets and that are nowhere."""
    for index, team in enumerate(data["teams"]):
        for rank, theme in enumerate(team.get("themes") or ()):
            if theme not in known:
                what = f"{excerpt(theme)} n'est ni un thème ni une démarche du catalogue"
                yield ("teams", index, "themes", rank), what, "vérifiez cet identifiant"


def _problems(data: Any) -> Iterator[Found]:
    yield from entries(data, "teams", "décrivez au moins une équipe (un tiret par équipe)")
    taken: dict[tuple[str, str], int] = {}
    for index, (steps, team) in enumerate(items(data, (), "teams")):
        yield from keys(team, steps, _TEAM)
        if isinstance(team, dict):
            yield from _team(team, steps)
            yield from _doubles(team, steps, taken, index)


def _team(team: Mapping[str, Any], steps: Steps) -> Iterator[Found]:
    for key in _TEXTS:
        yield from text(team.get(key), (*steps, key), _MAX_TEXT)
    yield from _names(team, steps)
    yield from _week(team.get("week"), (*steps, "week"))
    for inner, closure in items(team, steps, "closures"):
        yield from _closure(closure, inner)
    for inner, theme in items(team, steps, "themes"):
        yield from text(theme, inner, _MAX_TEXT)
    yield from _minutes(team, steps)
    for inner, address in items(team, steps, "escalate_to"):
        if not (isinstance(address, str) and _EMAIL.fullmatch(address)):
            yield inner, f"n'est pas une adresse électronique ({excerpt(address)})", "écrivez nom@domaine.fr"
    for key in ("closures", "themes", "escalate_to"):
        if team.get(key) is not None and not isinstance(team[key], list):
            yield (*steps, key), "doit être une liste", "mettez un tiret devant chaque ligne, ou des crochets"


def _names(team: Mapping[str, Any], steps: Steps) -> Iterator[Found]:
    id_, departement = team.get("id"), team.get("departement")
    if isinstance(id_, str) and id_.strip() and not re.fullmatch(r"[a-z][a-z0-9_]*", id_):
        yield (*steps, "id"), f"mal écrit ({excerpt(id_)})", "gardez des minuscules sans accent, chiffres et « _ »"
    if isinstance(departement, str) and departement.strip() and departement not in departements():
        cure = 'écrivez son code, « "75" », « "2A" », « "974" »'
        yield (*steps, "departement"), f"inconnu ({excerpt(departement)})", cure


def _doubles(team: Mapping[str, Any], steps: Steps, taken: dict[tuple[str, str], int], index: int) -> Iterator[Found]:
    """An id, a name or a theme that another team has already; `taken` remembers them."""
    claims = [((*steps, key), key, team.get(key)) for key in ("id", "name")]
    claims += [(inner, "themes", theme) for inner, theme in items(team, steps, "themes")]
    for inner, kind, value in claims:
        if not isinstance(value, str):
            continue
        if (kind, value) in taken:
            what = f"en double ({excerpt(value)}, déjà à teams[{taken[kind, value]}])"
            yield inner, what, "gardez-le dans une seule équipe" if kind == "themes" else "donnez-en un autre"
        taken.setdefault((kind, value), index)


def _week(week: Any, steps: Steps) -> Iterator[Found]:
    if not isinstance(week, dict):
        yield steps, "absent ou mal écrit", "écrivez par exemple lundi-vendredi: [9:00-12:00, 14:00-17:00]"
        return
    given: set[int] = set()
    for key, ranges in week.items():
        try:
            days = set(read_days(key))
        except ValueError:
            cure = f"écrivez {', '.join(DAYS)}, ou du premier au dernier : lundi-vendredi"
            yield (*steps, key), "jour inconnu", cure
            continue
        if given & days:
            yield (*steps, key), f"{DAYS[min(given & days)]} est déjà plus haut", "ne donnez chaque jour qu'une fois"
        given |= days
        yield from _ranges(ranges, (*steps, key))


def _ranges(ranges: Any, steps: Steps) -> Iterator[Found]:
    """What is wrong with the hours of a day; nothing, or an empty list, is a day of rest."""
    if ranges is not None and not isinstance(ranges, list):
        yield steps, "doit être une liste", "mettez les horaires entre crochets : [9:00-12:00, 14:00-17:00]"
        return
    before: list[Range] = []
    for rank, typed in enumerate(ranges or ()):
        found = list(_range(typed, (*steps, rank)))
        yield from found
        if found:
            continue
        start, end = read_range(typed)
        if any(start < other_end and other_start < end for other_start, other_end in before):
            yield (*steps, rank), f"{excerpt(typed)} en recouvre un autre", "corrigez l'un des deux"
        before.append((start, end))


def _range(typed: Any, steps: Steps) -> Iterator[Found]:
    try:
        start, end = read_range(typed if isinstance(typed, str) else "")
    except ValueError:
        yield steps, f"horaire illisible ({excerpt(typed)})", _RANGE_CURE
        return
    if end <= start:
        what = f"finit avant de commencer ({excerpt(typed)})"
        yield steps, what, "pour passer minuit, coupez en deux : 22:00-24:00 ce jour, 0:00-6:00 le lendemain"


def _closure(closure: Any, steps: Steps) -> Iterator[Found]:
    yield from keys(closure, steps, _CLOSURE)
    if not isinstance(closure, dict):
        return
    yield from text(closure.get("reason"), (*steps, "reason"), _MAX_TEXT)
    wrong = list(_date(closure.get("start"), (*steps, "start")))
    if "end" in closure:
        wrong += _date(closure["end"], (*steps, "end"))
    yield from wrong
    if not wrong and closure.get("end", closure["start"]) < closure["start"]:
        yield (*steps, "end"), "avant le premier jour", "mettez le dernier jour de fermeture"
    if "hours" in closure:
        yield from _range(closure["hours"], (*steps, "hours"))


def _date(value: Any, steps: Steps) -> Iterator[Found]:
    try:
        right = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value or "")) and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        right = False
    if not right:
        yield steps, f"date absente ou impossible ({excerpt(value or '')})", "écrivez une date AAAA-MM-JJ"


def _minutes(team: Mapping[str, Any], steps: Steps) -> Iterator[Found]:
    for key, (least, most) in LIMITS.items():
        value = team.get(key)
        if value is None:
            continue
        if not (isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value) and least <= int(value) <= most):
            cure = f"écrivez un nombre de minutes, de {least} à {most}"
            yield (*steps, key), f"impossible ({excerpt(value)})", cure
    if (team.get("escalate_minutes") not in (None, "0")) != bool(team.get("escalate_to")):
        cure = "donnez les deux, escalate_minutes et escalate_to, ou aucun"
        yield (*steps, "escalate_to"), "sans délai, ou délai sans adresse", cure
