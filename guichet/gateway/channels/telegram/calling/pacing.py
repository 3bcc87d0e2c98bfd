"""How fast Telegram lets a bot write: so many messages to a chat, so many in all; and the waits that it asks for."""

from __future__ import annotations

import asyncio

from aiolimiter import AsyncLimiter

#: Messages and seconds. Telegram: about one a second to a chat, short bursts allowed; thirty a second in all.
#: A bucket lets as many pass at once as it holds, and as many again while it empties: hence the small one for all.
PER_CHAT, OVERALL = (5, 5.0), (5, 0.2)

#: Above this many chats those that were silent for a while are forgotten: they may write again at once anyway.
MANY = 1_000

#: So many chats that are refused within so many seconds: it is the bot as a whole that is too fast.
SEVERAL, TOGETHER = 3, 1.0


class Pace:
    """Turns to call Telegram, `(how many, in so many seconds)` for each chat and for all of them."""

    def __init__(
        self, per_chat: tuple[float, float] = PER_CHAT, overall: tuple[float, float] = OVERALL, many: int = MANY
    ) -> None:
        self._per_chat = per_chat
        self._many = many
        self._overall = AsyncLimiter(*overall)
        self._chats: dict[str, AsyncLimiter] = {}
        self._holds: dict[str, float] = {}
        self._refused: dict[str, float] = {}
        self._all_until = 0.0

    def __len__(self) -> int:
        """The chats that are remembered."""
        return len(self._chats)

    async def turn(self, address: str, light: bool = False) -> None:
        """Wait until something may be sent to a chat; `light`: it changes what is there, and adds no message."""
        if not light:
            await self._chat(address).acquire()
        while True:
            while (seconds := self.held(address)) > 0:
                await asyncio.sleep(seconds)
            await self._overall.acquire()
            if not self.held(address):
                return

    def hold(self, address: str, seconds: float) -> None:
        """Telegram wants nothing more for this chat before so many seconds; several at once speak for all."""
        now = _now()
        self._holds[address] = max(self._holds.get(address, 0.0), now + seconds)
        lately = {other: at for other, at in self._refused.items() if now - at < TOGETHER}
        self._refused = lately | {address: now}
        if len(self._refused) >= SEVERAL:
            self._all_until = max(self._all_until, now + seconds)

    def held(self, address: str) -> float:
        """Seconds that are left of what Telegram asked for."""
        until = self._holds.get(address, 0.0)
        left = until - _now()
        if until and left <= 0:
            del self._holds[address]
        return max(0.0, left, self._all_until - _now())

    def _chat(self, address: str) -> AsyncLimiter:
        if address not in self._chats:
            if len(self._chats) >= self._many:
                self._forget()
            self._chats[address] = AsyncLimiter(*self._per_chat)
        return self._chats[address]

    def _forget(self) -> None:
        full = self._per_chat[0]
        self._chats = {address: chat for address, chat in self._chats.items() if not chat.has_capacity(full)}
        self._holds = {address: until for address, until in self._holds.items() if until > _now()}


def _now() -> float:
    return asyncio.get_running_loop().time()
