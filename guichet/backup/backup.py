"""Makes a backup while everything serves, puts one back when nothing does; it reads nothing of what is in them."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from guichet.backup import archive
from guichet.backup.archive import Contents, Item
from guichet.backup.databases import Postgres, copy_postgres, copy_sqlite, parse_postgres, put_postgres
from guichet.errors import GuichetError
from guichet.settings import Settings

#: Where backups go when nobody says, in the folder of databases; and how such a file is named.
FOLDER, PREFIX, SUFFIX = "sauvegardes", "guichet-", ".tar.gz"

#: What a file of a backup is put back as.
SQLITE, POSTGRES, FILE, MODEL = "sqlite", "postgresql", "file", "model"

#: The conversations, under the same name whichever database they are in; and the other SQLite files of the folder.
CONVERSATIONS, OTHERS = "guichet.db", ("tracker.db", "catalogue.db", "directory.db")
DUMP, TRACKER_DUMP, KEY = "guichet.dump", "tracker.dump", "secret.key"

_Files = Iterator[tuple[str, str, Path]]


def back_up(settings: Settings, models: Path, target: Path | None = None, key: bool = True) -> tuple[Path, Contents]:
    """All that must not be lost, in one file. `key`: with the key of what is sealed. Raises `GuichetError`."""
    moment = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H-%M-%S")
    target = target or settings.var / FOLDER / f"{PREFIX}{moment}{SUFFIX}"
    with tempfile.TemporaryDirectory(prefix="guichet-", dir=_beside(target)) as scratch:
        files = [*_databases(settings, Path(scratch)), *_models(models), *(_key(settings) if key else ())]
        if not files:
            raise GuichetError(f"{settings.var} : rien à sauvegarder — vérifiez GUICHET_VAR")
        return target, archive.pack(files, target)


def _beside(target: Path) -> Path:
    """Copies are made where the backup goes: /tmp may be small, or in memory."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GuichetError(f"{target.parent} : {error.strerror} — choisissez un autre dossier") from error
    return target.parent


def _databases(settings: Settings, scratch: Path) -> _Files:
    servers = _servers(settings)
    for name, server in servers.items():
        copy_postgres(server, scratch / name)
        yield POSTGRES, name, scratch / name
    for name in OTHERS if DUMP in servers else (CONVERSATIONS, *OTHERS):
        if (settings.var / name).is_file():
            copy_sqlite(settings.var / name, scratch / name)
            yield SQLITE, name, scratch / name


def _servers(settings: Settings) -> dict[str, Postgres]:
    """The PostgreSQL databases by the names of their dumps: conversations, and what the engine remembers of them."""
    addresses = {DUMP: settings.database_url, TRACKER_DUMP: settings.tracker_url}
    found = {name: parse_postgres(url) for name, url in addresses.items()}
    return {name: server for name, server in found.items() if server}


def _models(folder: Path) -> _Files:
    for path in sorted(folder.glob("*.json")) + sorted(folder.glob(f"*{SUFFIX}")):
        yield MODEL, f"models/{path.name}", path


def _key(settings: Settings) -> _Files:
    if (settings.var / KEY).is_file():
        yield FILE, KEY, settings.var / KEY


def prune(folder: Path, keep: int) -> list[Path]:
    """Throw away all but the newest backups of a folder, and say which."""
    old = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)[keep:]
    for path in old:
        path.unlink()
    return old


def restore(settings: Settings, models: Path, source: Path) -> tuple[Contents, Path]:
    """Put a backup back, and say where what it replaces was put aside. Raises `GuichetError`: nothing was replaced."""
    _check_stopped(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restauration-", dir=settings.var) as scratch:
        contents = archive.unpack(source, Path(scratch))
        servers, dumps = _servers(settings), {item.name for item in contents.items if item.kind == POSTGRES}
        _check_kind(DUMP in servers, DUMP in dumps, source)
        for name in sorted(dumps & set(servers)):
            put_postgres(Path(scratch) / name, servers[name])
        aside = settings.var / f"avant-restauration-{datetime.now(timezone.utc):%Y-%m-%dT%H-%M-%S}"
        for item in contents.items:
            if item.kind != POSTGRES:
                _put(Path(scratch) / item.name, _place(item, settings, models), aside)
    return contents, aside


def _check_stopped(settings: Settings) -> None:
    for port in (settings.port, settings.engine_port):
        with socket.socket() as probe:
            probe.settimeout(1.0)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise GuichetError(f"port {port} : Guichet sert encore — arrêtez-le, puis recommencez")


def _check_kind(postgres: bool, dump: bool, source: Path) -> None:
    if postgres and not dump:
        raise GuichetError(f"{source} : faite avec SQLite — videz GUICHET_DATABASE_URL, ou prenez-en une autre")
    if dump and not postgres:
        raise GuichetError(f"{source} : faite avec PostgreSQL — indiquez GUICHET_DATABASE_URL, puis recommencez")


def _place(item: Item, settings: Settings, models: Path) -> Path:
    return models / Path(item.name).name if item.kind == MODEL else settings.var / item.name


def _put(file: Path, place: Path, aside: Path) -> None:
    """One file in its place; what was there, with what SQLite keeps beside it, is put aside and not lost."""
    for old in (place, place.with_name(f"{place.name}-wal"), place.with_name(f"{place.name}-shm")):
        if old.exists():
            aside.mkdir(mode=0o700, exist_ok=True)
            shutil.move(old, aside / old.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.restauration")
    shutil.copyfile(file, draft)
    draft.chmod(0o600)
    os.replace(draft, place)
