"""`python -m guichet.gateway`: serve the gateway on the settings of the environment, in one process."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys

from guichet import logs
from guichet.errors import GuichetError
from guichet.gateway.app import create_app
from guichet.gateway.opening import opened
from guichet.gateway.vault.places import check
from guichet.settings import Settings, load


def main() -> int:
    """0 after an orderly stop, 1 with one line on standard error when it can't serve."""
    logs.configure("gateway")
    try:
        settings = load()
        logs.configure("gateway", settings.log_level)
        listener = bind(settings)
        # Before the server, so that an unusable database is one line and not Sanic's traceback.
        asyncio.run(prepare(settings))
        app = create_app(settings, allowed_origins=settings.allowed_origins, proxies=settings.proxies)
        logging.getLogger("guichet.gateway").info("gateway.started", extra={"address": address(settings)})
        app.run(sock=listener, single_process=True, access_log=False, motd=False)
    except GuichetError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


async def prepare(settings: Settings) -> None:
    """Bring the database up to date, and see that its keys are there. Raises `GuichetError`."""
    async with opened(settings) as database, database.read() as connection:
        await check(connection)


def address(settings: Settings) -> str:
    """Where a browser finds the gateway."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def bind(settings: Settings) -> socket.socket:
    """A socket on the settings' host and port. Raises `GuichetError` when another program has it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=256)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            cure = "arrêtez l'autre programme ou choisissez un autre port avec GUICHET_PORT"
            raise GuichetError(f"GUICHET_PORT : le port {settings.port} est déjà pris — {cure}") from error
        raise GuichetError(f"GUICHET_HOST : {settings.host} inutilisable ({error.strerror}) — corrigez-la") from error


if __name__ == "__main__":
    sys.exit(main())
