"""What of a conversation goes into the inbox, noted in the transaction of the bot's reply; nothing of it is shown.

Never kept: the words of somebody in danger, and what is said to a person, which does not come by here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.danger import Dangers
from guichet.gateway.clock import Clock, stamp
from guichet.gateway.frames import Frame
from guichet.gateway.inbox import PROCESSING, CitizenSide
from guichet.gateway.shapes import NOT_UNDERSTOOD
from guichet.gateway.tables import messages
from guichet.gateway.unanswered import entries, question
from guichet.gateway.unanswered.entries import CHOOSE, HANDOFF, NONE, PENDING, Entry, Proposed
from guichet.gateway.unanswered.question import Question, procedures
from guichet.handoff import Owner

#: A person whom the bot proposed because it was at a loss; who asks for one of their own accord is understood.
_AT_A_LOSS = frozenset({"lost", "trouble"})

#: What buttons tell the engine.
_PRESSED = "/choose"


@dataclass(frozen=True)
class _Turn:
    """A message and what the bot says to it. `pressed`: what its button tells, where it is one."""

    conversation_id: str
    seq: int
    pressed: dict[str, Any]
    frames: Sequence[Frame]


class Listening:
    """A `CitizenSide` that also notes what was not understood; everything else is the other's."""

    def __init__(self, citizen: CitizenSide, dangers: Dangers, clock: Clock) -> None:
        self._citizen = citizen
        self._dangers = dangers
        self._clock = clock

    async def hear(self, connection: AsyncConnection, conversation_id: str, said: str, words: str) -> bool:
        return await self._citizen.hear(connection, conversation_id, said, words)

    async def hold(self, connection: AsyncConnection, conversation_id: str) -> Owner | None:
        return await self._citizen.hold(connection, conversation_id)

    async def resolve(self, connection: AsyncConnection, conversation_id: str, frames: Sequence[Frame]) -> list[Frame]:
        """The bot's frames as the other resolves them, without what is for the inbox."""
        shown = [frame for frame in frames if frame.kind != NOT_UNDERSTOOD]
        # One that failed is no answer: the citizen may send the same again.
        if not any("retry" in frame.fields for frame in shown):
            await self._note(connection, conversation_id, frames)
        return await self._citizen.resolve(connection, conversation_id, shown)

    async def _note(self, connection: AsyncConnection, conversation_id: str, frames: Sequence[Frame]) -> None:
        found = await _answered(connection, conversation_id)
        if found is None:
            return
        turn = _Turn(conversation_id, *found, frames)
        waiting = await entries.of_conversation(connection, conversation_id, PENDING)
        again = await self._see_to(connection, waiting, turn)
        await self._keep_unknown(connection, turn)
        await self._keep_handed_over(connection, turn)
        if not again:
            await self._keep_offered(connection, turn)

    async def _see_to(self, connection: AsyncConnection, waiting: Sequence[Entry], turn: _Turn) -> bool:
        """What became of procedures that were offered before; whether they are being offered again."""
        opened, offered = _opened(turn), {one.id for one in _offered(turn.frames)}
        again = False
        for entry in waiting:
            among = {one.id for one in entry.proposed}
            if opened & among:
                await entries.drop(connection, [entry.id])
            elif offered & among:
                again = True
            else:
                await entries.not_taken(connection, [entry.id])
        return again

    async def _keep_unknown(self, connection: AsyncConnection, turn: _Turn) -> None:
        """Words that point to no procedure."""
        for frame in (frame for frame in turn.frames if frame.kind == NOT_UNDERSTOOD):
            nearest = [Proposed(one["id"], one["title"]) for one in frame.fields["found"]]
            asked = await question.typed(connection, turn.conversation_id, turn.seq)
            await self.keep(connection, turn.conversation_id, NONE, asked, nearest)

    async def _keep_offered(self, connection: AsyncConnection, turn: _Turn) -> None:
        """Words that point to several procedures: kept until one is chosen."""
        if offered := _offered(turn.frames):
            asked = await question.typed(connection, turn.conversation_id, turn.seq)
            await self.keep(connection, turn.conversation_id, CHOOSE, asked, offered)

    async def _keep_handed_over(self, connection: AsyncConnection, turn: _Turn) -> None:
        """Words that the bot proposed a person for."""
        for request in (frame.fields["request"] for frame in turn.frames if "request" in frame.fields):
            if request.get("reason") in _AT_A_LOSS:
                asked = await question.behind(connection, turn.conversation_id, turn.seq)
                await self.keep(connection, turn.conversation_id, HANDOFF, asked, procedures(request))

    async def keep(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        why: str,
        asked: Question | None,
        proposed: Sequence[Proposed],
        comment: str = "",
    ) -> None:
        """Keep a question, unless it or what is said of it tells of a danger."""
        if asked is None or any(self._dangers.recognise(words) for words in (asked.words, comment) if words):
            return
        at = stamp(self._clock())
        await entries.keep(connection, conversation_id, asked.seq, why, asked.words, proposed, at, comment)


async def _answered(connection: AsyncConnection, conversation_id: str) -> tuple[int, dict[str, Any]] | None:
    """The message that is being answered: its number, and what its button tells."""
    here = sa.and_(messages.c.conversation_id == conversation_id, messages.c.status == PROCESSING)
    query = sa.select(messages.c.seq, messages.c.said).where(here).order_by(messages.c.seq).limit(1)
    row = (await connection.execute(query)).first()
    return (row.seq, _entities(row.said)) if row else None


def _entities(payload: str) -> dict[str, Any]:
    """What a button tells the engine; nothing for words, or for a button of another kind."""
    try:
        told = json.loads(payload.removeprefix(_PRESSED)) if payload.startswith(_PRESSED) else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _offered(frames: Sequence[Frame]) -> list[Proposed]:
    """The procedures among which a reply lets the citizen choose."""
    asking = (frame for frame in frames if frame.kind == "choices" and frame.fields.get("reason") == "procedure")
    return next((procedures(frame.fields) for frame in asking), [])


def _opened(turn: _Turn) -> set[str]:
    """The procedures that a message and its reply are about: by the button, the answer, or the question put next."""
    told = [turn.pressed, *(frame.fields.get("procedure") for frame in turn.frames)]
    asking = (frame for frame in turn.frames if frame.fields.get("reason") != "procedure")
    pressed = [_entities(choice.payload) for frame in asking for choice in frame.choices]
    ids = [turn.pressed.get("procedure"), *(one.get("id") for one in told if isinstance(one, dict))]
    ids += [one.get("procedure") for one in pressed]
    return {id for id in ids if isinstance(id, str)}
