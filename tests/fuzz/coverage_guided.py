"""`python -m tests.fuzz.coverage_guided TARGET SECONDS FOLDER`: atheris on one target; libFuzzer ends the process.

It looks for inputs that reach code which none before reached, from real ones on. `run` starts it and counts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from guichet.settings import ROOT

#: Bytes of an input at most; a file of the feed is larger, but what is in it isn't.
LONGEST = 4_000

#: Each target by the name of its property, and how it is shown.
TARGETS = {"feed_file": "fichier du flux (atheris)", "message_body": "trajet d'un message (atheris)"}

_DONE = re.compile(r"Done (\d+) (?:runs|in)")


def run(target: str, seconds: float) -> int:
    """How many inputs were tried. Raises `AssertionError` with what was said last, when one broke it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.fuzz.coverage_guided", target, str(max(1, round(seconds))), folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    counted = _DONE.search(done.stderr)
    if done.returncode or not counted:
        raise AssertionError(f"{target}:\n{done.stdout[-2_000:]}{done.stderr[-3_000:]}")
    return int(counted[1])


def seeds(target: str) -> list[bytes]:
    """Real inputs to begin with."""
    if target == "feed_file":
        return [path.read_bytes()[:LONGEST] for path in sorted((ROOT / "tests/catalogue/feed").glob("*.xml"))]
    said = ("bonjour", "/restart{}", "mon numéro est le 06 12 34 56 78", "FR76 3000 6000 0112 3456 7890 189", "a@b.fr")
    return [f'{{"client_id": "1", "text": "{text}"}}'.encode() for text in said]


def main(target: str, seconds: str, folder: str) -> None:
    """Fuzz until the time is over."""
    import atheris

    with atheris.instrument_imports(include=["guichet"]):
        from tests.fuzz import properties

    for number, data in enumerate(seeds(target)):
        (Path(folder) / f"seed-{number}").write_bytes(data)
    check: Callable[[bytes], None] = getattr(properties, target)
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=5", "-rss_limit_mb=1000"]
    atheris.Setup([sys.argv[0], folder, f"-artifact_prefix={folder}/", *limits], lambda data: check(bytes(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
