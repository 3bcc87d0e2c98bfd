"""`make chaos`: everything that can break, broken under load, and what became of each message.

It ends with 1 when an accepted message was lost or answered twice, or the counter did not come back by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from pathlib import Path

import click

from tests.chaos import table
from tests.chaos.places import NotHere, alone, false_clock, with_servers
from tests.chaos.trial import Row, try_out
from tests.load.house import furnish
from tests.load.visitors import Pace

PLACES = {"seul": alone, "serveurs": with_servers, "horloge": false_clock}

#: Seconds between an answer and the next message of a citizen.
PAUSES = (0.3, 2.0)


def main() -> int:
    """0 when nothing was lost, doubled, or did not come back."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=int(os.environ.get("GUICHET_CHAOS_TIMES") or 5))
    parser.add_argument("--citizens", type=int, default=20)
    parser.add_argument("--place", choices=PLACES, action="append", help="where; default: everywhere")
    parser.add_argument("--only", default="", help="faults whose name contains this")
    parser.add_argument("--keep", type=Path, help="an empty folder for the copy and the logs, kept")
    given = parser.parse_args()
    # Stopped from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="guichet-chaos-") as temporary:
        folder = given.keep or Path(temporary)
        furnish(folder)
        click.echo(table.heading())
        rows = [row for place in given.place or PLACES for row in _rows(place, folder, given)]
    wrong = [failure for row in rows for failure in row.failures]
    for failure in wrong:
        click.echo(f"doit être 0 : {failure}", err=True)
    return 1 if wrong or not rows else 0


def _rows(place: str, folder: Path, given: argparse.Namespace) -> list[Row]:
    rows = []
    try:
        with PLACES[place](folder) as (house, faults):
            for fault in (fault for fault in faults if given.only in fault.name):
                pace = Pace(*PAUSES, patience=60.0)
                rows.append(asyncio.run(try_out(fault, house.url, given.times, given.citizens, pace)))
                click.echo(table.line(rows[-1]))
    except NotHere as reason:
        click.echo(f"non essayé — {reason}")
    return rows


if __name__ == "__main__":
    sys.exit(main())
