"""HTTP of a client that does not give up: while the gateway is away, it asks again, as browsers' scripts do."""

from __future__ import annotations

import asyncio

import httpx

#: Seconds between two tries.
PAUSE = 0.2


async def insist(http: httpx.AsyncClient, method: str, path: str, **options) -> httpx.Response:
    """The first answer that isn't a failure of the server; it may have acted before, on a call it did not answer."""
    while True:
        try:
            response = await http.request(method, path, **options)
        except httpx.TransportError:
            await asyncio.sleep(PAUSE)
            continue
        if response.status_code < 500:
            return response
        await asyncio.sleep(PAUSE)


def client(url: str) -> httpx.AsyncClient:
    """With as many connections as it takes, and none of the environment's proxies."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    return httpx.AsyncClient(base_url=url, trust_env=False, timeout=httpx.Timeout(10), limits=limits)
