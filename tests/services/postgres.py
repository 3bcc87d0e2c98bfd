"""A PostgreSQL cluster of our own; a database is made from a template in hundredths of a second."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.process import Service, as_postgres, binary

PLACES = "usr/lib/postgresql/*/bin"

#: A process that is killed loses nothing without these; only a machine would.
FAST = {"fsync": "off", "full_page_writes": "off", "max_connections": "200", "shared_buffers": "64MB"}


class Postgres(Service):
    """A cluster on loopback, which trusts whoever comes."""

    ending = signal.SIGINT

    @property
    def url(self) -> str:
        """Its first database, for the gateway's driver."""
        return self.url_of("postgres")

    def url_of(self, database: str, driver: str = "asyncpg") -> str:
        return f"postgresql+{driver}://postgres@127.0.0.1:{self.port}/{database}"

    def create_cluster(self) -> None:
        if prefix := as_postgres():
            shutil.chown(self.folder, "postgres", "postgres")
        options = ["-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(
            [*prefix, binary("initdb", PLACES), *options, "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            cwd=self.folder,
        )

    def command(self) -> list[str]:
        settings = FAST | {"port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*as_postgres(), binary("postgres", PLACES), "-D", str(self.folder / "data"), *options]

    def start(self) -> None:
        # Left by a kill, when the number of its process has been given to another one since.
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        super().start()

    def answers(self) -> bool:
        check = [binary("pg_isready", PLACES), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(check, check=False).returncode == 0

    def run(self, statement: str, database: str = "postgres") -> str:
        """What a statement gives, as plain lines."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database]
        command = [binary("psql", PLACES), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *where, "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def create(self, database: str, template: str = "template1") -> str:
        """The address of a new database."""
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url_of(database)

    def drop(self, database: str) -> None:
        """Remove a database, also under those who are connected."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that runs; it may be stopped, killed and started again inside the block."""
    with tempfile.TemporaryDirectory(prefix="guichet-postgres-", ignore_cleanup_errors=True) as folder:
        cluster = Postgres(Path(folder))
        cluster.create_cluster()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.kill()
