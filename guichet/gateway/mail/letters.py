"""What letters say and when one is written; each is stored in the transaction of what it tells. Nothing is sent here.

A letter holds what an agent wrote and the number of the request; of the citizen, nothing.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import Clock
from guichet.gateway.handoffs import contacts
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.gateway.mail import outbox
from guichet.gateway.wording import MailWording
from guichet.settings import MailSettings
from guichet.teams import Team

#: An agent's words wait so long: whoever reads them on the page and answers there needs no letter.
QUIET = timedelta(minutes=3)


class Letters:
    """The letters of this counter; none where no mail server is set."""

    def __init__(self, mail: MailSettings, wording: MailWording, clock: Clock, public_url: str = "") -> None:
        self.works = mail.works
        self._wording = wording
        self._clock = clock
        self._public_url = public_url

    async def answered(self, connection: AsyncConnection, request: HandoffRequest, agent: str, text: str) -> None:
        """A ticket is answered: it is told at once to who left an address."""
        if address := await self._address(connection, request):
            letter = self._letter(address, request, agent, text)
            await outbox.put(connection, request.id, outbox.ANSWER, letter, self._clock)

    async def said(self, connection: AsyncConnection, request: HandoffRequest, agent: str, text: str) -> None:
        """An agent wrote to somebody who left an address: it is told unless they soon write themselves.

        What is said meanwhile comes in the same letter.
        """
        address = await self._address(connection, request)
        if not address:
            return
        if before := await outbox.untried(connection, request.id, outbox.WORDS):
            ending = self._ending(request)
            await outbox.rewrite(connection, before, f"{before.body.removesuffix(ending)}\n{text}\n{ending}")
        else:
            letter = self._letter(address, request, agent, text)
            await outbox.put(connection, request.id, outbox.WORDS, letter, self._clock, QUIET)

    async def late(self, connection: AsyncConnection, request: HandoffRequest, team: Team) -> None:
        """Nobody has answered for as long as the team allows: those who answer for it are told."""
        wording, values = self._wording, {"reference": request.reference, "team": team.name}
        body = wording.late.format(long=self._duration(team.escalate_minutes), **values)
        if self._public_url:
            body += wording.late_link.format(url=f"{self._public_url}/desk/demandes/{request.reference}")
        for address in team.escalate_to:
            letter = (address, wording.late_subject.format(**values), body)
            await outbox.put(connection, request.id, outbox.LATE, letter, self._clock)

    async def _address(self, connection: AsyncConnection, request: HandoffRequest) -> str:
        return (await contacts.of_request(connection, request.id)).email if self.works else ""

    def _letter(self, address: str, request: HandoffRequest, agent: str, text: str) -> tuple[str, str, str]:
        body = self._wording.answer.format(agent=agent, reference=request.reference, text=text)
        return address, self._wording.subject.format(reference=request.reference), f"{body}{self._ending(request)}"

    def _ending(self, request: HandoffRequest) -> str:
        return self._wording.ending.format(reference=request.reference)

    def _duration(self, minutes: int) -> str:
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self._wording.minutes.format(minutes=minutes)
        return self._wording.hours.format(hours=hours, minutes=f" {rest:02}" if rest else "")
