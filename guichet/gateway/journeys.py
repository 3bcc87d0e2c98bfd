"""The journey of a message through this gateway and the engine, as operators see it: how long each stage took, and
what came of it; in metrics, and at level DEBUG in the log. It changes nothing of what is done.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx

from guichet import logs
from guichet.gateway.clock import Clock
from guichet.gateway.frames import Event, Frame
from guichet.gateway.handoffs.records import moment
from guichet.gateway.inbox import Waiting
from guichet.gateway.metrics import Metrics
from guichet.gateway.outcomes import OUTCOMES, outcome

logger = logging.getLogger(__name__)

#: What the engine tells of its own work, each in the form of the standard header: `nlu;dur=4.1, intent;desc=greet`.
TIMING: Final = "Server-Timing"
_PART = re.compile(r"\s*([a-z_]{1,20})(?:;dur=(\d{1,9}(?:\.\d{1,6})?))?(?:;desc=([a-z_]{1,40}))?\s*", re.ASCII)

#: The stages that the engine times, and what it may decide.
STAGES: Final = frozenset({"nlu", "action"})
DECISIONS: Final = frozenset({"answer", "choose", "none"})


@dataclass
class Journey:
    """One message under way. `accepted`: epoch seconds; `intent`: as the engine heard it, empty while unsaid."""

    message: str
    metrics: Metrics
    accepted: float
    intent: str = ""

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Everything inside is about this message: the log, and what the engine is asked."""
        with logs.about(self.message):
            before = _journey.set(self)
            try:
                yield
            finally:
                _journey.reset(before)

    def note(self, stage: str, seconds: float) -> None:
        """A stage is over."""
        self.metrics.took(stage, seconds)
        logger.debug("message.stage", extra={"stage": stage, "seconds": round(seconds, 6)})

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is inside, however it ends."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.note(name, time.perf_counter() - began)

    def replied(self, frames: Sequence[Frame]) -> None:
        """The reply is stored: the citizen has it at the next look of their page."""
        told, seconds = outcome(frames, self.intent), max(0.0, time.time() - self.accepted)
        self.metrics.count("replies_total", outcome=told)
        self.metrics.replied(seconds)
        logger.debug("message.replied", extra={"outcome": told, "seconds": round(seconds, 6)})


_journey: ContextVar[Journey | None] = ContextVar("journey", default=None)


class Journeys:
    """Begins the journeys of one application's messages."""

    def __init__(self, metrics: Metrics, clock: Clock) -> None:
        self._metrics = metrics
        self._clock = clock
        # There from the start: what first happens once would else be no increase.
        metrics.expect("replies_total", OUTCOMES)
        metrics.expect("decisions_total", sorted(DECISIONS))

    def begin(self, waiting: Waiting) -> Journey:
        """The journey of a message that is taken up now."""
        waited = max(0.0, (self._clock() - moment(waiting.at)).total_seconds())
        journey = Journey(f"{waiting.conversation_id}:{waiting.seq}", self._metrics, time.time() - waited)
        with journey.followed():
            journey.note("waiting", waited)
        return journey


def delivered(metrics: Metrics, event: Event, now: datetime) -> None:
    """Somebody who waited for it was just given this event; what citizens say themselves is no delivery."""
    if event.author != "citizen":
        metrics.took("delivery", (now - moment(event.at)).total_seconds())


async def name_message(request: httpx.Request) -> None:
    """Tell the engine which message a call is about; a hook of its HTTP client."""
    if message := logs.current():
        request.headers[logs.HEADER] = message


async def hear_engine(response: httpx.Response) -> None:
    """Keep what the engine tells of its own work; a hook of its HTTP client."""
    journey = _journey.get()
    if journey is None or not response.is_success:
        return
    for name, milliseconds, said in _parts(response.headers.get(TIMING, "")):
        if name in STAGES and milliseconds is not None:
            journey.note(name, milliseconds / 1000)
        elif name == "intent" and said:
            journey.intent = said
            journey.metrics.count("intents_total", intent=said)
        elif name == "decision" and said in DECISIONS:
            journey.metrics.count("decisions_total", decision=said)


def _parts(header: str) -> Iterator[tuple[str, float | None, str]]:
    """The well-formed parts of a `Server-Timing`: name, milliseconds, what it says."""
    for piece in header.split(","):
        if found := _PART.fullmatch(piece):
            name, milliseconds, said = found.groups()
            yield name, float(milliseconds) if milliseconds else None, said or ""
