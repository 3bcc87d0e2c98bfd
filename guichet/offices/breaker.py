"""Stops asking a service that does not answer, then tries again now and then; leaves out what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

#: So many failures in a row, and nobody asks for so many seconds.
FAILURES = 3
PAUSE = 60.0
#: A service that says when to come back is believed up to an hour.
PAUSE_LIMIT = 3600.0


class Breaker:
    """A circuit breaker: closed (all pass), open (none pass), then one try at a time until it succeeds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures = 0
        self._until = 0.0
        self._trying = False
        self._lock = Lock()

    @contextmanager
    def guarding(self, refusal: type[Exception]) -> Iterator[Breaker]:
        """Around one call. Raises `refusal` when the service is being left alone."""
        trial = self._enter(refusal)
        try:
            yield self
            with self._lock:
                self._failures, self._until = 0, 0.0
        finally:
            if trial:
                with self._lock:
                    self._trying = False

    def failed(self, pause: float = 0.0) -> None:
        """The call failed; `pause`: how many seconds the service asks for, 0 when it does not say."""
        with self._lock:
            self._failures += 1
            if pause or self._failures >= FAILURES:
                self._failures = max(self._failures, FAILURES)
                self._until = self._clock() + min(max(pause, PAUSE), PAUSE_LIMIT)

    def _enter(self, refusal: type[Exception]) -> bool:
        with self._lock:
            if self._failures < FAILURES:
                return False
            if self._trying or self._clock() < self._until:
                raise refusal("annuaire en ligne : laissé de côté après plusieurs échecs — réessayez plus tard")
            self._trying = True
            return True
