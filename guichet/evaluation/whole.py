"""Everything measured of one model: what each room of this folder counts, put together as one report.

It draws nothing; `page` does. The bank calls `measure`; the command calls `examine`, which keeps the cases too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path

from guichet.catalogue.store import Catalogue
from guichet.dialogue.intents import settle
from guichet.evaluation import entities, intents, linking
from guichet.evaluation.baselines import FullText
from guichet.evaluation.entities import Found
from guichet.evaluation.figures import Figure, Report, share
from guichet.evaluation.intents import Understood
from guichet.evaluation.linking import Asked
from guichet.evaluation.policies import Tried, try_with
from guichet.evaluation.progress import Progress, silent
from guichet.evaluation.question_set import Question, own_questions, read_jsonl, sample_questions
from guichet.evaluation.trained_model import TrainedModel
from guichet.search.engine import SearchEngine
from guichet.search.examples import examples_in

STORIES = Path("tests", "stories")


@dataclass(frozen=True)
class Wanted:
    """What to measure besides the linker. `questions`: a JSONL file, else the project's own, and then all the rest.

    `sample`: so many cases of each kind at most. `noise`: each kind apart too. `search`: plain search beside.
    """

    questions: Path | None = None
    sample: int | None = None
    noise: bool = True
    search: bool = True
    cross_validation: bool = False


@dataclass(frozen=True)
class Examination:
    """What was measured, and every case behind it; what was not measured is empty.

    `served`: the questions as the whole service decides them. `searches`: the same through plain search, by name.
    `titles`: of the right sheets and of the procedures asked about, by id.
    """

    report: Report
    asked: tuple[Asked, ...]
    served: tuple[Asked, ...] = ()
    understood: tuple[Understood, ...] = ()
    found: tuple[Found, ...] = ()
    tried: Tried | None = None
    searches: dict[str, tuple[Asked, ...]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def measure(root: Path, model: Path, catalogue: Path, sample: int | None = None, progress: Progress = silent) -> Report:
    """The figures of one model, on everything that nothing trains on: what a promotion compares.

    Under a minute. Plain search, each kind of noise apart and cross-validation are the command's.
    Raises `GuichetError`.
    """
    return examine(root, model, catalogue, Wanted(sample=sample, noise=False, search=False), progress).report


def examine(
    root: Path, model: Path | None, catalogue: Path, wanted: Wanted, progress: Progress = silent
) -> Examination:
    """What `wanted` says, of `model`, or of the linker alone without one. Raises `GuichetError`."""
    engine = engine_of(catalogue, model)
    every = read_jsonl(wanted.questions) if wanted.questions else own_questions(root, catalogue)
    questions = sample_questions(every, wanted.sample)
    examined = _linked(engine, questions, catalogue, wanted, progress)
    if model is not None:
        progress("model", 0, 1)
        examined = _heard(examined, TrainedModel.open(model), root, wanted, progress)
    if wanted.cross_validation:
        examined = _with(examined, intents.cross_validation(root, progress))
    details = {
        "model": model.name if model else "",
        "at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "catalogue": len(engine.index.entries),
        "sample": wanted.sample is not None,
    }
    return replace(
        examined, report=Report(figures=examined.report.figures, **details), titles=_titles(examined, catalogue)
    )


def engine_of(catalogue: Path, model: Path | None) -> SearchEngine:
    """The search over this catalogue, taught by the examples of the model, or by those of data/ without one."""
    return SearchEngine.open(catalogue, examples_in(model) if model else None)


def _linked(
    engine: SearchEngine, questions: Sequence[Question], catalogue: Path, wanted: Wanted, progress: Progress
) -> Examination:
    """The linker alone, typed well and badly, beside plain search."""
    asked = linking.ask(engine, questions, progress)
    figures = linking.linker_figures(asked) | linking.group_figures(asked)
    figures |= linking.noise_figures(engine, asked, wanted.noise, progress)
    # Without a model, the search alone declines.
    figures["scope.declined"] = figures["scope.search_declined"]
    searches = _plain_search(asked, catalogue, progress) if wanted.search else {}
    for name, found in searches.items():
        figures |= {f"search.{name}.{what}": figure for what, figure in linking.ranks(found).items()}
    return Examination(Report("", "", 0, figures), tuple(asked), searches=searches)


def _plain_search(asked: Sequence[Asked], catalogue: Path, progress: Progress) -> dict[str, tuple[Asked, ...]]:
    opened = Catalogue.open(catalogue)
    full_text = FullText(opened.official())
    opened.close()
    inside = [a.question for a in linking.in_scope(asked)]
    ranks = {"fts5": full_text.plain, "fts5_title": full_text.weighted}
    return {name: tuple(linking.ask_baseline(name, rank, inside, progress)) for name, rank in ranks.items()}


def _heard(examined: Examination, model: TrainedModel, root: Path, wanted: Wanted, progress: Progress) -> Examination:
    """The same with the model: what the whole service decides, and all that is not the linker's."""
    progress("model", 1, 1)
    examined = _served(examined, model, progress)
    if wanted.questions is not None:
        return examined
    understood = intents.understand(model, root, wanted.sample, progress)
    found = entities.find(model, root, wanted.sample, progress)
    tried = try_with(model.agent, root / STORIES, wanted.sample)
    progress("conversations", 1, 1)
    figures = intents.intent_figures(understood) | entities.entity_figures(found) | _conversations(tried)
    return replace(_with(examined, figures), understood=tuple(understood), found=tuple(found), tried=tried)


def _served(examined: Examination, model: TrainedModel, progress: Progress) -> Examination:
    """Each decision once the intent is known too: small talk and the out of scope are refused."""
    heard = model.read([a.question.text for a in examined.asked], progress, "service")
    served = tuple(
        replace(a, decision=settle(h.settled, a.decision)) for a, h in zip(examined.asked, heard, strict=True)
    )
    figures = {f"service.{name}": figure for name, figure in linking.decisions(linking.in_scope(served)).items()}
    figures["scope.declined"] = share(a.decision == "none" for a in served if a.question.outside)
    return replace(_with(examined, figures), served=served)


def _conversations(tried: Tried) -> dict[str, Figure]:
    right = tried.conversations - len(tried.failed)
    return {
        "conversations.right": share([True] * right + [False] * len(tried.failed)),
        "conversations.actions": share([True] * (tried.actions - tried.wrong) + [False] * tried.wrong),
    }


def _with(examined: Examination, figures: dict[str, Figure]) -> Examination:
    report = examined.report
    return replace(examined, report=Report(report.model, report.at, report.catalogue, report.figures | figures))


def _titles(examined: Examination, catalogue: Path) -> dict[str, str]:
    """The titles of the right sheets and of the procedures asked about."""
    opened = Catalogue.open(catalogue)
    wanted = {name for a in examined.asked for name in (*a.question.expected, a.question.procedure) if name}
    titles = {sheet: opened.title(sheet) for sheet in sorted(wanted)}
    opened.close()
    return titles
