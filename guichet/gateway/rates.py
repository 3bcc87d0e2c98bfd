"""How often somebody may do something: a token bucket per key, in memory. What gateways share is in `limits.py`."""

from __future__ import annotations

import math
from collections import OrderedDict

from guichet.gateway.clock import Clock

#: Above this many keys those that were quiet the longest are forgotten: memory is bounded, whoever calls.
MANY = 10_000


class Rate:
    """`per_minute` times a minute and key, all at once if one likes."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._capacity = float(max(1, per_minute))
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def per_minute(self) -> int:
        """How many times a minute."""
        return int(self._capacity)

    def take(self, key: str) -> int:
        """0 when it may be done now, else the whole seconds to wait."""
        now = self._clock().timestamp()
        left = self._left(key, now)
        if left < 1:
            return math.ceil((1 - left) * 60 / self._capacity)
        self._buckets[key] = (left - 1, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MANY:
            self._buckets.popitem(last=False)
        return 0

    def _left(self, key: str, now: float) -> float:
        left, since = self._buckets.get(key, (self._capacity, now))
        return min(self._capacity, left + abs(now - since) * self._capacity / 60)
