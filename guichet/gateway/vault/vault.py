"""Sealing of short texts with AES-256-GCM: one key seals, older ones still open. Where keys come from is in `keys.py`.

A sealed text is bound to its place (`about`): copied into another row, it opens no more.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guichet.errors import GuichetError

#: What a sealed text begins with; the key's number and the rest follow, each after a colon.
MARK = "sealed1"

#: Bytes of a key, and of the number that each seal draws at random (NIST SP 800-38D).
KEY, _NONCE = 32, 12


class Vault:
    """Seals with the first key, opens with any. Raises `GuichetError` for what no key opens."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}
        self.current = key_id(keys[0])

    @property
    def ids(self) -> frozenset[str]:
        """The numbers of its keys: they tell nothing of the keys themselves."""
        return frozenset(self._ciphers)

    def seal(self, text: str, about: str) -> str:
        """The text so that only a key opens it; what is empty stays empty."""
        if not text:
            return ""
        nonce = secrets.token_bytes(_NONCE)
        hidden = self._ciphers[self.current].encrypt(nonce, text.encode(), about.encode())
        return f"{MARK}:{self.current}:{base64.urlsafe_b64encode(nonce + hidden).decode()}"

    def open(self, sealed: str, about: str) -> str:
        """What was sealed for the same place."""
        if not sealed:
            return ""
        try:
            mark, number, rest = sealed.split(":")
            data = base64.urlsafe_b64decode(rest)
            if mark != MARK:
                raise ValueError(mark)
            return self._ciphers[number].decrypt(data[:_NONCE], data[_NONCE:], about.encode()).decode()
        except KeyError as error:
            raise missing([number]) from error
        except (ValueError, InvalidTag) as error:
            cure = "remettez la sauvegarde de la base, ou effacez cette demande"
            raise GuichetError(f"{about.partition(':')[0]} : donnée chiffrée abîmée — {cure}") from error


def key_id(key: bytes) -> str:
    """The number of a key, which may be shown and stored."""
    return hashlib.sha256(b"guichet key id" + key).hexdigest()[:8]


def missing(numbers: Sequence[str]) -> GuichetError:
    """The error for data sealed with keys that are not there."""
    cure = "remettez GUICHET_SECRET_KEY ou var/secret.key d'après votre sauvegarde (docs/donnees-personnelles/cles.md)"
    return GuichetError(f"GUICHET_SECRET_KEY : la clé {', '.join(numbers)} manque pour lire les coordonnées — {cure}")
