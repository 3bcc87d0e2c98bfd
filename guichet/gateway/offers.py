"""What can be opened: procedures found by name, and the starters of the first screen. HTTP is in `browse.py`."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from guichet.errors import GuichetError
from guichet.starters import Starter, Theme, load_starters
from guichet.suggestions import Suggestion, Suggestions

logger = logging.getLogger(__name__)


class Offers:
    """The procedures of the catalogue and the starters, both read again when their file is another one."""

    def __init__(self, catalogue: Path, starters: Path) -> None:
        self._suggestions = Suggestions(catalogue)
        self._path = starters
        self._stamp: float | None = None
        self._themes: tuple[Theme, ...] = ()

    async def find(self, typed: str) -> list[Suggestion]:
        """The procedures whose names are being typed, best first."""
        await self._follow()
        return self._suggestions.find(typed)

    async def procedure(self, identifier: str) -> Suggestion | None:
        """The procedure of an id, if it can be opened."""
        await self._follow()
        return self._suggestions.procedure(identifier)

    async def beginning(self, start: str) -> list[Suggestion]:
        """The procedures whose id begins so."""
        await self._follow()
        return self._suggestions.beginning(start)

    async def themes(self) -> list[dict[str, Any]]:
        """The themes with those starters that lead somewhere."""
        await self._follow()
        await asyncio.to_thread(self._read)
        shown = []
        for theme in self._themes:
            starters = [_shown(starter) for starter in theme.starters if self._leads(starter)]
            shown += [{"id": theme.id, "title": theme.title, "starters": starters}] if starters else []
        return shown

    async def _follow(self) -> None:
        # A tenth of a second for the whole feed: in a thread, and only after an import.
        if self._suggestions.stale():
            await asyncio.to_thread(self._suggestions.load)

    def _leads(self, starter: Starter) -> bool:
        return bool(starter.text) or self._suggestions.procedure(starter.procedure) is not None

    def _read(self) -> None:
        """A file that became unusable leaves what there was, and is told in the log."""
        stamp = self._path.stat().st_mtime if self._path.is_file() else None
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._themes = load_starters(self._path)
        except GuichetError as error:
            logger.error("starters.invalid", extra={"reason": str(error)})


def _shown(starter: Starter) -> dict[str, str]:
    named = {"procedure": starter.procedure} if starter.procedure else {"text": starter.text}
    return {"label": starter.label} | named
