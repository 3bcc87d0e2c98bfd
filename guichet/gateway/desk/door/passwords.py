"""Passwords of agents: which are good enough, what is stored of them, whether one is right. Knows no account."""

from __future__ import annotations

import asyncio
import base64
import secrets
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

SHORTEST, LONGEST = 12, 200
#: What a password needs besides the login: a year and a sign are guessed at once.
BESIDES_LOGIN = 8

#: Each check takes 64 MiB for a moment: more at once would burst the gateway's budget.
AT_ONCE = 2

#: What a password must not be made of, besides digits and signs.
TRIVIAL = frozenset(
    {"", "motdepasse", "password", "passw", "azerty", "azertyuiop", "qwerty", "qwertyuiop", "bonjour", "soleil"}
    | {"guichet", "mairie", "prefecture", "administration", "administrateur", "agent", "abcdefghijkl", "changezmoi"}
)

#: Without letters and digits that look alike: a printed password is typed by hand.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Checked:
    """Whether a password is right; `renewed` is what to store from now on where the stored hash has aged."""

    right: bool
    renewed: str = ""


class Passwords:
    """Hashing with argon2, in a thread and a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._nobody = _hash_of_nothing(self._hasher)

    async def hash(self, password: str) -> str:
        """What to store of a password."""
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, _bytes(password))

    async def check(self, password: str, stored: str) -> Checked:
        """Whether it is the password behind a hash; with no hash (`""`) it takes as long, and is wrong."""
        async with self._gate:
            return await asyncio.to_thread(self._check, password, stored)

    def _check(self, password: str, stored: str) -> Checked:
        # A text so long can't be a password, and isn't worth the work.
        given = _bytes(password[: LONGEST + 1])
        try:
            self._hasher.verify(stored or self._nobody, given)
        except (VerificationError, InvalidHashError):
            return Checked(False)
        if not stored:
            return Checked(False)
        return Checked(True, self._hasher.hash(given) if self._hasher.check_needs_rehash(stored) else "")


def weakness(password: str, login: str) -> str:
    """Why a password can't be taken: `short`, `long`, `login`, `trivial`, or nothing."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    letters = "".join(c for c in plain if c.isalpha())
    if len(plain) < SHORTEST:
        return "short"
    if len(plain) > LONGEST:
        return "long"
    if login.casefold() in plain and len(plain) - len(login) < BESIDES_LOGIN:
        return "login"
    return "trivial" if letters in TRIVIAL or len(set(plain)) < 5 else ""


def one_time_password() -> str:
    """A password to hand over once, easy to type: 78 random bits in four groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _hash_of_nothing(hasher: PasswordHasher) -> str:
    """A hash of today's cost that no password has."""
    salt, result = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${result}"


def _bytes(password: str) -> bytes:
    # The same accent may be typed as one character or two, depending on the keyboard.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
