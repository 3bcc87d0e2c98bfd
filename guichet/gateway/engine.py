"""The client of the Rasa engine: one message in, what it says out. Rendering it is for `replies.py`."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import msgspec

from guichet.gateway.engines import by_preference
from guichet.gateway.journeys import hear_engine, name_message

#: Seconds. The engine answers in milliseconds; a first message after a start may take a few seconds.
CONNECT_TIMEOUT, ANSWER_TIMEOUT = 2.0, 20.0

#: Seconds before the one new try when the engine refuses the connection: it is probably restarting.
RETRY_DELAY = 1.0

#: Seconds an idle connection is kept; Rasa's server closes after 5, and writing to a closed one loses the message.
KEEPALIVE = 3.0


#: Nobody is there: what was sent has not been heard.
REFUSED = "refused"


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


class _Held(msgspec.Struct, frozen=True):
    model: str = ""


class EngineClient:
    """Rasa's REST channel at `url`, without a trailing slash; several engines' are separated by spaces.

    `token`: the secret of internal calls.
    """

    def __init__(
        self, url: str, answer_timeout: float = ANSWER_TIMEOUT, retry_delay: float = RETRY_DELAY, token: str = ""
    ) -> None:
        self._retry_delay = retry_delay
        self._urls = url.split()
        # trust_env off: a proxy of the environment must never see the engine's traffic.
        self._client = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(answer_timeout, connect=CONNECT_TIMEOUT),
            limits=httpx.Limits(keepalive_expiry=KEEPALIVE),
            trust_env=False,
            event_hooks={"request": [name_message], "response": [hear_engine]},
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
        """The answer of the first engine that takes the call: one that refuses it has not heard it."""
        *others, last = by_preference(self._urls, message["sender"])
        for url in others:
            try:
                return await self._say(url, message)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._say(last, message)

    async def _say(self, url: str, message: dict[str, str]) -> httpx.Response:
        return await self._client.post(f"{url}/webhooks/rest/webhook", json=message)

    async def _last_try(self, message: dict[str, str]) -> httpx.Response:
        try:
            return await self._post(message)
        except httpx.HTTPError as error:
            raise _failure(error) from error

    async def forget(self, conversation_id: str) -> None:
        """Have the engines erase what they keep of a conversation. Raises `EngineError`.

        All of them, as each may remember; but one that refuses the call is not there, and remembers nothing.
        """
        ends = [await self._forget(url, conversation_id) for url in self._urls]
        there = [end for end in ends if end != REFUSED]
        if not there:
            raise EngineError(REFUSED)
        if failed := [end for end in there if end]:
            raise EngineError(failed[0])

    async def _forget(self, url: str, conversation_id: str) -> str:
        """What went wrong with this engine; empty when it forgot."""
        try:
            response = await self._client.delete(f"{url}/webhooks/rest/conversations/{conversation_id}")
        except httpx.HTTPError as error:
            return _failure(error).reason
        return "" if response.is_success else "status"

    async def alive(self) -> bool:
        """Whether an engine answers, and to us."""
        for url in self._urls:
            try:
                if (await self._client.get(f"{url}/webhooks/rest/", timeout=CONNECT_TIMEOUT)).is_success:
                    return True
            except httpx.HTTPError:
                continue
        return False

    async def models(self) -> list[str | None]:
        """What each engine answers with: a model's name, empty for none; None for an engine that can't be reached."""
        return list(await asyncio.gather(*map(self._model, self._urls)))

    async def _model(self, url: str) -> str | None:
        try:
            response = await self._client.get(f"{url}/webhooks/rest/model", timeout=CONNECT_TIMEOUT)
            told = msgspec.json.decode(response.content, type=_Held) if response.is_success else _Held()
        except httpx.HTTPError:
            return None
        except (ValueError, RecursionError):
            return ""
        return told.model

    async def close(self) -> None:
        await self._client.aclose()


def _failure(error: httpx.HTTPError) -> EngineError:
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return EngineError(REFUSED)
    return EngineError("timeout" if isinstance(error, httpx.TimeoutException) else "dropped")


def _parse(response: httpx.Response) -> list[Reply]:
    if not response.is_success:
        raise EngineError("status")
    try:
        return msgspec.json.decode(response.content, type=list[Reply])
    except (ValueError, RecursionError) as error:
        raise EngineError("garbage") from error
