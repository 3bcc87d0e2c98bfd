"""Text, addresses and numbers of the directory made safe to show; leaves out what each field means."""

from __future__ import annotations

import html
import json
import math
import re
from urllib.parse import urlsplit

#: Longer than any text of the directory that helps a citizen.
TEXT_LIMIT = 600
#: A field of a record, as JSON inside a string.
NESTED_LIMIT = 200_000

_TAG = re.compile(r"<[^<>]{0,500}>")
_EMAIL = re.compile(r"[^@\s<>\"',;:()\[\]\\]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d\s().-]{4,30}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def text(value: object, limit: int = TEXT_LIMIT) -> str:
    """A string on one line, without markup or control characters; empty for anything but a string."""
    if not isinstance(value, str):
        return ""
    plain = value[: 4 * limit]
    if "<" in plain or "&" in plain:
        plain = html.unescape(_TAG.sub(" ", plain))
    if not plain.isprintable():
        plain = "".join(c if c.isprintable() else " " for c in plain)
    plain = " ".join(plain.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def items(value: object) -> list:
    """The members of a field that may be a list, one value, nothing, or any of these as JSON in a string."""
    if isinstance(value, str):
        value = _nested(value.strip())
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[dict]:
    """The members of a field that are objects."""
    return [item for item in items(value) if isinstance(item, dict)]


def texts(value: object) -> list[str]:
    """The members of a field that say something, whether they are strings or objects with a `valeur`."""
    found = (text(item.get("valeur") if isinstance(item, dict) else item) for item in items(value))
    return [item for item in found if item]


def web_address(value: object) -> str:
    """An http(s) address that a citizen may follow; empty for anything else."""
    url = text(value)
    if url.lower().startswith("www."):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    # A host without a dot, or with figures only, is of a private network.
    sound = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and not host.replace(".", "").isdigit()
    return url if sound and parts.username is None and not re.search(r"[\s\"'<>\\]", url) else ""


def email(value: object) -> str:
    """An e-mail address, or nothing."""
    found = text(value)
    return found if _EMAIL.fullmatch(found) else ""


def phone(value: object) -> str:
    """A telephone number as the directory writes it, or nothing."""
    found = text(value, 40)
    return found if _PHONE.fullmatch(found) and any(c.isdigit() for c in found) else ""


def coordinate(value: object, limit: float) -> float | None:
    """Degrees between `-limit` and `limit`; None for anything else, and for the zero that stands for nothing."""
    try:
        number = float(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and 0 < abs(number) <= limit else None


def day(value: object) -> str:
    """« 09/08/2023 13:30:19 » or an ISO date → « 2023-08-09 »; empty for anything else."""
    written = text(value, 40)
    if match := re.match(r"(\d{2})/(\d{2})/(\d{4})\b", written):
        return "-".join(reversed(match.groups()))
    match = re.match(r"\d{4}-\d{2}-\d{2}", written)
    return match.group() if match else ""


def _nested(value: str) -> object:
    if value[:1] not in ("[", "{") or len(value) > NESTED_LIMIT:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value
