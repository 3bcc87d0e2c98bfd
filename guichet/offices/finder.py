"""What the dialogue asks: which communes, and which offices; the directory first, then the live API.

Leaves out opening hours and how offices are shown.
"""

from __future__ import annotations

import logging
from typing import Protocol

from guichet.errors import GuichetError
from guichet.offices.directory import Directory
from guichet.offices.records import Commune, DirectorySource, OfficeRecord

log = logging.getLogger(__name__)


class Live(Protocol):
    """A second source of offices."""

    def offices(self, kind: str, commune: Commune, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices of a kind for a commune. Raises `GuichetError` when it can't be asked."""


class Offices:
    """Finds offices, and fails in silence: with no directory there is no answer, and the caller gives the link."""

    def __init__(self, directory: Directory, live: Live | None = None) -> None:
        self._directory = directory
        self._live = live

    @property
    def available(self) -> bool:
        """Whether communes and offices can be looked up."""
        return self._directory.available

    @property
    def source(self) -> DirectorySource | None:
        """What is to be said of where the offices come from; nothing without a directory."""
        try:
            return self._directory.source
        except GuichetError:
            return None

    def communes(self, text: str, typos: bool = False) -> tuple[Commune, ...]:
        """All the communes that a citizen's words may mean; empty when there is no directory.

        `typos`: they were asked for their commune, so one wrong letter in a name is forgiven.
        """
        try:
            return self._directory.communes(text, typos)
        except GuichetError as error:
            log.warning("communes: %s", error)
            return ()

    def commune(self, insee: str) -> Commune | None:
        """The commune of an INSEE code."""
        try:
            return self._directory.coded(insee)
        except GuichetError as error:
            log.warning("commune: %s", error)
            return None

    def find(self, kind: str, commune: Commune, limit: int = 3) -> tuple[OfficeRecord, ...]:
        """The offices to send someone of this commune to, best first; empty when none is known.

        The API is asked only where the file has none that is the commune's own.
        """
        kept = self._kept(kind, commune, limit)
        if self._live is None or (kept and kept[0].found != "nearest"):
            return kept
        try:
            return self._live.offices(kind, commune, limit) or kept
        except GuichetError as error:
            log.warning("live directory: %s", error)
            return kept

    def _kept(self, kind: str, commune: Commune, limit: int) -> tuple[OfficeRecord, ...]:
        try:
            return self._directory.offices(kind, commune, limit)
        except GuichetError as error:
            log.warning("directory: %s", error)
            return ()
