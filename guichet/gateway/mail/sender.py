"""Sends what waits in the outbox, again and again, in a task of its own: a slow mail server delays nothing else."""

from __future__ import annotations

import logging

from guichet.gateway.handoffs.contacts import hidden
from guichet.gateway.leases import Leases
from guichet.gateway.mail.outbox import FAILED, LATE, SENT, Mail, Outbox
from guichet.gateway.mail.smtp import Postman, Refused, Unavailable
from guichet.gateway.metrics import Metrics
from guichet.gateway.repeating import Repeating
from guichet.gateway.wording import MailWording

logger = logging.getLogger(__name__)

#: Seconds between two looks, and letters sent at each.
TICK, AT_ONCE = 5.0, 20


class Sender:
    """The task that sends letters; where no mail server is set, it does nothing."""

    def __init__(
        self,
        outbox: Outbox,
        postman: Postman,
        wording: MailWording,
        metrics: Metrics,
        leases: Leases,
        tick: float = TICK,
    ) -> None:
        self._outbox = outbox
        self._postman = postman
        self._wording = wording
        self._metrics = metrics
        self._sending = Repeating(self.send_due, tick, "mail.sender.failed", leases, "mail")

    async def start(self) -> None:
        if self._postman.works:
            self._sending.start()

    async def stop(self) -> None:
        """Whatever is under way is stored, and tried again later."""
        await self._sending.stop()

    async def send_due(self) -> None:
        """Try every letter whose time has come, up to the first that the server doesn't take now."""
        for mail in await self._outbox.due(AT_ONCE):
            if await self._outbox.claim(mail) and not await self._send(mail):
                return

    async def _send(self, mail: Mail) -> bool:
        """Whether the server is worth another letter now."""
        try:
            await self._postman.send(mail)
        except Refused as refusal:
            await self._give_up(mail, refusal)
            return True
        except Unavailable as problem:
            if self._outbox.is_too_old(mail):
                await self._give_up(mail, problem)
            else:
                self._tell("delayed", mail, problem)
            return False
        await self._outbox.settle(mail, SENT)
        self._metrics.count("mails_total", status="sent")
        return True

    async def _give_up(self, mail: Mail, problem: Exception) -> None:
        note = "" if mail.kind == LATE else self._wording.undelivered.format(contact=hidden(mail.recipient))
        await self._outbox.settle(mail, FAILED, note)
        self._tell("failed", mail, problem)

    def _tell(self, status: str, mail: Mail, problem: Exception) -> None:
        self._metrics.count("mails_total", status=status)
        logger.error("mail.%s", status, extra={"seq": mail.id, "reason": str(problem)})
