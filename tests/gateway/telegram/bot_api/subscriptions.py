"""How a bot hears: setWebhook and its kin, or getUpdates; never both."""

from __future__ import annotations

import asyncio
import contextlib
import re
from typing import Any
from urllib.parse import urlsplit

from tests.gateway.telegram.bot_api.calls import Params
from tests.gateway.telegram.bot_api.refusals import bad, conflict
from tests.gateway.telegram.bot_api.telegram import Telegram
from tests.gateway.telegram.bot_api.webhook import Hook

_SECRET = re.compile(r"^[A-Za-z0-9_-]*$")
_PORTS = {None, 80, 88, 443, 8443}
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_WEBHOOK_IS_ON = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_WAS_SET = "terminated by setWebhook request"


class Subscriptions:
    """One bot has one webhook, or one poll at a time."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._poll: asyncio.Task | None = None
        self._ended_by = ""

    def methods(self) -> dict[str, Any]:
        return {
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.get_webhook_info,
            "getUpdates": self.get_updates,
        }

    async def set_webhook(self, params: Params) -> bool:
        params.ignore("certificate", "ip_address")
        url, secret = params.text("url"), params.text("secret_token")
        if not url:
            return await self.delete_webhook(params)
        self._check_url(url)
        if len(secret) > 256:
            raise bad("secret token is too long")
        if not _SECRET.match(secret):
            raise bad("secret token contains unallowed characters")
        self._end_poll(_WEBHOOK_WAS_SET)
        await self._telegram.postman.stop()
        self._subscribe(params)
        # « Defaults to 40 »; the real server brings other values back into 1–100.
        self._telegram.serve(Hook(url, secret, max(1, min(params.whole("max_connections", 40), 100))))
        return True

    async def delete_webhook(self, params: Params) -> bool:
        params.ignore("secret_token", "max_connections", "allowed_updates")
        await self._telegram.postman.stop()
        if params.flag("drop_pending_updates"):
            self._telegram.mailbox.pending.clear()
        return True

    async def get_webhook_info(self, _params: Params) -> dict:
        hook, mailbox = self._telegram.postman.hook, self._telegram.mailbox
        info: dict[str, Any] = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(mailbox.pending),
        }
        if hook:
            info["max_connections"] = hook.max_connections
        if hook and hook.last_error_date:
            info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
        return info | ({"allowed_updates": list(mailbox.allowed)} if mailbox.allowed else {})

    async def get_updates(self, params: Params) -> list[dict]:
        limit = max(1, min(params.whole("limit", 100), 100))
        timeout = max(0, min(params.whole("timeout", 0), 50))
        if self._telegram.postman.hook:
            raise conflict(_WEBHOOK_IS_ON)
        self._end_poll(_OTHER_POLL)
        self._subscribe(params)
        self._telegram.mailbox.confirm(params.whole("offset", 0))
        self._poll = poll = asyncio.create_task(self._telegram.mailbox.take(limit, timeout))
        try:
            return await self._taken(poll)
        finally:
            if self._poll is poll:
                self._poll = None

    async def _taken(self, poll: asyncio.Task) -> list[dict]:
        try:
            with contextlib.suppress(TimeoutError):
                return await poll
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():
                poll.cancel()
                raise
            raise conflict(self._ended_by) from None
        return []

    def _end_poll(self, reason: str) -> None:
        if self._poll:
            self._ended_by = reason
            self._poll.cancel()

    def _subscribe(self, params: Params) -> None:
        """« If not specified, the previous setting will be used »; an empty list is the usual kinds."""
        allowed = params.thing("allowed_updates")
        if allowed is not None and not isinstance(allowed, list):
            raise bad("can't parse allowed_updates JSON object")
        if allowed is not None:
            self._telegram.mailbox.allowed = tuple(allowed)
        if params.flag("drop_pending_updates"):
            self._telegram.mailbox.pending.clear()

    def _check_url(self, url: str) -> None:
        parts = urlsplit(url)
        if self._telegram.http_on_loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK:
            return
        if parts.scheme != "https" or not parts.hostname:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if parts.port not in _PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
