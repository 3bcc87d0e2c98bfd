"""Asks the processes whether they are there, over HTTP on this machine; a silence is an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timezone

import httpx
from prometheus_client.parser import text_string_to_metric_families

from guichet.gateway.status.facts import Part
from guichet.settings import Settings

#: Seconds to wait for each.
PATIENCE = 3.0

#: What `/metrics` said: (name, label) → value; the label is the one that tells families of one label apart.
Scraped = Mapping[tuple[str, str], float]


async def probe(settings: Settings) -> tuple[Part, Part, Part, Scraped]:
    """Gateway, engine, action server, and the gateway's metrics, empty when it is silent."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    gateway_url = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    actions_url = f"http://127.0.0.1:{settings.actions_port}"
    engine_urls = settings.engine_url.split()
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
        told, actions, *engines = await asyncio.gather(
            _get(http, f"{gateway_url}/metrics"),
            _get(http, f"{actions_url}/health"),
            *(_get(http, f"{url}/") for url in engine_urls),
        )
    scraped = scrape(told) if told is not None else {}
    since = scraped.get(("process_start_time_seconds", ""))
    gateway = Part(told is not None, _port(gateway_url), _iso(since) if since else None)
    known = scraped.get(("guichet_up", "engine"))
    # The gateway reaches an engine elsewhere, which this machine may not.
    up = bool(known) if known is not None else any(engine is not None for engine in engines)
    return gateway, Part(up, ", ".join(map(_port, engine_urls))), Part(actions is not None, _port(actions_url)), scraped


async def _get(http: httpx.AsyncClient, url: str) -> str | None:
    """What it answers, with any status: it is there; None when it does not answer."""
    try:
        return (await http.get(url)).text
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return None


def scrape(text: str) -> Scraped:
    """The samples of `/metrics`; nothing of what is not in its format."""
    try:
        families = list(text_string_to_metric_families(text))
    except (ValueError, KeyError, IndexError):
        return {}
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in families
        for sample in family.samples
    }


def _port(url: str) -> str:
    return url.rpartition(":")[2]


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
