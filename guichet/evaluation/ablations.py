"""`python -m guichet.evaluation.ablations [QUESTIONS.jsonl]`: what each part of the search brings, in one run.

Each row is fitted anew without a part, on the project's questions; figures are cross-validated there, and measured on
the other questions when a file is given. The full-text search of SQLite is the reference point.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
from sklearn.model_selection import KFold

from guichet import settings
from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.catalogue.store import Catalogue
from guichet.evaluation.baselines import FullText
from guichet.evaluation.calibrate import Case, cases, fit_weights
from guichet.evaluation.question_set import read_jsonl
from guichet.search.engine import OFFERED, SearchEngine
from guichet.search.ranker import MEASURES

#: The words of sheets alone, what phrasings add, what meanings add, and what stands around.
_WORDS = ("sheet", "passage", "naming", "description", "coverage", "phrases", "label", "called", "prior", "editor")
_PHRASINGS = ("asked_words", "asked")
_MEANINGS = ("meaning", "meaning_called")
#: What each row keeps.
ROWS = {
    "mots des fiches": _WORDS,
    "+ phrases d'exemple": (*_WORDS, *_PHRASINGS),
    "+ sens des mots, sans phrases": (*_WORDS, *_MEANINGS),
    "+ phrases et sens des mots": (*_WORDS, *_PHRASINGS, *_MEANINGS, "meaning_asked"),
    "+ dossiers voisins (en service)": tuple(MEASURES),
    "sens des mots seul": (*_MEANINGS, "meaning_asked"),
}

Hits = Sequence[tuple[bool, ...]]


def main(paths: Sequence[str]) -> None:
    """Print the table."""
    catalogue = settings.load().catalogue_path
    engine = SearchEngine.open(catalogue)
    own = [question for question in load_questions(settings.ROOT) if question.expected]
    other = [question for path in paths for question in read_jsonl(Path(path)) if question.expected]
    click.echo(f"{len(own)} questions du projet en validation croisée, {len(other)} autres ; première / trois / quatre")
    full_text = FullText(Catalogue.open(catalogue).official())
    _tell("FTS5, bm25()", *(_searched(full_text.plain, questions) for questions in (own, other)))
    known, others = ([c for c in cases(engine, qs) if c.inside] for qs in (own, other))
    for name, kept in ROWS.items():
        few, few_others = ([_masked(case, kept) for case in some] for some in (known, others))
        _tell(name, _cross_validated(engine, few), _ranked(engine, few_others, fit_weights(few)))


def _masked(case: Case, kept: Sequence[str]) -> Case:
    values = case.measured.values * np.isin(MEASURES, kept)
    return replace(case, measured=replace(case.measured, values=values.astype(np.float32)))


def _cross_validated(engine: SearchEngine, known: Sequence[Case]) -> Hits:
    found: list[tuple[bool, ...]] = []
    for train, test in KFold(5, shuffle=True, random_state=0).split(known):
        weights = fit_weights([known[i] for i in train])
        found += _ranked(engine, [known[i] for i in test], weights)
    return found


def _ranked(engine: SearchEngine, known: Sequence[Case], weights: np.ndarray) -> Hits:
    ranked = (engine.best(case.measured.values @ weights.astype(np.float32), OFFERED) for case in known)
    return [tuple(bool(case.right[head]) for head, _ in best) for case, best in zip(known, ranked, strict=True)]


def _searched(rank: Callable[[str], list[str]], questions: Sequence[HeldOutQuestion]) -> Hits:
    return [tuple(sheet in question.expected for sheet in rank(question.text)[:OFFERED]) for question in questions]


def _tell(name: str, *columns: Hits) -> None:
    shares = [[sum(any(hits[:k]) for hits in found) / max(len(found), 1) for k in (1, 3, OFFERED)] for found in columns]
    click.echo(f"{name:<34}" + "   ".join(" ".join(f"{share:6.1%}" for share in some) for some in shares))


if __name__ == "__main__":
    main(sys.argv[1:])
