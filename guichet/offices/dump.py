"""The directory's dump, opened without trusting it: archive or JSON; leaves out what the records mean.

The producer's archive holds `…-data.gouv_local.json` (the offices) and `…-data.gouv_commune.zip` (which offices
are competent for each commune, one JSON file per commune). Nothing is ever extracted under a name of the archive.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from guichet.errors import GuichetError

MEGABYTE = 1024 * 1024
#: Four times the dump of today.
OFFICES_LIMIT = 1200 * MEGABYTE
#: The archive of communes weighs 350 MB.
COVERAGE_LIMIT = 1200 * MEGABYTE
MEMBERS_LIMIT = 1000
CURE = "téléchargez l'annuaire de nouveau"

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[_.-]")
_DAMAGE = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)


@dataclass(frozen=True)
class Member:
    """A file of the dump. `kind`: offices (JSON) or coverage (zip). `date`: AAAA-MM-JJ from its name, or empty."""

    name: str
    kind: str
    date: str
    stream: BinaryIO


class Bounded:
    """A stream that stops with an error beyond `limit` bytes, whatever size a header claims."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def read(self, size: int = MEGABYTE) -> bytes:
        """At most `size` bytes. Raises `GuichetError` on damage, or beyond the limit."""
        try:
            data = self._stream.read(size)
        except RuntimeError as error:  # a zip that wants a password
            raise GuichetError(f"archive chiffrée — {CURE}") from error
        except _DAMAGE as error:
            raise GuichetError(f"données abîmées dans l'archive — {CURE}") from error
        self._left -= len(data)
        if self._left < 0:
            raise GuichetError("bien plus gros que l'annuaire une fois décompressé — vérifiez d'où vient ce fichier")
        return data


@contextmanager
def opened(path: Path) -> Iterator[tuple[Iterator[Member], BinaryIO]]:
    """The members of the dump at `path`, each to be read before the next, and the raw file, for progress.

    Raises `GuichetError` in one line, which does not name the file.
    """
    with ExitStack() as stack:
        try:
            raw = stack.enter_context(path.open("rb"))
            start = raw.read(512)
            raw.seek(0)
        except OSError as error:
            raise GuichetError(f"fichier illisible ({error.strerror}) — vérifiez le chemin donné à --from") from error
        yield _members(raw, start, path.name), raw


def _members(raw: BinaryIO, start: bytes, name: str) -> Iterator[Member]:
    if start.startswith(b"PK\x03\x04"):
        return _of_zip(raw)
    if start[257:262] == b"ustar":
        return _of_tar(raw)
    for magic, open_compressed in ((b"BZh", bz2.open), (b"\x1f\x8b", gzip.open), (b"\xfd7zXZ", lzma.open)):
        if start.startswith(magic):
            return _of_compressed(raw, open_compressed, name)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return iter([Member(name, "offices", _date(name), Bounded(raw, OFFICES_LIMIT))])
    raise GuichetError("ni archive (tar.bz2, zip) ni JSON — donnez le fichier de l'annuaire tel que téléchargé")


def _of_compressed(raw: BinaryIO, open_compressed, name: str) -> Iterator[Member]:
    try:
        start = open_compressed(raw).read(512)
    except _DAMAGE as error:
        raise GuichetError(f"archive abîmée ou tronquée — {CURE}") from error
    raw.seek(0)
    if start[257:262] == b"ustar":
        return _of_tar(raw)
    stream = Bounded(open_compressed(raw), OFFICES_LIMIT)
    return iter([Member(name, "offices", _date(name), stream)])


def _of_tar(raw: BinaryIO) -> Iterator[Member]:
    """The members in the order of the archive: a compressed tar can't be gone back into."""
    try:
        with tarfile.open(fileobj=raw, mode="r|*") as archive:
            for number, info in enumerate(archive):
                _refuse_crowd(number)
                kind = _kind(info.name)
                stream = archive.extractfile(info) if kind and info.isreg() else None
                if stream is not None:
                    yield Member(_stem(info.name), kind, _date(info.name), Bounded(stream, _limit(kind)))
    except _DAMAGE as error:
        raise GuichetError(f"archive abîmée ou tronquée — {CURE}") from error


def _of_zip(raw: BinaryIO) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(raw) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_crowd(len(infos))
            for info in infos:
                if kind := _kind(info.filename):
                    with archive.open(info) as stream:
                        yield Member(_stem(info.filename), kind, _date(info.filename), Bounded(stream, _limit(kind)))
    except RuntimeError as error:
        raise GuichetError(f"archive chiffrée — {CURE}") from error
    except _DAMAGE as error:
        raise GuichetError(f"archive abîmée ou tronquée — {CURE}") from error


def _refuse_crowd(number: int) -> None:
    if number > MEMBERS_LIMIT:
        raise GuichetError(f"plus de {MEMBERS_LIMIT} fichiers dans l'archive — ce n'est pas l'annuaire officiel")


def _kind(name: str) -> str:
    stem = _stem(name).lower()
    if stem.endswith(".zip") and "commune" in stem:
        return "coverage"
    return "offices" if stem.endswith(".json") else ""


def _limit(kind: str) -> int:
    return OFFICES_LIMIT if kind == "offices" else COVERAGE_LIMIT


def _stem(name: str) -> str:
    return PurePosixPath(name).name


def _date(name: str) -> str:
    match = _DATE.search(_stem(name))
    return match[1] if match else ""
