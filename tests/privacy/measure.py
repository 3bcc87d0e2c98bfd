"""How well personal data is recognised in labelled sentences: what is missed, what is masked for nothing, by kind."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from guichet.privacy import find

_LABELLED = Path(__file__).parent / "labelled"


@dataclass
class Measure:
    """Counts by kind, and the sentences behind what went wrong; `sentences`: with personal data, and without."""

    sentences: tuple[int, int] = (0, 0)
    labelled: Counter[str] = field(default_factory=Counter)
    recognised: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false_alarms: list[tuple[str, str]] = field(default_factory=list)

    def recall(self, kind: str = "") -> float:
        """The share of labelled data, of a kind or of all, that is masked entirely and called what it is."""
        if kind:
            return self.recognised[kind] / self.labelled[kind] if self.labelled[kind] else 1.0
        return sum(self.recognised.values()) / self.total

    @property
    def total(self) -> int:
        return sum(self.labelled.values())

    def table(self) -> str:
        """The figures, a line a kind."""
        alarms = Counter(kind for kind, _ in self.false_alarms)
        kinds = [*self.labelled, *(kind for kind in alarms if kind not in self.labelled)]
        lines = [f"{'kind':<16} {'labelled':>8} {'recall':>7} {'false alarms':>12}"]
        lines += [f"{k:<16} {self.labelled[k]:>8} {self.recall(k):>7.1%} {alarms[k]:>12}" for k in kinds]
        lines.append(f"{'all':<16} {self.total:>8} {self.recall():>7.1%} {sum(alarms.values()):>12}")
        return "\n".join([f"{self.sentences[0]} sentences with personal data, {self.sentences[1]} without", *lines])


def sentences() -> list[tuple[str, str]]:
    """Those with personal data, in braces, and its kind."""
    found = yaml.safe_load((_LABELLED / "found.yml").read_text("utf-8"))
    return [(kind, line) for kind, lines in found.items() for line in lines]


def measure() -> Measure:
    """Over the labelled sentences."""
    with_data, kept = sentences(), yaml.safe_load((_LABELLED / "kept.yml").read_text("utf-8"))
    without = [line for lines in kept.values() for line in lines]
    result = Measure(sentences=(len(with_data), len(without)))
    for kind, line in with_data:
        _look(result, kind, line)
    for line in without:
        result.false_alarms += [(finding.kind.value, line) for finding in find(line)]
    return result


def _look(result: Measure, kind: str, line: str) -> None:
    text, spans = unmarked(line)
    findings = find(text)
    for start, end in spans:
        result.labelled[kind] += 1
        if any(f.start <= start and end <= f.end and kind in (f.kind.value, "mixed") for f in findings):
            result.recognised[kind] += 1
        else:
            result.missed.append(line)
    for finding in findings:
        if not any(finding.start < end and start < finding.end for start, end in spans):
            result.false_alarms.append((finding.kind.value, line))


def unmarked(line: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without its braces, and where what they held is."""
    text, spans = "", []
    for piece in re.split(r"(\{[^}]*\})", line):
        bare = piece.strip("{}") if piece.startswith("{") else piece
        if piece.startswith("{"):
            spans.append((len(text), len(text) + len(bare)))
        text += bare
    return text, spans
