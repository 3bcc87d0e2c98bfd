"""How values of the environment are read: numbers, ports, switches, secrets in files; `settings.py` says which."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from guichet.errors import GuichetError

#: What nobody else may know. Each may be in a file that `<NAME>_FILE` names: what Docker, Kubernetes and systemd give.
SECRETS = (
    "GUICHET_DATABASE_URL",
    "GUICHET_TRACKER_URL",
    "GUICHET_REDIS_URL",
    "GUICHET_INTERNAL_TOKEN",
    "GUICHET_METRICS_TOKEN",
    "GUICHET_SECRET_KEY",
    "GUICHET_SMTP_PASSWORD",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_SECRET",
)

#: Bytes. A file of this size is no secret but a mistake.
LARGEST_SECRET = 10_000


class SettingsError(GuichetError):
    """A setting that can't be used; the message names it and says the cure."""


def with_secrets(values: Mapping[str, str], root: Path) -> dict[str, str]:
    """The values, each secret that is in a file read from there; paths count from `root`. Raises `SettingsError`."""
    found = dict(values)
    for name in SECRETS:
        file = (values.get(f"{name}_FILE") or "").strip()
        if not file:
            continue
        if values.get(name):
            raise SettingsError(f"{name} : donné deux fois — gardez {name} ou {name}_FILE, pas les deux")
        found[name] = _secret_in(f"{name}_FILE", root / file)
    return found


def _secret_in(name: str, path: Path) -> str:
    """The one line of a file; what is in it is never repeated in an error."""
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_SECRET + 1).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "ce n'est pas du texte en UTF-8"
        cure = "vérifiez le chemin et qui a le droit de le lire"
        raise SettingsError(f"{name} : {path} illisible ({reason}) — {cure}") from error
    if not text or len(text) > LARGEST_SECRET or not text.isprintable():
        raise SettingsError(f"{name} : {path} vide ou de plusieurs lignes — mettez-y le secret seul, sur une ligne")
    return text


def integer(values: Mapping[str, str], name: str, default: int) -> int:
    """A whole number, zero or more. Raises `SettingsError`."""
    text = values.get(name) or str(default)
    # The longest number that is of use; int() refuses to read thousands of digits.
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise SettingsError(
            f"{name} : « {_short(text)} » n'est pas un nombre entier — corrigez .env ou l'environnement"
        )
    return int(text)


def port_number(values: Mapping[str, str], name: str, default: int) -> int:
    """A port. Raises `SettingsError`."""
    number = integer(values, name, default)
    if not 1 <= number <= 65535:
        raise SettingsError(f"{name} : {number} n'est pas un port — choisissez entre 1 et 65535")
    return number


def switch(values: Mapping[str, str], name: str) -> bool:
    """« oui » or « non », which is meant when nothing is said. Raises `SettingsError`."""
    text = (values.get(name) or "non").strip().lower()
    if text not in ("oui", "non"):
        raise SettingsError(f"{name} : « {_short(text)} » n'est ni oui ni non — corrigez .env ou l'environnement")
    return text == "oui"


def words(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    """What is separated by spaces or commas."""
    return tuple((values.get(name) or "").replace(",", " ").split())


def is_address(url: str) -> bool:
    """Whether this is the address of a page."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a port that is no number
        return False


def _short(text: str) -> str:
    """An error is one line, whatever was given."""
    return " ".join(text.split())[:80]
