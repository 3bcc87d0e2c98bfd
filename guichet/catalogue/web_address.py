"""Which web addresses an editor may publish; nothing is fetched here."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PRIVATE_ENDINGS = (".local", ".lan", ".home", ".internal", ".intra", ".corp", ".localhost", ".test", ".invalid")
_NUMERIC_HOST = re.compile(r"[0-9.]+|.*:.*|0x[0-9a-f]+")


def refusal(url: str) -> tuple[str, str] | None:
    """Why a citizen can't be sent to `url`, and the cure; None when they can."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "adresse mal écrite", "recopiez-la depuis la barre du navigateur"
    if parts.scheme == "http":
        return "adresse en http://", "mettez l'adresse sécurisée (https://), ou trouvez-en une autre"
    if parts.scheme != "https":
        return "ce n'est pas une adresse web publique", "donnez une adresse qui commence par https://"
    if re.search(r"[\s<>\"'\\]", url) or parts.username is not None:
        return "adresse mal écrite", "recopiez-la depuis la barre du navigateur, sans espace ni identifiant"
    if "." not in host or host.endswith(_PRIVATE_ENDINGS) or _NUMERIC_HOST.fullmatch(host) or port not in (None, 443):
        return "adresse d'un ordinateur ou d'un réseau privé", "donnez une adresse que tout le monde peut ouvrir"
    return None
