"""How often somebody may do something: a token bucket per key, in memory."""

from __future__ import annotations

import math

from guichet.gateway.clock import Clock

#: Above this many keys the full buckets are forgotten: they say nothing.
MANY = 10_000


class Rate:
    """`per_minute` times a minute and key, all at once if one likes."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._capacity = float(max(1, per_minute))
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> int:
        """0 when it may be done now, else the whole seconds to wait."""
        now = self._clock().timestamp()
        left = self._left(key, now)
        if left < 1:
            return math.ceil((1 - left) * 60 / self._capacity)
        if len(self._buckets) >= MANY:
            self._forget(now)
        self._buckets[key] = (left - 1, now)
        return 0

    def _left(self, key: str, now: float) -> float:
        left, since = self._buckets.get(key, (self._capacity, now))
        return min(self._capacity, left + abs(now - since) * self._capacity / 60)

    def _forget(self, now: float) -> None:
        self._buckets = {k: bucket for k, bucket in self._buckets.items() if self._left(k, now) < self._capacity}
