"""One turn of a conversation at a time, without polling, in this process.

Among engines nothing is locked: the gateway sends a conversation to the same engine while that is there, and one
message of it at a time (`guichet/gateway/leases.py`). Where two engines take up the same one all the same, they find
out when they store their turns (`tracker_store`), and only one is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.lock_store import LockStore


class TurnLocks(LockStore):
    """Locks of conversations, each for as long as somebody has it or waits for it."""

    def __init__(self) -> None:
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def lock(self, conversation_id: str, *rest: Any, **more: Any) -> AsyncIterator[None]:
        """The conversation is this turn's alone, meanwhile."""
        here = self._here.setdefault(conversation_id, asyncio.Lock())
        async with here:
            yield
