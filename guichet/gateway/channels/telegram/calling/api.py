"""The client of Telegram's Bot API: one call, its result, or why there is none. What is called is for others.

The bot's token is in every address: no address, and nothing that quotes one, leaves this module.
"""

from __future__ import annotations

import logging
from typing import Any

import httpx
import msgspec

from guichet.gateway.channels.channel import Gone, Later, Undelivered, Unfit, Unsure
from guichet.gateway.channels.telegram.calling.descriptions import gone, reason

#: Seconds. The connection, and the wait before a new try where nothing left this machine.
CONNECT_TIMEOUT, RETRY = 5.0, 2.0

#: Seconds an idle connection is kept.
KEEPALIVE = 15.0

#: Seconds to wait when the service says that it is too much, but not until when.
WAIT = 1.0

#: What went wrong before the request left.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Rejected(Unfit):
    """A call that Telegram refuses: `code` as in HTTP, `description` in its words, for who runs a command."""

    def __init__(self, reason: str, code: int, description: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.description = description


class _Parameters(msgspec.Struct, frozen=True):
    retry_after: float = 0.0


class _Envelope(msgspec.Struct, frozen=True):
    """What surrounds every result of the Bot API."""

    ok: bool
    result: Any = None
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = _Parameters()


class _Unsaid(logging.Filter):
    """Keeps the addresses of calls out of the HTTP client's own log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "/bot" not in record.getMessage()


_UNSAID = _Unsaid()


class BotApi:
    """The Bot API at `base` for the bot of `token`; `timeout`: seconds for an answer."""

    def __init__(
        self, token: str, base: str, timeout: float = 15.0, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        logging.getLogger("httpx").addFilter(_UNSAID)
        self._prefix = f"/bot{token}/"
        # The environment's proxy is honoured: many administrations have no other way out.
        self._client = httpx.AsyncClient(
            base_url=base,
            timeout=httpx.Timeout(timeout, connect=CONNECT_TIMEOUT),
            limits=httpx.Limits(keepalive_expiry=KEEPALIVE),
            transport=transport,
        )

    async def call(self, method: str, /, **params: Any) -> Any:
        """The result of a method; parameters that are None are left out. Raises `Undelivered`, of one of its kinds."""
        body = _body({name: value for name, value in params.items() if value is not None})
        response = await self._post(method, body)
        envelope = _envelope(response)
        if envelope is None or (not envelope.ok and max(envelope.error_code, response.status_code) < 400):
            raise _garbage(response)
        if envelope.ok:
            return envelope.result
        raise _failure(envelope, response)

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, method: str, body: bytes) -> httpx.Response:
        if self._client.is_closed:
            raise Later("closed", RETRY)
        headers = {"Content-Type": "application/json"}
        # `from None`: the client's own errors hold the request, and with it the token.
        try:
            return await self._client.post(self._prefix + method, content=body, headers=headers)
        except _NOT_SENT as error:
            raise Later(_name(error), RETRY) from None
        except httpx.HTTPError as error:
            raise Unsure(_name(error)) from None


def _body(params: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(params)
    except UnicodeEncodeError:  # half a character, which no UTF-8 has
        raise Rejected("encoding", 400) from None


def _name(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ProxyError):
        return "proxy"
    if isinstance(error, _NOT_SENT):
        return "refused"
    return "timeout" if isinstance(error, httpx.TimeoutException) else "dropped"


def _envelope(response: httpx.Response) -> _Envelope | None:
    try:
        return msgspec.json.decode(response.content, type=_Envelope)
    except (ValueError, RecursionError):
        return None


def _garbage(response: httpx.Response) -> Undelivered:
    """A page of something between Telegram and us, or half an answer."""
    if response.status_code == 429:
        return Later("too_many_requests", _seconds(0.0, response))
    if 300 <= response.status_code < 400:
        return Later("redirected", RETRY)  # never followed, so nothing was done
    if 400 <= response.status_code < 500:
        return Rejected("garbage", response.status_code)
    return Unsure("garbage")


def _failure(envelope: _Envelope, response: httpx.Response) -> Undelivered:
    code, said = envelope.error_code or response.status_code, envelope.description
    if code == 429:
        return Later("too_many_requests", _seconds(envelope.parameters.retry_after, response))
    if code >= 500:
        return Unsure("server")
    if code == 403 or (code == 400 and gone(said)):
        return Gone(gone(said) or "forbidden")
    return Rejected(reason(code, said), code, said)


def _seconds(asked: float, response: httpx.Response) -> float:
    header = response.headers.get("Retry-After", "")
    return max(asked, float(header) if header.isdecimal() else 0.0) or WAIT
