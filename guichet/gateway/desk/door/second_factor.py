"""The second factor: codes of a telephone that change every thirty seconds, and recovery codes for when it is lost."""

from __future__ import annotations

import base64
import hmac
import secrets

import pyotp
import segno
import sqlalchemy as sa

from guichet.gateway.clock import Clock
from guichet.gateway.database import Database
from guichet.gateway.desk.desk_tables import recovery_codes, second_factors
from guichet.gateway.tokens import digest
from guichet.gateway.vault.sealing import seal, unseal

STEP = 30
#: A telephone's clock may be one step away from ours.
WINDOW = (-1, 0, 1)
RECOVERY_CODES = 8
ISSUER = "Guichet"


class SecondFactors:
    """The store of second factors. The clock is handed in; a code counts once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def start(self, agent_id: str) -> str:
        """A new secret, which counts once a first code has confirmed it; one in use stays."""
        secret = pyotp.random_base32()
        mine = second_factors.c.agent_id == agent_id
        async with self._database.write() as connection:
            await connection.execute(second_factors.delete().where(mine, sa.not_(second_factors.c.confirmed)))
            sealed = seal(connection, second_factors.c.secret, agent_id, secret)
            row = {"agent_id": agent_id, "secret": sealed, "confirmed": False, "last_step": 0}
            if not (await connection.execute(sa.select(sa.exists().where(mine)))).scalar():
                await connection.execute(second_factors.insert(), row)
        return secret

    async def pending(self, agent_id: str) -> str:
        """The secret that waits for its first code, or nothing."""
        return (await self._secret(agent_id, confirmed=False))[0]

    async def confirm(self, agent_id: str, code: str) -> list[str]:
        """The recovery codes, shown this once, when the code is that of the waiting secret; else nothing."""
        if not await self._accept(agent_id, code, confirmed=False):
            return []
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        async with self._database.write() as connection:
            await connection.execute(recovery_codes.delete().where(recovery_codes.c.agent_id == agent_id))
            rows = [{"agent_id": agent_id, "digest": digest(_bare(code))} for code in codes]
            await connection.execute(recovery_codes.insert(), rows)
        return codes

    async def check(self, agent_id: str, code: str) -> bool:
        """Whether the code is one of the telephone or a recovery code, never used before."""
        return await self._accept(agent_id, code, confirmed=True) or await self._recover(agent_id, code)

    async def remove(self, agent_id: str) -> None:
        """The password alone is enough again."""
        async with self._database.write() as connection:
            for table in (second_factors, recovery_codes):
                await connection.execute(table.delete().where(table.c.agent_id == agent_id))

    async def recovery_left(self, agent_id: str) -> int:
        """How many recovery codes are left."""
        query = sa.select(sa.func.count()).where(recovery_codes.c.agent_id == agent_id)
        async with self._database.read() as connection:
            return (await connection.execute(query)).scalar_one()

    async def _secret(self, agent_id: str, confirmed: bool) -> tuple[str, str]:
        """The secret, and as it is stored; both empty when there is none."""
        here = (second_factors.c.agent_id == agent_id, second_factors.c.confirmed.is_(confirmed))
        async with self._database.read() as connection:
            sealed = (await connection.execute(sa.select(second_factors.c.secret).where(*here))).scalar() or ""
            return unseal(connection, second_factors.c.secret, agent_id, sealed), sealed

    async def _accept(self, agent_id: str, code: str, confirmed: bool) -> bool:
        secret, sealed = await self._secret(agent_id, confirmed)
        step = _step(secret, _bare(code), int(self._clock().timestamp())) if secret else 0
        if not step:
            return False
        # The one update that finds an older step wins: a code overheard, or sent twice at once, counts once.
        unused = second_factors.update().where(
            second_factors.c.agent_id == agent_id,
            second_factors.c.confirmed.is_(confirmed),
            second_factors.c.secret == sealed,
            second_factors.c.last_step < step,
        )
        async with self._database.write() as connection:
            return (await connection.execute(unused.values(last_step=step, confirmed=True))).rowcount == 1

    async def _recover(self, agent_id: str, code: str) -> bool:
        mine = (recovery_codes.c.agent_id == agent_id, recovery_codes.c.digest == digest(_bare(code)))
        async with self._database.write() as connection:
            return (await connection.execute(recovery_codes.delete().where(*mine))).rowcount == 1


def address(secret: str, login: str) -> str:
    """The secret as an `otpauth:` address."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name=ISSUER)


def square_code(text: str) -> str:
    """The text as a QR code, in a `data:` address of an SVG image with a light margin of its own."""
    return segno.make(text, error="m").svg_data_uri(scale=5, border=4, light="#fff", dark="#000")


def spaced(secret: str) -> str:
    """The secret in groups of four, to be typed."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _step(secret: str, code: str, now: int) -> int:
    """The step whose code it is, or 0."""
    totp = pyotp.TOTP(secret, interval=STEP)
    steps = (now // STEP + away for away in WINDOW)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), _ascii(code))), 0)


def _recovery_code() -> str:
    """80 random bits: a digest of it can't be reversed by guessing."""
    code = base64.b32encode(secrets.token_bytes(10)).decode().lower()
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _bare(code: str) -> str:
    """As it is compared: people type spaces, dashes and capitals as they like."""
    return "".join(c for c in code if c.isalnum()).lower()


def _ascii(code: str) -> bytes:
    return code.encode("utf-8", "surrogatepass")
