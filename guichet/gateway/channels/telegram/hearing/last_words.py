"""What messages said last, to tell a corrected one from one that Telegram calls edited for reasons of its own.

Nothing can be read from it: it holds numbers that only this process could make.
"""

from __future__ import annotations

from collections import OrderedDict

#: Messages that are remembered.
MOST = 5_000


class LastWords:
    """The newest words of the newest messages. `place`: the address and the message."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def changed(self, place: tuple[str, int], words: str) -> bool:
        """Whether a message says something, and something else than before."""
        return bool(words) and self._kept.get(hash(place)) != hash(words)

    def keep(self, place: tuple[str, int], words: str) -> None:
        self._kept[hash(place)] = hash(words)
        self._kept.move_to_end(hash(place))
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
