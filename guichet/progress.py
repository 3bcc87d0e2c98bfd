"""Progress bars of the commands, on the error stream; what takes so long is elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import click


class ProgressBar:
    """One bar, shown from the first step on: `with ProgressBar("Fiches") as advance: advance(done, total)`."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar = None
        self._done = 0

    def __enter__(self) -> Callable[[int, int], None]:
        return self.advance

    def __exit__(self, *error: object) -> None:
        self.finish()

    def advance(self, done: int, total: int) -> None:
        """So much is done now."""
        if self._bar is None:
            # The bar redraws itself fifty times at most, however small the steps.
            steps = max(1, total // 50)
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr, update_min_steps=steps)
            self._bar.render_progress()
        self._bar.update(done - self._done)
        self._done = done

    def finish(self) -> None:
        """Leave the bar as it is, and go to the next line."""
        if self._bar is not None:
            self._bar.render_finish()


class ProgressBars:
    """A bar after the other, for work in parts: `bars(part, done, total)`; `labels` name the parts to people."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._part = ""
        self._bar: ProgressBar | None = None

    def __enter__(self) -> ProgressBars:
        return self

    def __exit__(self, *error: object) -> None:
        self._finish()

    def __call__(self, part: str, done: int, total: int) -> None:
        if part != self._part:
            self._finish()
            self._part, self._bar = part, ProgressBar(self._labels.get(part, part))
        if self._bar is not None:
            self._bar.advance(done, total)
        if done >= total:
            self._finish()

    def _finish(self) -> None:
        if self._bar is not None:
            self._bar.finish()
        self._part, self._bar = "", None
