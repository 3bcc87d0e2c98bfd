"""What `guichet check --against-feed` does and says; leaves out the comparison itself."""

from __future__ import annotations

from pathlib import Path

import click

from guichet.errors import GuichetError
from guichet.progress import ProgressBar

#: Exit codes, which a scheduled job reads.
NOTHING, SOMETHING, UNKNOWN = 0, 1, 2


def compare_with_feed(root: Path, catalogue_path: Path, json_file: Path | None = None) -> int:
    """Print the report on the project in `root`, write it to `json_file` too where asked, and return the exit code.

    Raises `click.ClickException` of code `UNKNOWN` where nothing could be compared.
    """
    from guichet.freshness.check import check_freshness
    from guichet.freshness.telling import say, told

    try:
        with ProgressBar(say("progress")) as advance:
            report = check_freshness(root, catalogue_path, advance)
        for line in told(report):
            click.echo(line)
        if json_file is not None:
            _write(json_file, report.to_json())
            click.echo(say("written", file=json_file))
    except GuichetError as error:
        refusal = click.ClickException(str(error))
        refusal.exit_code = UNKNOWN
        raise refusal from error
    return NOTHING if report.fresh else SOMETHING


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise GuichetError(f"{path} : écriture impossible ({error.strerror}) — choisissez un autre fichier") from error
