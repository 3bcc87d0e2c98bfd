"""Which file is the widget: the bundle where it was made from the sources that are there, else those sources."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

#: The entry of the sources, the bundle, and what tells which sources it was made from; under `widget/`.
ENTRY, BUNDLE, MANIFEST = "guichet.js", "dist/guichet.js", "dist/manifest.json"
#: Folders that are no part of the widget.
_BESIDE = ("dist", "demo")


class _Manifest(msgspec.Struct):
    sources: str


class Bundle:
    """Chooses for the folder `root`, and again whenever a file of it changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stamp: tuple | None = None
        self._chosen = ENTRY

    def entry(self) -> str:
        """The path of the widget's first file, relative to the folder."""
        files = [*_sources(self._root), self._root / BUNDLE, self._root / MANIFEST]
        stamp = tuple(map(_state, files))
        if stamp != self._stamp:
            self._chosen = BUNDLE if self._is_current(files[:-2]) else ENTRY
            self._stamp = stamp
        return self._chosen

    def _is_current(self, sources: Sequence[Path]) -> bool:
        try:
            manifest = msgspec.json.decode((self._root / MANIFEST).read_bytes(), type=_Manifest)
        except (OSError, msgspec.MsgspecError):
            return False
        return (self._root / BUNDLE).is_file() and manifest.sources == digest(self._root, sources)


def digest(root: Path, sources: Sequence[Path]) -> str:
    """SHA-256 over path, NUL, bytes, NUL of each source, as `make widget` writes it into the manifest."""
    total = hashlib.sha256()
    for path in sources:
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _sources(root: Path) -> list[Path]:
    found = (path for path in root.rglob("*.js") if path.relative_to(root).parts[0] not in _BESIDE)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _state(path: Path) -> tuple[str, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return (str(path), 0, 0)
    return (str(path), status.st_mtime_ns, status.st_size)
