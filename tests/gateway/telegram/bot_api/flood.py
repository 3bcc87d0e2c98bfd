"""Flood control: how much a bot may send to a chat and in all, and who writes on before the penalty is over."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.gateway.telegram.bot_api.calls import Call
from tests.gateway.telegram.bot_api.refusals import too_many

#: Timers may fire this much too early.
_GRACE = 0.02


@dataclass
class Limit:
    """At most `count` in `seconds`, for each key."""

    count: int
    seconds: float
    _sent: dict[int, deque] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, key: int, now: float) -> float:
        """Seconds until one more may be sent."""
        sent = self._sent[key]
        while sent and sent[0] <= now - self.seconds:
            sent.popleft()
        return 0 if len(sent) < self.count else sent[0] + self.seconds - now

    def note(self, key: int, now: float) -> None:
        self._sent[key].append(now)


class Flood:
    """Counts what is sent and edited; typing, answers to buttons and settings are not counted."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._limits: list[tuple[Limit, bool]] = []
        self._until: dict[int | None, float] = {}
        self._enforced = False

    def limit(self, per_chat: tuple[int, float] | None, overall: tuple[int, float] | None) -> None:
        """A count and a number of seconds for each; None is no limit."""
        self._limits = [(Limit(*per_chat), True)] if per_chat else []
        self._limits += [(Limit(*overall), False)] if overall else []
        self._enforced = bool(self._limits)
        self._until.clear()

    def punish(self, call: Call, seconds: int) -> None:
        """A test made this call fail with 429: calls that come too early will be noted."""
        if _counts(call):
            self._until[call.chat_id] = call.at + seconds

    def check(self, call: Call) -> None:
        """Raises `Refusal`, with the seconds to wait."""
        if not _counts(call) or call.chat_id is None:
            return
        self._obey(call)
        for limit, each in self._limits:
            key = call.chat_id if each else 0
            if seconds := limit.wait(key, call.at):
                refusal = too_many(seconds)
                self._until[call.chat_id if each else None] = call.at + refusal.retry_after
                raise refusal
        for limit, each in self._limits:
            limit.note(call.chat_id if each else 0, call.at)

    def _obey(self, call: Call) -> None:
        left = max(self._until.get(key, 0) for key in (call.chat_id, None)) - call.at
        if left > _GRACE:
            self._complain(f"{call.method}: called {left:.2f} s before the end of the penalty")
            if self._enforced:
                raise too_many(left)


def _counts(call: Call) -> bool:
    return call.method.startswith(("send", "edit")) and call.method != "sendChatAction"
