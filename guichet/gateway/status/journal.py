"""The errors of the last hour, out of the log files that `guichet serve` writes; only their events are read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from guichet.gateway.status.facts import Errors

#: Bytes read from the end of each file: some thousand lines.
TAIL = 1_000_000

FILES = ("gateway.log", "engine.log", "actions.log")


def errors_since(folder: Path, since: datetime) -> Errors | None:
    """What went wrong since then; None without any file, where logs go elsewhere."""
    paths = [folder / name for name in FILES if (folder / name).is_file()]
    if not paths:
        return None
    found = Counter(event for path in paths for event in _errors(path, since))
    return Errors(found.total(), dict(found.most_common()), tuple(path.name for path in paths))


def _errors(path: Path, since: datetime) -> Iterator[str]:
    for line in _last_lines(path):
        try:
            told = json.loads(line)
            late = datetime.fromisoformat(told["at"]) >= since
            if told["level"] in ("error", "critical") and late:
                yield str(told["event"])
        except (ValueError, KeyError, TypeError):
            continue  # what a library prints by itself is no line of ours


def _last_lines(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - TAIL))
            return log.read().splitlines()
    except OSError:
        return []
