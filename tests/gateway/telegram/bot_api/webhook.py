"""The webhook's side: updates pushed to the bot's server, again until it takes them.

As in reality, each chat has its queue: what comes first there is delivered first, and an update that is not taken holds
back those of its queue and no others.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass

import httpx

from tests.gateway.telegram.bot_api.updates import Mailbox, Pending

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_FIRST_DELAY, _LAST_DELAY = 0.05, 0.5


@dataclass
class Hook:
    """Where the updates go."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {SECRET_HEADER: self.secret} if self.secret else {}


class Postman:
    """Delivers while there is a webhook."""

    def __init__(self, mailbox: Mailbox, timeout: float) -> None:
        self._mailbox = mailbox
        self._timeout = timeout
        self._client: httpx.AsyncClient | None = None
        self._queues: dict[str, asyncio.Task] = {}
        self._failing: set[str] = set()
        self._slots = asyncio.Semaphore(40)
        self.hook: Hook | None = None

    def serve(self, hook: Hook) -> None:
        """From now on updates go there, also those that waited."""
        self.hook = hook
        self._slots = asyncio.Semaphore(hook.max_connections)
        for pending in list(self._mailbox.pending.values()):
            self._start(pending.queue)

    async def stop(self) -> None:
        """What was not taken stays in the mailbox."""
        self.hook = None
        tasks = list(self._queues.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._queues.clear()
        self._failing.clear()
        if self._client:
            await self._client.aclose()
            self._client = None

    async def deliver(self, pending: Pending) -> None:
        """Wait until the webhook took it or refused it once; the rest happens behind."""
        if self.hook is None:
            return
        self._start(pending.queue)
        if pending.queue not in self._failing:
            await pending.tried.wait()

    async def post(self, body: bytes, secret: str | None = None, hook: Hook | None = None) -> int:
        """One request; its status. Raises `httpx.HTTPError`."""
        hook = hook or self.hook
        if hook is None:
            raise RuntimeError("no webhook is set")
        self._client = self._client or httpx.AsyncClient(
            trust_env=False, timeout=self._timeout, limits=httpx.Limits(max_connections=None)
        )
        headers = hook.headers if secret is None else {SECRET_HEADER: secret}
        headers = headers | {"Content-Type": "application/json"}
        return (await self._client.post(hook.url, content=body, headers=headers)).status_code

    def _start(self, queue: str) -> None:
        if queue not in self._queues:
            self._queues[queue] = asyncio.create_task(self._work(queue))

    async def _work(self, queue: str) -> None:
        try:
            await self._empty(queue)
        finally:
            self._queues.pop(queue, None)
            self._give_way(queue)

    async def _empty(self, queue: str) -> None:
        delay = _FIRST_DELAY
        while pending := self._mailbox.first(queue):
            if await self._try(pending):
                self._failing.discard(queue)
                self._mailbox.done(pending.id)
                pending.tried.set()
                delay = _FIRST_DELAY
            else:
                self._failing.add(queue)
                self._give_way(queue)
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LAST_DELAY)

    def _give_way(self, queue: str) -> None:
        """Nobody waits any longer for what is in there."""
        for pending in self._mailbox.pending.values():
            if pending.queue == queue:
                pending.tried.set()

    async def _try(self, pending: Pending) -> bool:
        hook, error = self.hook, ""
        async with self._slots:
            try:
                status = await self.post(json.dumps(pending.body).encode(), hook=hook)
                error = "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"
            except httpx.TimeoutException:
                error = "Read timeout expired"
            except httpx.HTTPError:
                error = "Connection refused"
        if error and hook:
            hook.last_error_date, hook.last_error_message = int(time.time()), error
        return not error
