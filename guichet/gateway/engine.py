"""The client of the Rasa engine: one message in, what it says out. Rendering it is for `replies.py`."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import msgspec

#: Seconds. The engine answers in milliseconds; a first message after a start may take a few seconds.
CONNECT_TIMEOUT, ANSWER_TIMEOUT = 2.0, 20.0

#: Seconds before the one new try when the engine refuses the connection: it is probably restarting.
RETRY_DELAY = 1.0

#: Seconds an idle connection is kept; Rasa's server closes after 5, and writing to a closed one loses the message.
KEEPALIVE = 3.0


class EngineError(Exception):
    """The engine gave no usable answer. `reason`: refused, timeout, dropped, status or garbage."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Button(msgspec.Struct, frozen=True):
    """Rasa's own button."""

    title: str
    payload: str


class Reply(msgspec.Struct, frozen=True):
    """One message of Rasa's REST channel; `custom` is what an action said through `json_message`."""

    text: str | None = None
    buttons: tuple[Button, ...] | None = None
    custom: Any = None


class EngineClient:
    """Rasa's REST channel at `url`, without a trailing slash."""

    def __init__(self, url: str, answer_timeout: float = ANSWER_TIMEOUT, retry_delay: float = RETRY_DELAY) -> None:
        self._retry_delay = retry_delay
        # trust_env off: a proxy of the environment must never see the engine's traffic.
        self._client = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(answer_timeout, connect=CONNECT_TIMEOUT),
            limits=httpx.Limits(keepalive_expiry=KEEPALIVE),
            trust_env=False,
        )

    async def send(self, conversation_id: str, text: str) -> list[Reply]:
        """What the engine says to a message. Raises `EngineError`."""
        message = {"sender": conversation_id, "message": text}
        try:
            response = await self._post(message)
        except httpx.ConnectError:
            await asyncio.sleep(self._retry_delay)
            response = await self._last_try(message)
        except httpx.HTTPError as error:
            raise _failure(error) from error
        return _parse(response)

    async def _post(self, message: dict[str, str]) -> httpx.Response:
        return await self._client.post("/webhooks/rest/webhook", json=message)

    async def _last_try(self, message: dict[str, str]) -> httpx.Response:
        try:
            return await self._post(message)
        except httpx.HTTPError as error:
            raise _failure(error) from error

    async def forget(self, conversation_id: str) -> None:
        """Have the engine erase what it keeps of a conversation. Raises `EngineError`."""
        try:
            response = await self._client.delete(f"/webhooks/rest/conversations/{conversation_id}")
        except httpx.HTTPError as error:
            raise _failure(error) from error
        if not response.is_success:
            raise EngineError("status")

    async def alive(self) -> bool:
        """Whether the engine answers at all."""
        try:
            return (await self._client.get("/", timeout=CONNECT_TIMEOUT)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._client.aclose()


def _failure(error: httpx.HTTPError) -> EngineError:
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return EngineError("refused")
    return EngineError("timeout" if isinstance(error, httpx.TimeoutException) else "dropped")


def _parse(response: httpx.Response) -> list[Reply]:
    if not response.is_success:
        raise EngineError("status")
    try:
        return msgspec.json.decode(response.content, type=list[Reply])
    except (ValueError, RecursionError) as error:
        raise EngineError("garbage") from error
