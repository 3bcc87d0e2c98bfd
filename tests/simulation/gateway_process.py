"""A gateway to be killed: the real one on a clock that runs fast, so that minutes of patience pass in seconds."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timezone
from pathlib import Path

from guichet import logs
from guichet.gateway.__main__ import bind
from guichet.gateway.app import create_app
from guichet.gateway.clock import Clock
from tests.gateway.running import settings_for

#: Ordinary time at which the fast clocks of all processes agree with it.
EPOCH = 1_790_000_000.0

#: Seconds between two signs of life of a stream; an agent's presence hangs on it.
HEARTBEAT = 2.0


def fast_clock(speed: float) -> Clock:
    """A clock on which `speed` seconds pass in each, the same in every process."""
    return lambda: datetime.fromtimestamp(EPOCH + (time.time() - EPOCH) * speed, timezone.utc)


def main(folder: str, port: str, engine_port: str, speed: str) -> None:
    logs.configure("gateway")
    settings = settings_for(Path(folder), int(engine_port), int(port), rate_per_minute=10**9)
    teams = Path(folder) / "teams.yml"
    app = create_app(settings, clock=fast_clock(float(speed)), heartbeat=HEARTBEAT, teams=teams)
    app.run(sock=bind(settings), single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
