"""A Sanic application on a real port of the loopback interface, and a client of it."""

import itertools
import socket
from contextlib import asynccontextmanager

import aiohttp
from sanic import Sanic

_COUNT = itertools.count()


def new_app():
    """An application of its own name: Sanic keeps all of a process."""
    return Sanic(f"engine_test_{next(_COUNT)}", configure_logging=False)


@asynccontextmanager
async def served(fill, app=None):
    """`fill` gives the application its routes; a session of aiohttp for its address."""
    Sanic.test_mode = True
    app = app or new_app()
    fill(app)
    door = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
    await server.startup()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{door.getsockname()[1]}") as session:
            yield session
    finally:
        await server.close()
