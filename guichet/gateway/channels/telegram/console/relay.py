"""The local gateway, called as Telegram calls it, with updates that were fetched.

What updates mean is the gateway's affair: here, only whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from guichet.errors import GuichetError
from guichet.gateway.channels.telegram import PATH, SECRET_HEADER
from guichet.gateway.channels.telegram.console.calls import Pause, Say
from guichet.gateway.channels.telegram.wording import ConsoleWording

#: Pauses between tries double from the first to the last.
FIRST_PAUSE, LAST_PAUSE = 0.5, 8.0


class _Chat(msgspec.Struct, frozen=True):
    id: int


class _Holder(msgspec.Struct, frozen=True):
    chat: _Chat | None = None


class _Content(_Holder, frozen=True):
    message: _Holder | None = None


class _Envelope(msgspec.Struct, frozen=True):
    update_id: int
    message: _Content | None = None
    edited_message: _Content | None = None
    callback_query: _Content | None = None
    my_chat_member: _Content | None = None

    @property
    def chat(self) -> int | None:
        """Whose update it is; none for those of no chat."""
        contents = (self.message, self.edited_message, self.callback_query, self.my_chat_member)
        content = next((c for c in contents if c is not None), _Content())
        holders = (content, content.message or _Holder())
        return next((holder.chat.id for holder in holders if holder.chat is not None), None)


@dataclass(frozen=True)
class Waiting:
    """An update as it came, and what is needed to hand it on in order."""

    number: int
    chat: int | None
    body: dict[str, Any]


def waiting(update: Any, words: ConsoleWording) -> Waiting:
    """An update of `getUpdates`. Raises `GuichetError` when it is none."""
    try:
        envelope = msgspec.convert(update, _Envelope)
    except msgspec.ValidationError:
        raise GuichetError(words.unreadable.format(method="getUpdates")) from None
    return Waiting(envelope.update_id, envelope.chat, update)


class Silence:
    """Somebody who does not answer: said once, and once more when they are back."""

    def __init__(self, say: Say, gone: str, back: str, pause: Pause) -> None:
        self._say, self._gone, self._back, self._pause = say, gone, back, pause
        self._lasts = False

    async def wait(self, attempt: int, at_least: float = 0.0) -> None:
        """Wait before the next try, longer each time."""
        if not self._lasts:
            self._lasts = True
            self._say(self._gone)
        await self._pause(max(min(FIRST_PAUSE * 2.0**attempt, LAST_PAUSE), at_least))

    def over(self) -> None:
        if self._lasts:
            self._lasts = False
            self._say(self._back)


class Relay:
    """The gateway of this machine, called as Telegram calls it."""

    def __init__(self, http: httpx.AsyncClient, secret: str, gateway: str, words: ConsoleWording, silence: Silence):
        self._http, self._gateway, self._words, self._silence = http, gateway, words, silence
        self._headers = {SECRET_HEADER: secret}

    async def deliver(self, update: Waiting) -> None:
        """Return once the gateway has it, whenever that is. Raises `GuichetError` when it never will."""
        attempt = 0
        while not await self._taken(update):
            await self._silence.wait(attempt)
            attempt += 1
        self._silence.over()

    async def _taken(self, update: Waiting) -> bool:
        try:
            response = await self._http.post(f"{self._gateway}{PATH}", json=update.body, headers=self._headers)
        except httpx.TransportError:
            return False
        code = response.status_code
        if code in (408, 429) or code >= 500:
            return False
        if not response.is_success:
            known = {403: self._words.gateway_secret, 404: self._words.gateway_without}
            raise GuichetError(known.get(code, self._words.gateway_refused).format(gateway=self._gateway, code=code))
        return True
