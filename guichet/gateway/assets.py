"""The files of a folder as a browser gets them: compressed once, kept in memory, read again when they change.

Only files of known types: tools, manifests and hidden files of the folder are never served.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path, PurePosixPath

#: What may be served, and as what.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".css", ".html", ".js", ".svg"})
#: Folders that are there for tools.
_HIDDEN = frozenset({"node_modules"})


@dataclass(frozen=True)
class Asset:
    """One file, ready to send. `gzipped` is empty where compressing gains nothing."""

    body: bytes
    gzipped: bytes
    type: str
    etag: str
    modified: str


class Assets:
    """The files under `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._kept: dict[str, tuple[tuple[int, int], Asset]] = {}

    def get(self, path: str) -> Asset | None:
        """The file at a path relative to the root, or None; a path never leads out of the root."""
        file = self._file(path)
        if file is None:
            return None
        status = file.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(path)
        if kept is None or kept[0] != stamp:
            kept = self._kept[path] = (stamp, _read(file, status))
        return kept[1]

    def _file(self, path: str) -> Path | None:
        parts = PurePosixPath(path).parts
        hidden = any(part.startswith(".") or part in _HIDDEN or "\x00" in part for part in parts)
        if not parts or hidden or PurePosixPath(path).suffix not in TYPES:
            return None
        file = self._root.joinpath(*parts)
        try:
            return file if file.resolve().is_relative_to(self._root) and file.is_file() else None
        except OSError:  # a name that no file system takes
            return None


def _read(file: Path, status: os.stat_result) -> Asset:
    body = file.read_bytes()
    # The time of compression left out: the same file is the same bytes.
    smaller = gzip.compress(body, 9, mtime=0) if file.suffix in _COMPRESSED else b""
    return Asset(
        body=body,
        gzipped=smaller if len(smaller) < len(body) else b"",
        type=TYPES[file.suffix],
        etag=hashlib.sha256(body).hexdigest()[:32],
        modified=formatdate(status.st_mtime, usegmt=True),
    )
