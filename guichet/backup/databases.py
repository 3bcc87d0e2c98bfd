"""Copies of databases that are in use: SQLite through its own backup, PostgreSQL through its own tools.

It leaves out where the copies go: `archive` packs them.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guichet.errors import GuichetError

#: Faults that a check may list: more than the false ones that it may begin with.
MANY = 1_000_000

#: Seconds that copying or putting back a database may take.
LONGEST = 6 * 3600.0

#: What was made since the dump, the table of a newer migration, must go too: `pg_restore --clean` does not know it.
_EMPTY = """
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', found.tablename);
  END LOOP;
END $$;
"""


@dataclass(frozen=True)
class Postgres:
    """A database of a PostgreSQL server. `password`: empty where the server asks for none."""

    host: str
    port: int
    user: str
    name: str
    password: str = field(default="", repr=False)


def parse_postgres(url: str) -> Postgres | None:
    """The server of an SQLAlchemy address, None for another kind. Raises `GuichetError` that does not repeat it."""
    if not url.startswith("postgres"):
        return None
    try:
        parts = urlsplit(url)
        name, port = unquote(parts.path.removeprefix("/")), parts.port or 5432
    except ValueError:
        name, port = "", 0
    if not name or not port:
        raise GuichetError("GUICHET_DATABASE_URL : adresse incomplète — indiquez serveur, port et nom de la base")
    user, password = unquote(parts.username or "postgres"), unquote(parts.password or "")
    return Postgres(parts.hostname or "localhost", port, user, name, password)


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole copy of a file that others may be writing, checked. Raises `GuichetError`."""
    try:
        with closing(_read_only(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
            # A copy is one file: without its companions, the next reader would not find what they hold.
            copy.execute("PRAGMA journal_mode = DELETE")
            faults = _faults(copy)
    except sqlite3.Error as error:
        raise GuichetError(f"{source} : illisible ({error}) — gardez la sauvegarde précédente") from error
    if faults:
        raise GuichetError(f"{source} : base abîmée ({faults[0]}) — gardez la sauvegarde précédente")


def _faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong. Before 3.41 it sees NULL where there is none, in tables without row numbers."""
    found = (verdict for (verdict,) in connection.execute(f"PRAGMA quick_check({MANY})"))
    return [verdict for verdict in found if verdict != "ok" and not verdict.startswith("NULL value in ")]


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30.0)


def copy_postgres(database: Postgres, target: Path) -> None:
    """A dump in PostgreSQL's own format, of one moment. Raises `GuichetError`."""
    _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def put_postgres(dump: Path, database: Postgres) -> None:
    """Make a database what the dump says, all of it or nothing. Raises `GuichetError`."""
    with tempfile.TemporaryDirectory() as folder:
        emptying, filling = Path(folder) / "empty.sql", Path(folder) / "fill.sql"
        emptying.write_text(_EMPTY, "utf-8")
        _call("pg_restore", ["--no-owner", "--no-privileges", f"--file={filling}", str(dump)])
        whole = ["--no-psqlrc", "--quiet", "--single-transaction", "-v", "ON_ERROR_STOP=1"]
        _run("psql", database, *whole, f"--file={emptying}", f"--file={filling}")


def _run(program: str, database: Postgres, *options: str) -> None:
    where = [f"--host={database.host}", f"--port={database.port}", f"--username={database.user}"]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as known:
        # A file and not an option: whoever lists the processes of the machine must not read the password.
        known.write(f"*:*:*:*:{database.password.replace(chr(92), chr(92) * 2).replace(':', chr(92) + ':')}\n")
        known.flush()
        asked = [*where, "--no-password", f"--dbname={database.name}", *options]
        _call(program, asked, f"PGPASSFILE={known.name}")


def _call(program: str, options: list[str], *environment: str) -> None:
    path = shutil.which(program) or _newest(program)
    if path is None:
        raise GuichetError(f"{program} : absent — installez le client de PostgreSQL (Debian : postgresql-client)")
    done = subprocess.run(
        ["env", *environment, path, *options], capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["sans raison"])[0]
        raise GuichetError(f"{program} : {said} — vérifiez GUICHET_DATABASE_URL et l'état de PostgreSQL")


def _newest(program: str) -> str | None:
    """Where Debian puts the programs that are not on everybody's path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)
    return str(found[0]) if found else None
