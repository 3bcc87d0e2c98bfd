"""Counters for operators, in Prometheus' text format; nothing about any one conversation."""

from __future__ import annotations

from collections import Counter

#: Upper bounds in seconds of the engine's answer time.
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """What this process has counted since it started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def count(self, name: str, label: str = "") -> None:
        """One more of `name`, e.g. `count("messages_total")` or `count("errors_total", 'code="not_found"')`."""
        self._counts[name, label] += 1

    def engine_answered(self, seconds: float) -> None:
        place = next((i for i, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
        self._buckets[place] += 1
        self._seconds += seconds

    def render(self, gauges: dict[str, int]) -> str:
        """Everything, with the gauges of the moment."""
        lines: list[str] = []
        for name in sorted({name for name, _ in self._counts}):
            lines.append(f"# TYPE guichet_{name} counter")
            labelled = sorted((label, value) for (other, label), value in self._counts.items() if other == name)
            lines += [f"guichet_{name}{{{label}}} {value}".replace("{}", "") for label, value in labelled]
        for name, value in gauges.items():
            lines += [f"# TYPE guichet_{name} gauge", f"guichet_{name} {value}"]
        return "\n".join([*lines, *self._histogram()]) + "\n"

    def _histogram(self) -> list[str]:
        lines, total = ["# TYPE guichet_engine_seconds histogram"], 0
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'guichet_engine_seconds_bucket{{le="{bound}"}} {total}')
        return [*lines, f"guichet_engine_seconds_sum {self._seconds:.6f}", f"guichet_engine_seconds_count {total}"]
