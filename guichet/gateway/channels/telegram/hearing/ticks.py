"""The ticks of a checklist: kept in the buttons themselves, so that nothing of them is stored here."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from guichet.gateway.channels.telegram.hearing.errands import Errands, Outward
from guichet.gateway.channels.telegram.rendering.keyboards import toggled
from guichet.gateway.turns import Turns

Rows = list[list[dict[str, str]]]
Place = tuple[str, int]

#: Lists remembered at once, and the seconds for which a tap may still show the buttons as they were before ours.
MOST, FRESH = 1_000, 10.0


@dataclass
class _Newest:
    rows: Rows
    at: float
    shown: bool = False


class Ticks:
    """Two quick taps both count: the second one comes with the buttons as they were before the first."""

    def __init__(self, channel: Outward, errands: Errands) -> None:
        self._channel = channel
        self._errands = errands
        self._turns = Turns()
        self._lists: OrderedDict[Place, _Newest] = OrderedDict()

    def __len__(self) -> int:
        return len(self._lists)

    def tick(self, place: Place, rows: Rows, data: str) -> tuple[int, int]:
        """Tick or untick one of the list at an address and message: how many are ticked, and of how many.

        `rows`: the buttons that came with the tap. The message changes soon after.
        """
        rows, done, total = toggled(self._known(place) or rows, data)
        self._lists[place] = _Newest(rows, time.monotonic())
        self._lists.move_to_end(place)
        if len(self._lists) > MOST:
            self._lists.popitem(last=False)
        self._errands.do(self._show(place))
        return done, total

    def _known(self, place: Place) -> Rows | None:
        newest = self._lists.get(place)
        fresh = newest and (not newest.shown or time.monotonic() - newest.at < FRESH)
        return newest.rows if newest and fresh else None

    async def _show(self, place: Place) -> None:
        """One change at a time for each message: an older one must not come last."""
        async with self._turns.of(f"{place[0]} {place[1]}"):
            newest = self._lists.get(place)
            if newest and not newest.shown:
                newest.shown = True
                await self._channel.set_buttons(place[0], place[1], newest.rows)
                newest.at = time.monotonic()
