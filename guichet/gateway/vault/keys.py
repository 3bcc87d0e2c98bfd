"""Where the keys come from: GUICHET_SECRET_KEY, else a file beside the database, made at the first need."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from guichet.errors import GuichetError
from guichet.gateway.vault.vault import KEY, Vault
from guichet.settings import Settings

#: The name of the file in the folder of databases.
FILE = "secret.key"


def load_vault(settings: Settings) -> Vault:
    """The vault of these settings. Raises `GuichetError` for a key that is none, or a file that can't be had."""
    if settings.secret_key.strip():
        return Vault(parse(settings.secret_key, "GUICHET_SECRET_KEY"))
    path = settings.var / FILE
    return Vault(parse(_kept(path), str(path)))


def new_key() -> str:
    """A new key as text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY)).decode()


def parse(text: str, where: str) -> list[bytes]:
    """The keys of a text, the one that seals first. Raises `GuichetError`, which repeats nothing of the text."""
    keys = [_key(part) for part in text.split()]
    if not keys or None in keys:
        cure = "mettez-y ce que donne `guichet secrets new`, la clé courante d'abord, les anciennes après une espace"
        raise GuichetError(f"{where} : pas une clé de 32 octets en base64 — {cure}")
    return [key for key in keys if key]


def _key(part: str) -> bytes | None:
    try:
        bare = part.replace("-", "+").replace("_", "/").rstrip("=")
        key = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except ValueError:
        return None
    return key if len(key) == KEY else None


def _kept(path: Path) -> str:
    """What the file holds; made whole before it has its name, so that two processes at once get the same."""
    cure = "donnez-en le droit, ou réglez GUICHET_SECRET_KEY"
    try:
        if not path.exists():
            _make(path)
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "illisible"
        raise GuichetError(f"{path} : clé inaccessible ({reason}) — {cure}") from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w", encoding="ascii") as written:
            written.write(new_key() + "\n")
            written.flush()
            os.fsync(written.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and has the same right
    finally:
        draft.unlink()


def lazily(settings: Settings) -> Callable[[], Vault]:
    """The vault of these settings, opened at the first need and kept."""
    return cache(partial(load_vault, settings))
