"""The feed's zip, opened without trusting it; leaves out downloading it and what the files mean."""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from guichet.errors import GuichetError

MEGABYTE = 1024 * 1024
#: The largest file of the feed weighs 0.8 MB, all of them 150 MB.
MEMBER_LIMIT = 20 * MEGABYTE
TOTAL_LIMIT = 1024 * MEGABYTE
MEMBERS_LIMIT = 100_000
CHUNK = 64 * 1024
CURE = "téléchargez-la de nouveau"

SHEET_NAME = re.compile(r"[FNR]\d+\.xml")
REDIRECTIONS = "redirections.xml"
ENCRYPTED = 0x1


class MemberError(GuichetError):
    """One file of the archive that can't be read; the message says why, without the file's name."""


@dataclass(frozen=True)
class Archive:
    """An open archive: `sheets` are the names of its `F…`, `N…` and `R…` files, in the order of their ids."""

    path: Path
    zip: zipfile.ZipFile
    sheets: tuple[str, ...]
    redirections: str | None

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes:
        """The bytes of one file. Raises `MemberError` beyond `limit`, whatever size its header claims."""
        parts, size = [], 0
        try:
            with self.zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    parts.append(chunk)
                    size += len(chunk)
                    if size > limit:
                        raise MemberError(f"plus de {limit // MEGABYTE} Mo une fois décompressé")
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise MemberError("données abîmées dans l'archive") from error
        return b"".join(parts)

    def newest(self) -> str:
        """The day of the newest file, `AAAA-MM-JJ`."""
        year, month, day = max(info.date_time[:3] for info in self.zip.infolist())
        return f"{year:04}-{month:02}-{day:02}"


@contextmanager
def opened(path: Path, total: int = TOTAL_LIMIT) -> Iterator[Archive]:
    """The archive at `path`, checked as a whole; `total` bytes at most. Raises `GuichetError` in one line."""
    with _zip(path) as file:
        names = _checked(file, path, total)
        sheets = sorted((name for name in names if SHEET_NAME.fullmatch(_stem(name))), key=_order)
        if not any(_stem(name).startswith("F") for name in sheets):
            raise GuichetError(f"{path} : aucune fiche (F….xml) dans l'archive — {CURE}")
        index = next((name for name in names if _stem(name) == REDIRECTIONS), None)
        yield Archive(path, file, tuple(sheets), index)


def _zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise GuichetError(f"{path} : fichier introuvable — vérifiez le chemin donné à --from") from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise GuichetError(f"{path} : ce n'est pas une archive zip lisible, ou elle est tronquée — {CURE}") from error


def digest(path: Path) -> str:
    """The SHA-256 of the file, in hexadecimal; the empty string when it can't be read."""
    hasher = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(MEGABYTE):
                hasher.update(chunk)
    except OSError:
        return ""
    return hasher.hexdigest()


def _stem(name: str) -> str:
    return PurePosixPath(name).name


def _order(name: str) -> tuple[str, int]:
    stem = _stem(name)
    return stem[0], int(stem[1:-4])


def _checked(file: zipfile.ZipFile, path: Path, total: int) -> list[str]:
    infos = [info for info in file.infolist() if not info.is_dir()]
    if len(infos) > MEMBERS_LIMIT:
        raise GuichetError(f"{path} : plus de {MEMBERS_LIMIT} fichiers dans l'archive — ce n'est pas le flux officiel")
    seen: set[str] = set()
    for info in infos:
        _check(info, path, seen)
    if sum(min(info.file_size, MEMBER_LIMIT) for info in infos) > total:
        raise GuichetError(f"{path} : plus de {total // MEGABYTE} Mo décompressés — ce n'est pas le flux officiel")
    return [info.filename for info in infos]


def _check(info: zipfile.ZipInfo, path: Path, seen: set[str]) -> None:
    name = info.filename
    shown = name[:60].encode("unicode_escape").decode("ascii")
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name):
        raise GuichetError(f"{path} : le nom « {shown} » sort de l'archive — ne vous fiez pas à ce fichier, {CURE}")
    if info.flag_bits & ENCRYPTED:
        raise GuichetError(f"{path} : « {shown} » est chiffré — donnez une archive sans mot de passe")
    if _stem(name) in seen:
        raise GuichetError(f"{path} : « {shown} » y est deux fois — {CURE}")
    seen.add(_stem(name))
