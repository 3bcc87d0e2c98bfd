"""What an agent does with a request: takes, answers, passes, closes. The desk and any other tool act through it.

Every call is one transaction, recorded, told to the citizen in their channel. What citizens do is in `citizen.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.clock import stamp
from guichet.gateway.conversations import append
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import records, told
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import Actor, HandoffRequest
from guichet.gateway.inbox import DONE
from guichet.gateway.tables import messages, notes
from guichet.handoff import (
    Answer,
    Close,
    Command,
    GiveBack,
    NotAllowed,
    Postpone,
    Reopen,
    Standing,
    Status,
    Take,
    Transfer,
)

#: Characters an agent may send at once, or write in a note.
MAX_WORDS = 4_000


@dataclass(frozen=True)
class By:
    """The agent who acts: `name` is what citizens see; `over`: may act on colleagues' requests too."""

    id: str
    name: str
    over: bool = False

    @property
    def actor(self) -> Actor:
        return Actor("agent", self.id)


class AgentSide:
    """Hand-off as agents know it. Each call raises `NotAllowed`, and `LookupError` for a request that is no more."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    async def take(self, by: By, reference: str) -> HandoffRequest:
        """The request is theirs; the citizen is told who answers."""
        frame = told.owned("agent", self._floor.wording.taken.format(agent=by.name), reference, by.name)
        return await self._do(by, reference, Take(by.id, by.over), [frame])

    async def say(self, by: By, reference: str, client_id: str, frame: Frame) -> int:
        """An agent's words or quote, once however often it is sent; its number in the conversation."""
        async with self._floor.database.write() as connection:
            request, before = await self._open(connection, reference)
            known = await _number(connection, request.conversation_id, f"{by.id}:{client_id}")
            if known is not None:
                return known
            if before.status is not Status.TAKEN or before.agent != by.id:
                raise NotAllowed("not_yours")
            seq = await self._append_words(connection, request, by, client_id, frame)
            await self._floor.letters.said(connection, request, by.name, frame.text)
        await self._floor.publish(request.conversation_id)
        return seq

    async def answer(self, by: By, reference: str, client_id: str, frame: Frame) -> HandoffRequest:
        """Answer a ticket in one message, and end it; once however often it is sent."""
        wording = self._floor.wording
        async with self._floor.database.write() as connection:
            request, before = await self._open(connection, reference)
            if await _number(connection, request.conversation_id, f"{by.id}:{client_id}") is not None:
                return request
            await self._move(connection, request, before, Answer(by.id), by)
            await self._append_words(connection, request, by, client_id, frame)
            await self._floor.letters.answered(connection, request, by.name, frame.text)
            ending = told.owned("closed", wording.answered, reference, by.name, closing=True)
            await append(connection, request.conversation_id, "system", [ending], self._floor.clock)
        await self._floor.publish(request.conversation_id)
        return await self._again(request)

    async def transfer(self, by: By, reference: str, team_id: str, to: str = "") -> HandoffRequest:
        """Back to the queue, of a team or for a colleague; with everything that was said."""
        floor, wording = self._floor, self._floor.wording
        team = floor.teams.get(team_id)
        if team is None or team.id != team_id:
            raise LookupError(team_id)
        async with floor.database.write() as connection:
            request, before = await self._open(connection, reference)
            then = await self._move(connection, request, before, Transfer(by.id, team_id, to, by.over), by, detail=to)
            words = wording.passed.format(agent=by.name, team=team.name)
            moved = await records.by_id(connection, request.id)
            if then.status is Status.WAITING:
                place = await floor.place(connection, moved)
                await records.note(connection, request.id, told_position=place.position)
                frame = told.waiting(reference, place, words, wording)
                await append(connection, request.conversation_id, "system", [frame], floor.clock)
        await floor.publish(request.conversation_id)
        return moved

    async def postpone(self, by: By, reference: str) -> HandoffRequest:
        """It becomes a ticket, which its agent or another answers later."""
        floor = self._floor
        async with floor.database.write() as connection:
            request, before = await self._open(connection, reference)
            then = await self._move(connection, request, before, Postpone(by.id), by)
            team = floor.teams.get(then.team)
            frame = told.ticket(reference, floor.wording.postponed, team, floor.clock(), floor.wording)
            reach = floor.menu(floor.wording.reach_you, told.FOR_A_TICKET)
            await append(connection, request.conversation_id, "system", [frame, reach], floor.clock)
        await floor.publish(request.conversation_id)
        return await self._again(request)

    async def give_back(self, by: By, reference: str) -> HandoffRequest:
        """The bot goes on."""
        frame = told.owned("bot", self._floor.wording.given_back.format(agent=by.name))
        return await self._do(by, reference, GiveBack(by.id, by.over), [frame])

    async def close(self, by: By, reference: str, outcome: str) -> HandoffRequest:
        """It is over: the citizen may say how it was."""
        words = self._floor.wording.closed.format(agent=by.name)
        frame = told.owned("closed", words, reference, by.name, closing=True)
        return await self._do(by, reference, Close(by.id, outcome, by.over), [frame])

    async def reopen(self, by: By, reference: str) -> HandoffRequest:
        """Take up what was over."""
        frame = told.owned("agent", self._floor.wording.reopened.format(agent=by.name), reference, by.name)
        return await self._do(by, reference, Reopen(by.id), [frame])

    async def add_note(self, by: By, reference: str, text: str) -> None:
        """A note for colleagues, which citizens never see."""
        async with self._floor.database.write() as connection:
            request, _ = await self._open(connection, reference)
            row = {"request_id": request.id, "at": stamp(self._floor.clock()), "agent_id": by.id, "text": text}
            await connection.execute(notes.insert(), row)
        await self._floor.publish(request.conversation_id)

    async def typing(self, by: By, reference: str) -> None:
        """The citizen sees that the agent is writing, never what."""
        async with self._floor.database.read() as connection:
            request = await records.by_reference(connection, reference)
        if request and request.status == Status.TAKEN and request.agent_id == by.id:
            await self._floor.broadcast.publish(request.conversation_id, typing=by.name)

    async def _do(self, by: By, reference: str, command: Command, frames: Sequence[Frame]) -> HandoffRequest:
        async with self._floor.database.write() as connection:
            request, before = await self._open(connection, reference)
            if isinstance(command, Reopen):
                await self._nothing_newer(connection, request)
            detail = command.outcome if isinstance(command, Close) else ""
            await self._move(connection, request, before, command, by, detail)
            await append(connection, request.conversation_id, "system", frames, self._floor.clock)
        await self._floor.publish(request.conversation_id)
        return await self._again(request)

    @staticmethod
    async def _nothing_newer(connection: AsyncConnection, request: HandoffRequest) -> None:
        """An old request stays as it is while the conversation has a newer one that is open."""
        newest = await records.last_of(connection, request.conversation_id)
        if newest.id != request.id and newest.is_open:
            raise NotAllowed("already_asked")

    async def _open(self, connection: AsyncConnection, reference: str) -> tuple[HandoffRequest, Standing]:
        """The request, its conversation locked, and how both stand."""
        request = await records.by_reference(connection, reference)
        owner = await records.lock(connection, request.conversation_id) if request else None
        if owner is None:
            raise LookupError(reference)
        request = await records.by_id(connection, request.id)
        return request, records.standing(owner, request)

    async def _move(
        self,
        connection: AsyncConnection,
        request: HandoffRequest,
        before: Standing,
        command: Command,
        by: By,
        detail: str = "",
    ) -> Standing:
        then = await records.move(connection, request, before, command, by.actor, self._floor.clock, detail)
        self._floor.moved(command, then)
        return then

    async def _append_words(
        self, connection: AsyncConnection, request: HandoffRequest, by: By, client_id: str, frame: Frame
    ) -> int:
        named = Frame(frame.kind, frame.text, frame.fields | {"agent": by.name}, frame.choices)
        seq = await append(connection, request.conversation_id, "agent", [named], self._floor.clock)
        row: dict[str, Any] = {"conversation_id": request.conversation_id, "seq": seq, "said": "", "attempts": 0}
        # Among the citizen's own messages, for the same promise: what is sent twice is there once.
        await connection.execute(messages.insert(), row | {"client_id": f"{by.id}:{client_id}", "status": DONE})
        await records.note(connection, request.id, unanswered_since="", escalated_at="")
        return seq

    async def _again(self, request: HandoffRequest) -> HandoffRequest:
        async with self._floor.database.read() as connection:
            return await records.by_id(connection, request.id)


async def _number(connection: AsyncConnection, conversation_id: str, client_id: str) -> int | None:
    query = sa.select(messages.c.seq).where(
        messages.c.conversation_id == conversation_id, messages.c.client_id == client_id
    )
    return (await connection.execute(query)).scalar()
