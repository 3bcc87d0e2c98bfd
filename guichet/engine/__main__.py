"""`python -m guichet.engine MODEL`: serves a trained model on the loopback interface, as `guichet serve` starts it."""

from __future__ import annotations

import sys
from pathlib import Path

from guichet.engine.server import serve
from guichet.errors import GuichetError
from guichet.settings import load


def main() -> None:
    """Serve until told to stop; an error that has a cure is one line."""
    try:
        serve(load(), Path(sys.argv[1]))
    except GuichetError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
