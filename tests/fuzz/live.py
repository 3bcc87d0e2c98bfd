"""The public API as `openapi.yaml` tells it, called by schemathesis on a gateway that really runs, with a fake engine.

Every answer must be one that the file announces, and no call may break anything.
"""

from __future__ import annotations

import asyncio
import queue
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guichet.settings import ROOT
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import arrive, serving, settings_for

CONTRACT = ROOT / "guichet" / "gateway" / "openapi.yaml"

#: Calls of one operation between two looks at the clock.
ROUND = 10

#: What an answer has to be; 503 is not a fault where the contract says so.
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@contextmanager
def gateway() -> Iterator[tuple[str, str, str]]:
    """The address of a gateway in a thread of its own, with a conversation in it: its id and token."""
    opened: queue.Queue = queue.Queue()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        engine = FakeEngine()
        await engine.start()
        with tempfile.TemporaryDirectory() as folder:
            try:
                async with serving(settings_for(Path(folder), engine.port, rate_per_minute=10**6)) as url:
                    opened.put(await _conversation(url))
                    await stop.wait()
            finally:
                await engine.stop()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    try:
        yield opened.get(timeout=30)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()


async def _conversation(url: str) -> tuple[str, str, str]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
    return url, citizen.id, citizen.token


def count(seconds: float, first_seed: int = 0) -> int:
    """How many calls were made within the time, all operations in turn. Raises `AssertionError` for a wrong answer."""
    until, tried, number = time.monotonic() + seconds, 0, first_seed
    with gateway() as (url, conversation_id, token):
        schema = schemathesis.openapi.from_path(CONTRACT)
        operations = [found.ok() for found in schema.get_all_operations()]
        while time.monotonic() < until or not tried:
            for operation in operations:
                tried += _round(operation, url, conversation_id, token, number)
            number += 1
    return tried


def _round(operation: schemathesis.APIOperation, url: str, conversation_id: str, token: str, number: int) -> int:
    tried = 0

    @seed(number)
    @settings(max_examples=ROUND, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def one(case: schemathesis.Case) -> None:
        nonlocal tried
        tried += 1
        # Half of them in the conversation that is there, the others wherever they like.
        if tried % 2 and operation.method != "delete" and "id" in case.path_parameters:
            case.path_parameters["id"] = conversation_id
        if "wait" in (case.query or {}):
            case.query["wait"] = 0
        case.call_and_validate(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, checks=list(CHECKS), timeout=10
        )

    try:
        one()
    except FailureGroup as group:
        raise AssertionError("\n".join(str(each) for each in group.exceptions)) from group
    return tried
