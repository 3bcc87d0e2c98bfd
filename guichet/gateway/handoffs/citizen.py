"""What a citizen does about a person: asks, waits, gives up, leaves a way to be reached. Each is one transaction.

What agents do is in `agents.py`, what time does in `watch.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import stamp
from guichet.gateway.conversations import append
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import contacts, records, switches, told
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import CITIZEN, HandoffRequest
from guichet.gateway.handoffs.statuses import status_frame
from guichet.handoff import HUMAN, Ask, GiveUp, NotAllowed, Owner, Postpone, Speak, Status, after

#: Kinds of frames that the engine asks the gateway to put something in the place of.
ASKED, STATUS = "handoff", "request_status"


class CitizenSide:
    """Hand-off as citizens know it."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def hear(self, connection: AsyncConnection, conversation_id: str, said: str, words: str) -> bool:
        """Right after a message was stored: see to what of it isn't for the engine; whether it is.

        `said`: what the engine would get; `words`: unmasked, and kept nowhere but in the contact details asked for.
        """
        for_engine = await self._hear(connection, conversation_id, said, words)
        # Whoever is in danger is told whom to call at once; a person may be minutes away, or read it tomorrow.
        if not for_engine and (alarm := self._floor.alarm(words)):
            await append(connection, conversation_id, "system", alarm, self._floor.clock)
        return for_engine

    async def _hear(self, connection: AsyncConnection, conversation_id: str, said: str, words: str) -> bool:
        owner = await records.lock(connection, conversation_id)
        request = await records.last_of(connection, conversation_id)
        if said.startswith(told.OURS):
            await self._press(connection, conversation_id, owner, request, said.removeprefix(told.OURS))
            return False
        if request and request.expecting and await self._detail(connection, request, words):
            return False
        if owner in HUMAN:
            await self.unanswered(connection, request)
            return False
        if owner is Owner.CLOSED:
            await records.set_owner(connection, conversation_id, after(records.standing(owner, request), Speak()).owner)
        return True

    async def hold(self, connection: AsyncConnection, conversation_id: str) -> Owner | None:
        """Lock the conversation; its owner, None when it is gone. What the citizen said waits for whoever that is."""
        owner = await records.lock(connection, conversation_id)
        if owner in HUMAN:
            await self.unanswered(connection, await records.last_of(connection, conversation_id))
        return owner

    async def unanswered(self, connection: AsyncConnection, request: HandoffRequest) -> None:
        """The citizen waits for an agent's word, from now on if they did not already."""
        if not request.unanswered_since:
            await records.note(connection, request.id, unanswered_since=stamp(self._floor.clock()))

    async def resolve(self, connection: AsyncConnection, conversation_id: str, frames: Sequence[Frame]) -> list[Frame]:
        """The bot's frames, with those that ask for a person or for a status replaced by what comes of it."""
        resolved: list[Frame] = []
        for frame in frames:
            if frame.kind == ASKED and "request" in frame.fields:
                resolved += await self.ask(connection, conversation_id, frame.fields["request"], frame.text)
            elif frame.kind == STATUS:
                resolved += await status_frame(connection, self._floor, conversation_id, frame)
            else:
                resolved.append(frame)
        return resolved

    async def ask(
        self, connection: AsyncConnection, conversation_id: str, file: dict[str, Any], otherwise: str
    ) -> list[Frame]:
        """Open a request, or say `otherwise` where there is nobody; what to tell the citizen."""
        floor = self._floor
        owner = await records.lock(connection, conversation_id)
        if owner in HUMAN:
            return [Frame("text", floor.wording.already)]
        if not await floor.may_ask(connection):
            return [*await self._closed_notice(connection), Frame("text", otherwise)]
        procedure = file.get("procedure") or {}
        team = floor.teams.responsible(procedure.get("id", ""), file.get("theme", ""))
        request = await self._request(connection, conversation_id, file, procedure)
        command = Ask(team.id, team.is_open(floor.clock()))
        known = Status(request.status) is Status.TICKET and not command.live
        now = await self._move(connection, owner, request, command)
        if now.status is Status.WAITING:
            return await self._waiting(connection, request.id, floor.wording.waiting)
        words = floor.wording.already if known else floor.wording.out_of_hours
        return self._ticket(request, now.team, words)

    async def _request(
        self, connection: AsyncConnection, conversation_id: str, file: dict[str, Any], procedure: dict[str, Any]
    ) -> HandoffRequest:
        """The open request of the conversation, else a new one."""
        request = await records.last_of(connection, conversation_id)
        if request is None or not request.is_open:
            about = {"reason": file.get("reason", "asked"), "procedure_id": procedure.get("id", "")}
            about |= {"procedure_title": procedure.get("title", ""), "file": file}
            await records.create(connection, conversation_id, about, self._floor.clock)
            request = await records.last_of(connection, conversation_id)
        return request

    async def _move(self, connection: AsyncConnection, owner: Owner, request: HandoffRequest, command, detail=""):
        before = records.standing(owner, request)
        then = await records.move(connection, request, before, command, CITIZEN, self._floor.clock, detail)
        self._floor.moved(command, then)
        return then

    async def _waiting(self, connection: AsyncConnection, request_id: int, words: str) -> list[Frame]:
        wording, request = self._floor.wording, await records.by_id(connection, request_id)
        place = await self._floor.place(connection, request)
        await records.note(connection, request.id, told_position=place.position)
        return [
            told.waiting(request.reference, place, words, wording),
            self._floor.menu(wording.while_waiting, told.WHILE_WAITING),
        ]

    def _ticket(self, request: HandoffRequest, team_id: str, words: str) -> list[Frame]:
        floor = self._floor
        team = floor.teams.get(team_id)
        return [
            told.ticket(request.reference, words, team, floor.clock(), floor.wording),
            floor.menu(floor.wording.reach_you, told.FOR_A_TICKET),
        ]

    async def _closed_notice(self, connection: AsyncConnection) -> list[Frame]:
        off = (await switches.off(connection)).get(switches.HANDOFF)
        if off is None:
            return []
        text = self._floor.wording.handoff_off.format(date=self._floor.day(off.since), notice=off.notice)
        return [Frame("notice", text.strip())]

    async def _press(
        self, connection: AsyncConnection, conversation_id: str, owner: Owner, request: HandoffRequest | None, name: str
    ) -> None:
        """One of our own buttons. What no longer fits is said, never an error: an old button may be pressed."""
        try:
            frames = await self._pressed(connection, conversation_id, owner, request, name)
        except NotAllowed:
            wording = self._floor.wording
            frames = [Frame("text", wording.already_taken if owner is Owner.AGENT else wording.too_late)]
        await append(connection, conversation_id, "system", frames, self._floor.clock)

    async def _pressed(
        self, connection: AsyncConnection, conversation_id: str, owner: Owner, request: HandoffRequest | None, name: str
    ) -> list[Frame]:
        wording = self._floor.wording
        if name == "ask":
            return await self.ask(connection, conversation_id, {"reason": "trouble"}, wording.nobody)
        if request is None or not request.is_open:
            raise NotAllowed("closed")
        if name in ("give_up", "cancel"):
            await self._move(connection, owner, request, GiveUp())
            return [told.owned("bot", wording.given_up)]
        frames: list[Frame] = []
        if request.status == Status.WAITING and name in ("postpone", "email", "phone"):
            then = await self._move(connection, owner, request, Postpone())
            frames = self._ticket(request, then.team, wording.postponed)
        if name in wording.asking:
            await records.note(connection, request.id, expecting=name)
            return [*frames[:1], told.asking(name, wording)]
        if request.status == Status.TAKEN:
            raise NotAllowed("already_taken")
        return frames or [Frame("text", wording.noted["here"])]

    async def _detail(self, connection: AsyncConnection, request: HandoffRequest, words: str) -> bool:
        """Take the detail that was asked for; False when the message is about something else, and goes on its way."""
        detail, wording = request.expecting, self._floor.wording
        # A button is no detail; and who has an agent before them says to the agent what a note would have said.
        meant = bool(words) and not (detail == "note" and request.status == Status.TAKEN)
        kept = await contacts.take(connection, request.id, detail, words, self._floor.clock) if meant else None
        if not meant or (kept is None and not contacts.looks_meant(detail, words)):
            await records.note(connection, request.id, expecting="")
            return False
        if kept is None:
            frame = Frame("text", wording.unreadable[detail], {"asks": detail})
        else:
            await records.note(connection, request.id, expecting="")
            frame = Frame("text", wording.noted[detail].format(contact=kept), {"noted": detail})
        await append(connection, request.conversation_id, "system", [frame], self._floor.clock)
        return True
