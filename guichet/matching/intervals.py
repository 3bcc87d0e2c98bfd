"""Intervals of numbers, with open and closed ends; leaves out what the numbers measure."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`; an open end is left out.

    Numbers up to `soft_below` and from `soft_above` yield to a firm end elsewhere: 18 is inside « de 16 à 18 ans », but
    less than inside « à partir de 18 ans ».
    """

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False
    soft_below: float = -inf
    soft_above: float = inf

    @property
    def empty(self) -> bool:
        """Whether no number is inside."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> bool:
        """Whether one number alone is inside."""
        return self.low == self.high and not self.empty

    def meet(self, other: Interval) -> Interval:
        """What both have in common."""
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        below, above = max(self.soft_below, other.soft_below), min(self.soft_above, other.soft_above)
        return Interval(low[0], high[0], low[1], not high[1], below, above)

    def meets(self, other: Interval) -> bool:
        """Whether they have a number in common."""
        return not self.meet(other).empty

    def yields(self, value: float) -> bool:
        """Whether `value` is only on an end that yields to a firm one."""
        return value <= self.soft_below or value >= self.soft_above

    def widened(self, share: float) -> Interval:
        """The same with both ends pushed outwards by a share of themselves, and closed."""
        low = self.low - abs(self.low) * share if self.low != -inf else -inf
        high = self.high + abs(self.high) * share if self.high != inf else inf
        return Interval(low, high)


def at(value: float) -> Interval:
    """The number alone."""
    return Interval(value, value)
