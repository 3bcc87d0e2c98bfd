"""How well search does on questions that taught it nothing, beside the two reference points, as a table of text."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.evaluation.baselines import FullText, Rank
from guichet.search.engine import SearchEngine, SearchResult


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1, over `count` questions with a right sheet; `milliseconds`: median, 95th percentile."""

    name: str
    count: int
    first: float
    three: float
    milliseconds: tuple[float, float]


def evaluate(root: Path, catalogue_path: Path, questions: Path | None, misses: bool) -> Iterator[str]:
    """The lines of the report. `questions`: a JSONL file, else the project's own. Raises `GuichetError`."""
    asked = read_jsonl(questions) if questions else load_questions(root)
    engine = SearchEngine.open(catalogue_path)
    results = {q.text: engine.search(q.text) for q in asked}
    inside = [q for q in asked if q.kind != "out_of_scope" and q.expected]
    yield f"{len(inside)} questions, {sum(q.kind == 'out_of_scope' for q in asked)} hors sujet."
    yield f"{'':34}{'première':>9}{'trois premières':>17}{'ms médiane':>12}{'ms 95 %':>9}"
    full_text = FullText(Catalogue.open(catalogue_path).official())
    ranks: dict[str, Rank] = {"FTS5, bm25()": full_text.plain, "FTS5, titre × 10": full_text.weighted}
    for name, rank in ranks.items():
        yield _line(_score(name, inside, lambda text, rank=rank: [[id] for id in rank(text)]))
    yield _line(_score("Guichet", inside, lambda text: [list(c.sheets) for c in engine.search(text).procedures]))
    yield from _decisions(asked, results)
    if misses:
        yield from _misses(inside, results)


class _Row(msgspec.Struct):
    text: str
    kind: str = "question"
    expected: tuple[str, ...] | None = None


def read_jsonl(path: Path) -> list[HeldOutQuestion]:
    """Questions from a file of one JSON object a line: `text`, `kind`, `expected`. Raises `GuichetError`."""
    found = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Row)
        except msgspec.DecodeError as error:
            cure = 'écrivez {"text": "…", "expected": ["F…"]}'
            raise GuichetError(f"{path}, ligne {number} : question illisible ({error}) — {cure}") from None
        found.append(HeldOutQuestion(row.text, row.kind, row.expected or ()))
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GuichetError(f"{path} : {error} — donnez un fichier JSONL en UTF-8") from error


def _score(name: str, questions: Sequence[HeldOutQuestion], rank) -> Score:
    first = three = 0
    times = []
    for question in questions:
        begin = time.perf_counter()
        ranked = rank(question.text)
        times.append(1000 * (time.perf_counter() - begin))
        hits = [bool(set(sheets) & set(question.expected)) for sheets in ranked[:3]]
        first, three = first + any(hits[:1]), three + any(hits)
    count = max(len(questions), 1)
    speed = (statistics.median(times), _percentile(times, 0.95)) if times else (0.0, 0.0)
    return Score(name, count, first / count, three / count, speed)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _line(score: Score) -> str:
    median, slow = score.milliseconds
    return f"{score.name:<34}{score.first:>9.1%}{score.three:>17.1%}{median:>12.2f}{slow:>9.2f}"


def _decisions(asked: Sequence[HeldOutQuestion], results: dict[str, SearchResult]) -> Iterator[str]:
    for title, wanted in (("Dans le sujet", False), ("Hors sujet", True)):
        chosen = [q for q in asked if (q.kind == "out_of_scope") == wanted and (wanted or q.expected)]
        if not chosen:
            continue
        outcomes = [_outcome(q, results[q.text]) for q in chosen]
        shares = {name: outcomes.count(name) / len(chosen) for name in dict.fromkeys(sorted(outcomes))}
        yield f"{title} : " + ", ".join(f"{name} {share:.1%}" for name, share in shares.items())


def _outcome(question: HeldOutQuestion, result: SearchResult) -> str:
    right = [bool(set(c.sheets) & set(question.expected)) for c in result.procedures[:4]]
    if result.decision == "none":
        return "aucune réponse"
    if result.decision == "answer":
        return "réponse juste" if any(right[:1]) else "réponse fausse"
    return "choix avec la bonne fiche" if any(right) else "choix sans la bonne fiche"


def _misses(questions: Sequence[HeldOutQuestion], results: dict[str, SearchResult]) -> Iterator[str]:
    for question in questions:
        found = results[question.text].procedures[:3]
        if not any(set(c.sheets) & set(question.expected) for c in found):
            yield f"✗ {question.text[:150]} | attendu {', '.join(question.expected)}"
            yield f"    trouvé {' ; '.join(c.title for c in found)}"
