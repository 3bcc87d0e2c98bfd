"""Small archives in the feed's format, for the tests of the import."""

from __future__ import annotations

import zipfile
from pathlib import Path

FEED = Path(__file__).parent / "feed"
SHEET = (
    '<Publication xmlns:dc="http://purl.org/dc/elements/1.1/" ID="{id}" type="Fiche d\'information">'
    "<dc:title>{title}</dc:title><dc:date>modified 2026-01-01</dc:date>"
    "<Texte><Paragraphe>{text}</Paragraphe></Texte></Publication>"
)


def feed_files() -> dict[str, bytes]:
    """The hand-written feed of `tests/catalogue/feed`, by file name."""
    return {path.name: path.read_bytes() for path in sorted(FEED.glob("*.xml"))}


def sheet(identifier: str, title: str = "Titre", text: str = "Texte") -> bytes:
    """The least sheet that reads."""
    return SHEET.format(id=identifier, title=title, text=text).encode()


def many(count: int) -> dict[str, bytes]:
    """An archive's worth of least sheets, `F1.xml` and on."""
    return {f"F{number}.xml": sheet(f"F{number}", f"Fiche {number}") for number in range(1, count + 1)}


def write_zip(path: Path, files: dict[str, bytes]) -> Path:
    """A zip of these files at `path`, the same to the byte whenever it is made."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, date_time=(2026, 6, 1, 12, 0, 0))
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return path
