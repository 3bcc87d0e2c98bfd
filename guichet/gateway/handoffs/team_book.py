"""The teams of the operator's file, read again when it changes; opening hours are in `guichet/teams.py`."""

from __future__ import annotations

import logging
from pathlib import Path

from guichet.errors import GuichetError
from guichet.teams import Team, check_teams, load_teams, team_for

logger = logging.getLogger(__name__)


class TeamBook:
    """The teams; a file that became unusable leaves what there was, and is told in the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: float | None = None
        self._teams: tuple[Team, ...] = ()

    def all(self) -> tuple[Team, ...]:
        """Every team, the default one first; none without a file."""
        stamp = self._path.stat().st_mtime if self._path.is_file() else None
        if stamp != self._stamp:
            self._stamp = stamp
            try:
                self._teams = load_teams(self._path) if stamp else ()
            except GuichetError as error:
                logger.error("teams.invalid", extra={"reason": str(error)})
        return self._teams

    def get(self, team_id: str) -> Team | None:
        """The team of an id; of one that is no more, the default team."""
        teams = self.all()
        return next((team for team in teams if team.id == team_id), teams[0] if teams else None)

    def responsible(self, procedure: str, theme: str) -> Team | None:
        """Who answers about this procedure."""
        return team_for(self.all(), procedure, theme) if self.all() else None

    def problems(self) -> list[str]:
        """What is wrong with the file as it is now, in words; while something is, the teams are those of before."""
        return [str(problem) for problem in check_teams(self._path)]
