"""Writing a file as a whole: whoever reads it meanwhile has the old one or the new one, never a part.

SQLite files have their own way, in `swapped_database`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from guichet.errors import GuichetError


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of a file, with the rights it had. Raises `GuichetError` and leaves nothing behind."""
    part = None
    try:
        mode = path.stat().st_mode & 0o777 if path.is_file() else 0o644
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.chmod(part, mode)
        os.replace(part, path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise GuichetError(f"{path.name} : écriture impossible ({reason}) — vérifiez la place et les droits") from error
