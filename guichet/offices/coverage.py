"""Which offices are competent for each commune: the producer's zip of one JSON file per commune, read with care.

A file: {"code_insee_commune": "…", "nom": "…", "type_service_local": [{"code_type_service_local": "caf",
"organisme": ["<id of the office>", …]}, …]}, perhaps inside {"commune": […]}.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from guichet.errors import GuichetError
from guichet.offices import cleaning

#: France has 35,000 communes, each file under 100 kB.
MEMBERS_LIMIT = 60_000
MEMBER_LIMIT = 2 * 1024 * 1024
_INSEE = re.compile(r"\d[\dAB]\d{3}")


class CommuneCoverage(msgspec.Struct, frozen=True):
    """The ids of the offices competent for a commune, by the directory's kind."""

    insee: str
    name: str
    offices: dict[str, tuple[str, ...]]


class Coverage:
    """Iterates over the communes of the zip at `path`. `broken` counts the files that could not be read."""

    def __init__(self, path: Path) -> None:
        self.broken = 0
        self._path = path

    def __iter__(self) -> Iterator[CommuneCoverage]:
        """Raises `GuichetError` when the zip itself is damaged."""
        try:
            with self._path.open("rb") as raw, zipfile.ZipFile(raw) as archive:
                infos = [info for info in archive.infolist() if info.filename.lower().endswith(".json")]
                if len(infos) > MEMBERS_LIMIT:
                    raise GuichetError(f"plus de {MEMBERS_LIMIT} communes — ce n'est pas l'annuaire officiel")
                for info in infos:
                    yield from self._read(archive, info)
        except (zipfile.BadZipFile, OSError) as error:
            raise GuichetError("fichier des communes abîmé — téléchargez l'annuaire de nouveau") from error

    def _read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[CommuneCoverage]:
        try:
            with archive.open(info) as stream:
                communes = list(_communes(_whole(stream)))
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
            communes = []
        if not communes:
            self.broken += 1
        yield from communes


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(MEMBER_LIMIT + 1)
    if len(data) > MEMBER_LIMIT:
        raise ValueError("larger than a commune's file may be")
    return data


def _communes(data: bytes) -> Iterator[CommuneCoverage]:
    value = msgspec.json.decode(data)
    for item in cleaning.objects(value.get("commune", value) if isinstance(value, dict) else value):
        insee = cleaning.text(item.get("code_insee_commune"), 10).upper()
        if _INSEE.fullmatch(insee):
            yield CommuneCoverage(insee, cleaning.text(item.get("nom"), 80), dict(_offices(item)))


def _offices(item: dict) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in cleaning.objects(item.get("type_service_local")):
        kind = cleaning.text(group.get("code_type_service_local"), 60)
        identifiers = tuple(i for i in cleaning.items(group.get("organisme")) if isinstance(i, str))
        if kind and identifiers:
            yield kind, identifiers
