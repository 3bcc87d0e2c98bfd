"""The search a message goes through: which procedures its words point to, and how sure that is.

Sure → `answer`; torn → `choose`; lost → `none`. It knows nothing of dialogue: who asks decides what to do with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guichet.search.examples import Examples, load_examples
from guichet.search.index import SearchIndex
from guichet.search.learning import learn
from guichet.search.lexicon import Lexicon
from guichet.search.meaning import load_meanings
from guichet.search.query import Query, QueryReader
from guichet.search.ranker import ABSOLUTE, MEASURES, Calibration, Measured, load_calibration, measure
from guichet.search.text import Analyzer
from guichet.settings import ROOT

#: How many procedures a result names at most, and how many a citizen is asked to choose from.
LIMIT, OFFERED = 10, 4
#: How near a phrasing is when it is the same words, and how sure that makes.
_SAME, CERTAIN = 0.999, 0.98
#: How far in score it is then put before the others.
_BEFORE = 5.0
#: A word is alone in a message of so many words: « se pacser », « mon passeport ».
_ALONE = 2
#: How near the name of a procedure is when it is said in full, but for a word or two around it.
_NAMED = 0.85


@dataclass(frozen=True)
class Candidate:
    """A procedure the words may point to; `sheets` are its official sheets, the likeliest first.

    `score`: how likely it is among all procedures, between 0 and 1.
    """

    id: str
    sheets: tuple[str, ...]
    title: str
    score: float


@dataclass(frozen=True)
class SearchResult:
    """`decision`: answer, choose or none. `procedures`: best first, at most `LIMIT`, whatever the decision.

    `confidence`: how often the first one is right where a ranking looks like this one, between 0 and 1.
    """

    text: str
    decision: str
    procedures: tuple[Candidate, ...]
    confidence: float = 0.0

    def to_dict(self) -> dict[str, object]:
        """The result as the commands print it and as the dialogue reads it."""
        found = [
            {"id": c.id, "sheets": list(c.sheets), "title": c.title, "score": round(c.score, 4)}
            for c in self.procedures
        ]
        return {"text": self.text, "decision": self.decision, "procedures": found}


class SearchEngine:
    """Ranks the procedures of one index. Safe to share between threads: it changes nothing once built."""

    def __init__(
        self,
        index: SearchIndex,
        lexicon: Lexicon,
        concepts: Mapping[str, list[str]],
        calibration: Calibration,
        examples: Examples,
    ) -> None:
        analyzer = Analyzer(concepts)
        self.index = index = learn(index, examples, analyzer, load_meanings())
        self._calibration = calibration
        self._weights = np.asarray(calibration.weights, dtype=np.float32)
        self._reader = QueryReader(index, lexicon, analyzer, load_meanings())
        self._owner = _owners(index)
        self._heads = np.unique(self._owner)
        self._members: dict[int, list[int]] = {}
        for member in np.flatnonzero(self._owner != np.arange(len(self._owner))):
            self._members.setdefault(int(self._owner[member]), []).append(int(member))

    @classmethod
    def open(cls, catalogue_path: Path, examples: Examples | None = None) -> SearchEngine:
        """The engine of the catalogue in service, taught by `examples` (default: the project's own).

        Raises `GuichetError` when there is no catalogue.
        """
        from guichet.search.build import load_index

        index, lexicon, concepts = load_index(catalogue_path)
        taught = load_examples(ROOT) if examples is None else examples
        return cls(index, lexicon, concepts, load_calibration(len(index.entries)), taught)

    def search(self, text: str, limit: int = LIMIT) -> SearchResult:
        """The procedures that `text` points to, best first, and whether that is sure enough to answer."""
        query = self.read(text)
        if query.empty:
            return SearchResult(text, "none", ())
        measured = measure(self.index, query)
        scores = measured.values @ self._weights
        exact = self._asked_so(query, measured, alone=len(text.split()) <= _ALONE)
        if exact is not None:
            scores[exact] = scores.max() + _BEFORE
        best = self.best(scores, limit)
        decision, confidence = self._decide(self.evidence(query, measured, scores, best))
        if exact is not None:
            decision, confidence = "answer", max(confidence, CERTAIN)
        elif decision == "none" and self._is_named(query, measured, best[0][0]):
            decision = "choose"
        likelihoods = np.exp(np.asarray([score for _, score in best]) - _total(scores))
        found = [self._candidate(head, float(p), scores) for (head, _), p in zip(best, likelihoods, strict=True)]
        return SearchResult(text, decision, tuple(found), confidence)

    def read(self, text: str) -> Query:
        """The query that a message makes."""
        return self._reader.read(text)

    def stand_for(self, sheets: Iterable[str]) -> np.ndarray:
        """Which entries (a mask) are one of these official sheets, or are shown together with one."""
        wanted = set(sheets)
        owners = {self._owner[i] for i, entry in enumerate(self.index.entries) if wanted & {entry.id, *entry.sheets}}
        return np.isin(self._owner, list(owners))

    def best(self, scores: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """The best procedures as (entry, score): an editor's procedure is worth the best of its sheets."""
        grouped = scores.copy()
        for head, members in self._members.items():
            grouped[head] = max(grouped[head], scores[members].max())
        candidates = self._heads[np.argpartition(-grouped[self._heads], min(limit, len(self._heads) - 1))[:limit]]
        top = candidates[np.argsort(-grouped[candidates], kind="stable")]
        return [(int(head), float(grouped[head])) for head in top]

    def evidence(
        self, query: Query, measured: Measured, scores: np.ndarray, best: list[tuple[int, float]]
    ) -> np.ndarray:
        """What tells whether a ranking can be trusted, as a row of numbers.

        How likely the first and the offered ones are among all, and what is filed beside the first; its lead in score,
        and by each measure; by how many it leads; how much of the query is known, what its words speak for,
        and how long it is; its measures.
        """
        head, score = best[0]
        group = [head, *self._members.get(head, ())]
        top = max(group, key=lambda entry: scores[entry])
        likelihoods = np.exp(scores - _total(scores))
        offered = np.exp(np.asarray([value for _, value in best[:OFFERED]]) - _total(scores))
        beside = likelihoods[self.index.dossiers == self.index.dossiers[head]].sum()
        settled = float((likelihoods * np.log(likelihoods + 1e-12)).sum())
        gaps = [score - value for _, value in best[1:OFFERED]] + [0.0] * (OFFERED - len(best))
        leads = measured.leads(group)
        known = query.known / max(query.mass, 1e-9)
        told = [offered[0], offered.sum(), beside, settled, score, known, query.scope, float((leads >= 0).sum())]
        own = [*measured.absolute(top, query.mass), *measured.values[top, ABSOLUTE]]
        length = [len(query.terms), np.log1p(len(query.terms))]
        return np.asarray([*told, *length, *gaps, *leads, *own], dtype=np.float64)

    def _asked_so(self, query: Query, measured: Measured, *, alone: bool) -> int | None:
        """The procedure for which, and for which alone, an editor wrote these very words.

        One word is enough for an editor's procedure when it is `alone` (« pacs »): « j'ai pas de passeport » is an
        answer. It never is for an official sheet.
        """
        said = sum(weight == 1.0 for _, weight in query.terms)
        same = np.flatnonzero(measured.values[:, MEASURES.index("asked")] > _SAME)
        owners = {int(owner) for owner in self._owner[same]}
        if len(owners) != 1:
            return None
        owner = owners.pop()
        return owner if said > 1 or (alone and self.index.entries[owner].kind == "editor") else None

    def _is_named(self, query: Query, measured: Measured, head: int) -> bool:
        """Whether the message says the name of this procedure: who does asks about it, whatever else is heard."""
        group = [head, *self._members.get(head, ())]
        return len(query.terms) > 1 and measured.values[group, MEASURES.index("label")].max() > _NAMED

    def _candidate(self, head: int, score: float, scores: np.ndarray) -> Candidate:
        entry = self.index.entries[head]
        members = self._members.get(head, ())
        ranked = [self.index.entries[i].id for i in sorted(members, key=lambda i: -scores[i])]
        sheets = tuple(ranked) + tuple(s for s in entry.sheets if s not in ranked)
        return Candidate(entry.id, sheets, entry.title, score)

    def _decide(self, row: np.ndarray) -> tuple[str, float]:
        """The decision, and how likely it is that the first one is right."""
        calibration = self._calibration
        confidence = _probability(calibration.right, row)
        if _probability(calibration.inside, row) < calibration.refuse_below:
            return "none", confidence
        return ("answer" if confidence >= calibration.answer_at else "choose"), confidence


def _total(scores: np.ndarray) -> float:
    """The logarithm of the sum of the exponentials."""
    peak = float(scores.max())
    return peak + float(np.log(np.exp(scores - peak).sum()))


def _probability(model: tuple[float, ...], row: np.ndarray) -> float:
    return float(1 / (1 + np.exp(-(model[0] + np.dot(model[1:], row)))))


def _owners(index: SearchIndex) -> np.ndarray:
    """For each entry, the one it is shown as: the first editor's procedure that stands beside its sheet, or itself."""
    position = {entry.id: i for i, entry in enumerate(index.entries)}
    owners = np.arange(len(index.entries))
    for i, entry in reversed(list(enumerate(index.entries))):
        for sheet in entry.sheets:
            if sheet != entry.id and sheet in position:
                owners[position[sheet]] = i
    return owners
