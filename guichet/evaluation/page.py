"""The report that people read: one HTML file that needs nothing else. The words are in `locale/`, the markup apart."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from guichet.evaluation import linking, plots, rows, trust
from guichet.evaluation.figures import Figure, Report
from guichet.evaluation.intents import Understood, confusions
from guichet.evaluation.linking import Asked
from guichet.evaluation.whole import Examination, Wanted
from guichet.evaluation.words import hundredths, number, percent, points, say, words
from guichet.wording import french_date

_HERE = Path(__file__).parent
_WORST, _HARDEST, _CONFUSED, _MISREAD = 30, 12, 15, 12
#: The share of wrong answers under which the risk curve's sentence asks how much can be answered.
_RISK = 0.08


@dataclass(frozen=True)
class Confusion:
    """An intent taken for another, how often, and the sentence that did it with the most confidence."""

    meant: str
    heard: str
    count: int
    example: str


@dataclass(frozen=True)
class Trust:
    """Everything to draw of confidence; `risk` is absent when even the surest answers are riskier."""

    bins: Sequence[trust.Bin]
    gap: float
    curve: Sequence[trust.Point]
    safe: trust.Point | None
    here: trust.Point | None


@dataclass(frozen=True)
class View:
    """What the template shows."""

    report: Report
    examined: Examination
    before: Report | None
    left_out: tuple[str, ...]
    next: str


def view(examined: Examination, wanted: Wanted, before: Report | None) -> View:
    """The report of an examination, beside the figures of the model in service, where there is one."""
    told = [change.told for change in rows.changes(examined.report.figures, before)]
    what = (
        "no_model" if not examined.report.model else "worse" if "worse" in told and not examined.report.sample else None
    )
    what = what or ("promote" if "better" in told and not wanted.questions else "misses")
    return View(examined.report, examined, before, tuple(_left_out(examined, wanted)), say(f"next.{what}"))


def write(shown: View, path: Path) -> None:
    """The page in a file, replaced as a whole."""
    part = path.with_suffix(".part")
    part.write_text(render(shown), "utf-8")
    os.replace(part, path)


def render(shown: View) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "hundredths": hundredths,
        "points": points,
        "number": number,
        "margin": _margin,
    }
    environment.tests["series"] = lambda name: name.startswith("intents.series.")
    return environment.get_template("report.html").render(_context(shown))


def _context(shown: View) -> dict[str, Any]:
    examined, figures = shown.examined, shown.report.figures
    inside = linking.in_scope(examined.asked)
    return {
        "v": shown,
        "w": words(),
        "say": say,
        "name": rows.figure_name,
        "figures": figures,
        "css": (_HERE / "templates" / "report.css").read_text("utf-8"),
        "at": _moment(shown.report.at),
        "goals": rows.goals(figures),
        "outcomes": rows.outcomes(linking.in_scope(examined.served) or inside),
        "trust": _trust(inside),
        "plots": plots,
        "noise": rows.noise_rows(figures),
        "groups": {kind: rows.groups(figures, kind, examined.titles) for kind in ("authorship", "theme", "procedure")},
        "hardest": _HARDEST,
        "hard_intents": _hardest_intents(figures),
        "confused": _confused(examined.understood),
        "matrix": plots.matrix(confusions(examined.understood)),
        "misread": [found for found in examined.found if not found.right][:_MISREAD],
        "worst": linking.worst(examined.served or examined.asked, _WORST),
        "searches": {**examined.searches, "guichet": inside},
        "ranks": linking.ranks,
        "speed": linking.speed,
        "changes": rows.changes(figures, shown.before),
        "moment": _moment,
    }


def _trust(asked: Sequence[Asked]) -> Trust | None:
    if not asked:
        return None
    bins, curve = trust.reliability(asked), trust.risk_coverage(asked)
    answered = [a for a in asked if a.decision == "answer"]
    wrong = sum(not a.among(1) for a in answered)
    here = trust.Point(len(answered) / len(asked), wrong / len(answered), 0.0) if answered else None
    return Trust(bins, trust.gap(bins), curve, trust.coverage_at(curve, _RISK), here)


def _hardest_intents(figures: rows.Figures) -> list[tuple[str, Figure]]:
    found = [(name.split(".")[1], figure) for name, figure in figures.items() if name.startswith("intent.")]
    return sorted(((n, f) for n, f in found if f.value < 1), key=lambda pair: (pair[1].value, pair[0]))[:_HARDEST]


def _confused(understood: Sequence[Understood]) -> list[Confusion]:
    wrong = sorted((u for u in understood if not u.right), key=lambda u: -u.heard.confidence)
    counts = Counter((u.meant, u.heard.intent) for u in wrong)
    examples = {(u.meant, u.heard.intent): u.heard.text for u in reversed(wrong)}
    return [Confusion(*pair, count, examples[pair]) for pair, count in counts.most_common(_CONFUSED)]


def _left_out(examined: Examination, wanted: Wanted) -> list[str]:
    """What was not measured, and which command brings it."""
    found = []
    if not examined.report.model:
        found.append(say("left_out.no_model"))
    elif wanted.questions:
        found.append(say("left_out.questions_only"))
    if not wanted.cross_validation:
        found.append(say("left_out.cross_validation"))
    if wanted.sample:
        found.append(say("left_out.sample", sample=wanted.sample))
    return found


def _margin(figure: Figure) -> str:
    return f"{percent(figure.low, 0)} – {percent(figure.high, 0)}"


def _moment(at: str) -> str:
    """« 22 novembre 2026, 14 h 46 », here."""
    here = datetime.fromisoformat(at).astimezone()
    return f"{french_date(here.date().isoformat())}, {here:%H h %M}"
