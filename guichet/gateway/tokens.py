"""The secrets of a conversation: its id, its token, the ids of its choices."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_id() -> str:
    """128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """256 random bits: the only way back into a conversation."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token. The token is random, so a plain SHA-256 can't be reversed by guessing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def matches(token: str, stored_digest: str) -> bool:
    """Whether the token is the one behind the digest, in constant time."""
    return hmac.compare_digest(digest(token), stored_digest)
