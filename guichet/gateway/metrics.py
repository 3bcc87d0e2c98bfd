"""What this process has counted since it started, for Prometheus; nothing about any one conversation.

What is true at the moment (queues, ages, connections) is in `gauges.py`; the names are explained in
`docs/observability.md`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from guichet.logs import is_ours

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

#: Every counter: its labels, and what it counts.
COUNTERS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "conversations_total": (("channel",), "Conversations opened."),
    "messages_total": (("channel",), "Messages of citizens accepted, each once."),
    "replies_total": (("outcome",), "Replies of the bot stored, by what citizens got."),
    "decisions_total": (("decision",), "What the linker decided: answer, choose or none."),
    "intents_total": (("intent",), "What kind of thing was said, as the model heard it."),
    "engine_failures_total": (("reason",), "Messages to which the engine gave no usable answer."),
    "handoffs_total": (("team", "step", "outcome"), "Requests for a person: each step, and how they ended."),
    "feedback_total": (("about", "value"), "Opinions of citizens."),
    "errors_total": (("code", "status"), "Calls that were refused or failed, by the code of the error."),
    "logged_errors_total": (("event",), "Errors in the log, by event."),
    "undelivered_total": (("channel", "kind"), "Deliveries to messaging services that failed."),
    "mails_total": (("status",), "Letters: sent, delayed, failed."),
    "telegram_sent_total": ((), "Messages sent to Telegram."),
    "telegram_failures_total": (("reason",), "Calls that Telegram refused or that were lost."),
    "telegram_unfit_total": (("reason",), "Messages that Telegram took only in a plainer form."),
    "telegram_updates_total": (("kind",), "Updates heard from Telegram."),
    "telegram_duplicates_total": ((), "Updates that came again."),
    "telegram_update_failures_total": ((), "Updates that could not be done."),
    "telegram_errands_dropped_total": ((), "Small things not done for Telegram because too many waited."),
    "telegram_errands_failed_total": ((), "Small things for Telegram that failed."),
}

#: Every histogram: its labels, and what it measures in seconds.
HISTOGRAMS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "stage_seconds": (("stage",), "Seconds of a message in each stage of its journey."),
    "reply_seconds": ((), "Seconds from a message accepted to its reply stored."),
}

#: Upper bounds in seconds: the budget is 25 ms at the median, and 1 s for 95 % under load.
BUCKETS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)

#: The most combinations of labels one counter may have; what comes after is counted as "other".
MOST: Final = 300


class Metrics:
    """The counters and histograms of one application."""

    def __init__(self) -> None:
        disable_created_metrics()
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._counters = {
            name: Counter(f"guichet_{name}", told, labels, registry=self._registry)
            for name, (labels, told) in COUNTERS.items()
        }
        self._histograms = {
            name: Histogram(f"guichet_{name}", told, labels, registry=self._registry, buckets=BUCKETS)
            for name, (labels, told) in HISTOGRAMS.items()
        }
        self._seen: dict[str, set[tuple[str, ...]]] = {}

    def count(self, name: str, amount: float = 1.0, /, **labels: str | int) -> None:
        """So many more of a counter of `COUNTERS`, without its prefix."""
        counter = self._counters[name]
        if labels:
            counter = counter.labels(*self._bounded(name, labels))
        counter.inc(amount)

    def expect(self, name: str, values: Iterable[str]) -> None:
        """Show these values of a counter's one label as nothing yet."""
        for value in values:
            self._counters[name].labels(*self._bounded(name, {COUNTERS[name][0][0]: value}))

    def _bounded(self, name: str, labels: dict[str, str | int]) -> tuple[str, ...]:
        """The values in order; "other" for all of them once there are too many: a label must never grow with use."""
        values = tuple(str(labels.pop(label)) for label in COUNTERS[name][0])
        if labels:
            raise ValueError(f"{name}: unknown labels {sorted(labels)}")
        seen = self._seen.setdefault(name, set())
        if values not in seen and len(seen) >= MOST:
            return ("other",) * len(values)
        seen.add(values)
        return values

    def took(self, stage: str, seconds: float) -> None:
        """A message spent so long in a stage; clocks of two machines may disagree, and time never runs backwards."""
        self._histograms["stage_seconds"].labels(stage).observe(max(0.0, seconds))

    def replied(self, seconds: float) -> None:
        """A message got its reply so long after it was accepted."""
        self._histograms["reply_seconds"].observe(max(0.0, seconds))

    def render(self, moment: Iterable[Metric] = ()) -> str:
        """Everything in Prometheus' text format, with what is true at the moment."""
        of_the_moment = CollectorRegistry()
        of_the_moment.register(_Given(moment))
        return (generate_latest(self._registry) + generate_latest(of_the_moment)).decode()


class _Given(Collector):
    """Families that are already there."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


class ErrorCount(logging.Handler):
    """Counts the errors that are logged, by event; those of libraries by their logger."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.ERROR)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        # The event as it is written in the code: what fills it in is of one case only.
        self._metrics.count("logged_errors_total", event=str(record.msg) if is_ours(record.name) else record.name)
