"""Bringing the official directory of offices into `directory.db`; leaves out commands and their display."""

from __future__ import annotations

import array
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from guichet.catalogue import archive, download
from guichet.errors import GuichetError
from guichet.offices import dump, schema
from guichet.offices.communes import Gathering
from guichet.offices.coverage import Coverage
from guichet.offices.directory import Directory
from guichet.offices.reading import BadRecord, read_office
from guichet.offices.records import DirectorySource, OfficeRecord
from guichet.offices.streaming import Records

TITLE = "Annuaire de l'administration"
PRODUCER = "Service-Public.fr / Direction de l'information légale et administrative (DILA)"
LICENCE = "Licence Ouverte 2.0"
#: Changes when the same dump would be read in another way.
READER_VERSION = 1
#: Beyond this share of unreadable records, and this many, the dump itself is taken for bad.
BAD_SHARE, BAD_COUNT = 0.05, 20
#: How many records between two signs of progress.
STEP = 500

#: `progress(done, total)`, in bytes of the dump.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class OfficesReport:
    """What an import did. `reasons`: why records were left out, with how many each time.

    `up_to_date`: this very dump is already in service, nothing was written.
    """

    source: DirectorySource
    reasons: tuple[tuple[str, int], ...] = ()
    up_to_date: bool = False


@dataclass
class _Work:
    connection: sqlite3.Connection
    communes: Gathering = field(default_factory=Gathering)
    reasons: dict[str, int] = field(default_factory=dict)
    records: int = 0
    withdrawn: int = 0
    repeated: int = 0
    file: str = ""
    date: str = ""
    newest: str = ""
    coverage: Path | None = None

    def left_out(self, reason: str, count: int = 1) -> None:
        """Note why something of the dump is not in the directory."""
        if count:
            self.reasons[reason] = self.reasons.get(reason, 0) + count


def import_offices(source: str | Path, target: Path, progress: Progress | None = None) -> OfficesReport:
    """Bring the dump at `source`, a file or an http(s) address, into the directory at `target`.

    All or nothing: on a `GuichetError` the earlier directory stays in service. Twice the same is once.
    """
    url = str(source) if download.is_address(str(source)) else ""
    path = _fetched(url, target.parent / "downloads", progress) if url else Path(source)
    digest = f"{READER_VERSION}:{archive.digest(path)}"
    known = Directory(target).source if schema.is_current(target) else None
    if known is not None and (known.digest, known.url) == (digest, url):
        return OfficesReport(known, up_to_date=True)
    try:
        with schema.rebuilding(target) as connection, tempfile.TemporaryDirectory(dir=target.parent) as aside:
            return _import(path, url, digest, _Work(connection), Path(aside), progress)
    except GuichetError:
        if url:
            download.forget(path)
        raise


def _fetched(url: str, downloads: Path, progress: Progress | None) -> Path:
    if urlsplit(url).path.lower().endswith(".json"):
        raise GuichetError(f"{url} : adresse d'un JSON — donnez celle de l'archive, ou téléchargez puis --from FICHIER")
    return download.fetch(url, downloads, progress)


def _import(path: Path, url: str, digest: str, work: _Work, aside: Path, progress: Progress | None) -> OfficesReport:
    try:
        _read_members(path, work, aside, progress)
        _check(work)
        if work.coverage:
            _put_coverage(work)
    except GuichetError as error:
        raise error if str(path) in str(error) else GuichetError(f"{path} : {error}") from error
    _put_communes(work)
    source = _source(work, path, url, digest)
    work.connection.execute("INSERT INTO meta VALUES ('source', ?)", (msgspec.json.encode(source).decode(),))
    return OfficesReport(source, tuple(sorted(work.reasons.items())))


def _read_members(path: Path, work: _Work, aside: Path, progress: Progress | None) -> None:
    size = path.stat().st_size if path.is_file() else 0
    with dump.opened(path) as (members, raw):
        for member in members:
            work.date = max(work.date, member.date)
            if member.kind == "coverage":
                work.coverage = aside / "communes.zip"
                with work.coverage.open("wb") as target:
                    shutil.copyfileobj(member.stream, target, dump.MEGABYTE)
                continue
            work.file = work.file or member.name
            for number in _put_offices(member.stream, work):
                if progress and number % STEP == 0:
                    progress(min(raw.tell(), size), size)
    if progress:
        progress(size, size)


def _put_offices(stream, work: _Work) -> Iterator[int]:
    records = Records(stream)
    for number, raw in enumerate(records, 1):
        work.records += 1
        try:
            record = read_office(raw)
        except BadRecord as error:
            work.left_out(str(error))
        else:
            work.withdrawn += record is None
            if record is not None:
                _put_office(record, work)
        yield number
    work.records += records.broken
    work.left_out("enregistrement illisible", records.broken)


def _put_office(record: OfficeRecord, work: _Work) -> None:
    run = work.connection.execute
    row = run("SELECT number FROM office WHERE id = ?", (record.id,)).fetchone()
    if row:
        work.repeated += 1
        run("DELETE FROM place WHERE office = ?", row)
        run("DELETE FROM office WHERE number = ?", row)
    number = run("INSERT INTO office (id, body) VALUES (?, ?)", (record.id, msgspec.json.encode(record))).lastrowid
    work.newest = max(work.newest, record.modified)
    work.communes.office(record)
    for kind in record.kinds:
        for insee in dict.fromkeys((record.insee, *record.places)):
            run(
                "INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?)",
                (kind, insee, record.departement, number, record.latitude, record.longitude),
            )


def _check(work: _Work) -> None:
    bad = sum(work.reasons.values())
    if bad > BAD_COUNT and bad > BAD_SHARE * work.records:
        shown = ", ".join(f"{reason} ({count})" for reason, count in sorted(work.reasons.items()))
        raise GuichetError(f"{bad} enregistrements illisibles sur {work.records} : {shown} — {dump.CURE}")
    if not work.connection.execute("SELECT count(*) FROM office").fetchone()[0]:
        raise GuichetError("aucun guichet lisible dans ce fichier — donnez l'annuaire de l'administration (DILA)")


def _put_coverage(work: _Work) -> None:
    """Write who is competent where. Neighbouring communes share the same offices: each set is kept once."""
    numbers = dict(work.connection.execute("SELECT id, number FROM office").fetchall())
    sets: dict[tuple[str, tuple[int, ...]], int] = {}
    coverage = Coverage(work.coverage)
    for commune in coverage:
        work.communes.named(commune.insee, commune.name)
        held = array.array("I")
        for kind, identifiers in commune.offices.items():
            known = tuple(numbers[identifier] for identifier in identifiers if identifier in numbers)
            if known:
                held.append(sets.setdefault((kind, known), len(sets) + 1))
        work.connection.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?)", (commune.insee, held.tobytes()))
    rows = ((number, kind, array.array("I", known).tobytes()) for (kind, known), number in sets.items())
    work.connection.executemany("INSERT INTO competence VALUES (?, ?, ?)", rows)
    work.left_out("fichier de commune illisible", coverage.broken)


def _put_communes(work: _Work) -> None:
    for commune, names in work.communes.communes():
        run = work.connection.execute
        run("INSERT INTO commune VALUES (?, ?)", (commune.insee, msgspec.json.encode(commune)))
        for name in names:
            run("INSERT OR IGNORE INTO commune_name VALUES (?, ?)", (name, commune.insee))
        for postcode in commune.postcodes:
            run("INSERT OR IGNORE INTO commune_postcode VALUES (?, ?)", (postcode, commune.insee))


def _source(work: _Work, path: Path, url: str, digest: str) -> DirectorySource:
    count = {
        name: work.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for name, table in (("offices", "office"), ("communes", "commune"), ("covered", "coverage"))
    }
    return DirectorySource(
        title=TITLE,
        producer=PRODUCER,
        url=url,
        file=work.file or path.name,
        date=work.date or work.newest,
        licence=LICENCE,
        imported_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        digest=digest,
        counts=count | {"withdrawn": work.withdrawn, "repeated": work.repeated, "bad": sum(work.reasons.values())},
    )
