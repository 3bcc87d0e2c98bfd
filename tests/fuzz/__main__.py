"""`make fuzz`: every target for `FUZZ_SECONDS` each (30 by default), and a table of how many inputs each took.

`FUZZ_SEED` chooses other inputs; that of the day by default, so that every night tries new ones.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial

from tests.fuzz import coverage_guided, live, rounds

Target = tuple[str, Callable[[], int]]


def targets(seconds: float, first_seed: int) -> Iterator[Target]:
    """Each target by its name, ready to be run."""
    for name, (check, inputs) in rounds.TARGETS.items():
        yield f"{name} (hypothesis)", partial(rounds.count, check, inputs, seconds, first_seed)
    yield "API publique (schemathesis)", partial(live.count, seconds, first_seed)
    for target, name in coverage_guided.TARGETS.items():
        yield name, partial(coverage_guided.run, target, seconds)


def main() -> int:
    """0 when nothing broke, 1 else."""
    options = _options()
    logging.disable(logging.CRITICAL)  # what is refused is logged, thousands of times
    faults = 0
    sys.stdout.write(f"{'cible':<36} {'essais':>9} {'défauts':>8} {'secondes':>9}\n")
    for name, run in targets(options.seconds, options.seed):
        begun, tried, fault = time.monotonic(), 0, ""
        try:
            tried = run()
        except Exception:
            fault = traceback.format_exc(limit=-6)
        faults += bool(fault)
        sys.stdout.write(
            f"{name:<36} {tried or '—':>9} {int(bool(fault)):>8} {time.monotonic() - begun:>9.1f}\n{fault}"
        )
        sys.stdout.flush()
    return min(faults, 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="par cible")
    parser.add_argument("--seed", type=int, default=int(time.time() // 86_400), help="d'où partent les essais")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
