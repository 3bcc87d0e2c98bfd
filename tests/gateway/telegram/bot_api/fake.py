"""The fake Bot API: its HTTP side, and all that a test does to it."""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from tests.gateway.telegram.bot_api.calls import Call, Params, read_params
from tests.gateway.telegram.bot_api.flood import Flood
from tests.gateway.telegram.bot_api.groups import Group, Newsletter
from tests.gateway.telegram.bot_api.mishaps import Hold, Mishap, Mishaps, chat_id_of
from tests.gateway.telegram.bot_api.people import Person
from tests.gateway.telegram.bot_api.profile import Profile
from tests.gateway.telegram.bot_api.refusals import Refusal, ordered
from tests.gateway.telegram.bot_api.sending import Sending
from tests.gateway.telegram.bot_api.server import HttpServer, Request
from tests.gateway.telegram.bot_api.subscriptions import Subscriptions
from tests.gateway.telegram.bot_api.telegram import Query, Telegram
from tests.gateway.telegram.bot_api.webhook import Hook

_PATH = re.compile(r"^/bot([^/]+)/([A-Za-z]+)$")
#: A call that ends without an answer.
_CUT = None


class FakeBotApi:
    """`http_on_loopback`: setWebhook also takes an http address of this machine, which the real one doesn't."""

    def __init__(
        self, token: str = "123456:a-test-token", username: str = "GuichetTestBot", http_on_loopback: bool = False,
        callback_validity: float = 30.0, webhook_timeout: float = 10.0,
    ) -> None:  # fmt: skip
        self.token = token
        me = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": username, "username": username}
        self._telegram = Telegram(me, http_on_loopback, callback_validity, webhook_timeout)
        self._server = HttpServer(self._serve)
        self._mishaps = Mishaps(self._telegram.bell)
        self._flood = Flood(self._telegram.complain)
        self.profile = Profile(self._telegram)
        rooms = (Sending(self._telegram), Subscriptions(self._telegram), self.profile)
        known = {name: method for room in rooms for name, method in room.methods().items()}
        self._methods = {name.lower(): (name, method) for name, method in known.items()}
        self.calls: list[Call] = []

    @property
    def url(self) -> str:
        """What `TELEGRAM_API_BASE` has to be."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def complaints(self) -> list[str]:
        """What a careless bot did that the real server tolerates without a word."""
        return self._telegram.complaints

    async def start(self) -> None:
        """Also after `stop`, on the same port, with everything as it was: the network is back."""
        await self._server.start()

    async def stop(self) -> None:
        await self._telegram.postman.stop()
        await self._server.stop()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    def person(self, first_name: str, **account: Any) -> Person:
        """Somebody with a private chat; `account`: other fields of theirs, as `username`."""
        return Person(self._telegram, first_name, **account)

    def group(self, title: str = "Les voisins", supergroup: bool = False) -> Group:
        return Group(self._telegram, title, supergroup)

    def newsletter(self, title: str = "Infos de la ville") -> Newsletter:
        return Newsletter(self._telegram, title)

    def fail(
        self, method: str, times: int = 1, code: int = 429, retry_after: int | None = None,
        chat: Person | Group | int | None = None, description: str | None = None,
    ) -> None:  # fmt: skip
        """The next calls are refused, and not carried out."""
        error = ordered(code, description, retry_after)
        self._mishaps.add(Mishap(method, times, chat_id_of(chat), error))

    def cut(self, method: str, times: int = 1, applied: bool = True, chat: Person | Group | int | None = None) -> None:
        """The next calls get no answer; `applied`: they are carried out all the same."""
        self._mishaps.add(Mishap(method, times, chat_id_of(chat), applied=applied))

    def hold(self, method: str) -> AbstractContextManager[Hold]:
        """Calls are carried out at once, and answered after the block."""
        return self._mishaps.hold(method)

    def limits(self, per_chat: tuple[int, float] | None = None, overall: tuple[int, float] | None = None) -> None:
        """Flood control: how many messages in how many seconds; none by default."""
        self._flood.limit(per_chat, overall)

    def expire_callbacks(self) -> None:
        """The buttons pressed so far are too old to be answered."""
        self._telegram.expire()

    def webhook(
        self, url: str, secret: str = "", max_connections: int = 40, allowed_updates: Sequence[str] | None = None
    ) -> None:
        """What setWebhook does, without asking."""
        if allowed_updates is not None:
            self._telegram.mailbox.allowed = tuple(allowed_updates)
        self._telegram.serve(Hook(url, secret, max_connections))

    async def post(self, update: dict | bytes, secret: str | None = None) -> int:
        """Any update to the webhook, once; the status. A dictionary without an `update_id` gets the next one."""
        if isinstance(update, dict):
            update = json.dumps({"update_id": self._telegram.mailbox.number()} | update).encode()
        return await self._telegram.postman.post(update, secret)

    @property
    def pending(self) -> list[dict]:
        """The updates that the bot has not taken yet."""
        return [copy.deepcopy(pending.body) for pending in self._telegram.mailbox.pending.values()]

    async def delivered(self, timeout: float = 10) -> None:
        """The bot took every update. Raises `TimeoutError`."""
        await self._telegram.mailbox.empty(timeout)

    async def until(self, look: Callable[[], Any], timeout: float = 10) -> Any:
        """Wait for whatever a test sees in here. Raises `TimeoutError`."""
        return await self._telegram.bell.until(look, timeout)

    def called(self, method: str, chat: Person | Group | int | None = None) -> list[Call]:
        """The calls of a method, to a chat."""
        chat_id = chat_id_of(chat)
        return [call for call in self.calls if call.method == method and chat_id in (None, call.chat_id)]

    def unanswered_callbacks(self) -> list[Query]:
        return [query for query in self._telegram.queries.values() if not query.answered]

    async def _serve(self, request: Request) -> tuple[int, dict] | None:
        call = None
        try:
            name, method = self._method(request.path)
            call = Call(
                name,
                read_params(request.query, request.headers.get("content-type", ""), request.body),
                time.monotonic(),
            )
            self.calls.append(call)
            self._telegram.bell.ring()
            return await self._carried_out(call, method)
        except Refusal as refusal:
            if call:
                call.error = refusal.description
            return refusal.code, refusal.body()

    def _method(self, path: str) -> tuple[str, Any]:
        found = _PATH.match(path)
        if not found:
            raise Refusal(404, "Not Found")
        if found[1] != self.token:
            raise Refusal(401, "Unauthorized")
        if found[2].lower() not in self._methods:
            raise Refusal(404, "Not Found: method not found")
        return self._methods[found[2].lower()]

    async def _carried_out(self, call: Call, method: Any) -> tuple[int, dict] | None:
        mishap = self._mishaps.take(call)
        if mishap and mishap.error:
            self._flood.punish(call, mishap.error.retry_after or 0)
            raise mishap.error
        if mishap and not mishap.applied:
            return _CUT
        self._flood.check(call)
        params = Params(call.params)
        result = await method(params)
        for name in params.unknown():
            self._telegram.complain(f"{call.method}: unknown parameter {name}")
        answer = {"ok": True, "result": copy.deepcopy(result)}
        await self._mishaps.held(call)
        return _CUT if mishap else (200, answer)
