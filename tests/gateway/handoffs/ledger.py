"""What was sent and acknowledged, compared with the database: the rules that no order of events may break."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from guichet.gateway import tables
from guichet.gateway.bodies import NewMessage
from guichet.gateway.inbox import DONE
from guichet.handoff import HUMAN, OPEN, Owner, Status
from tests.gateway.handoffs.house import House, Visitor

#: Who has the conversation, for each status of its open request.
OWNERS = {Status.WAITING: Owner.WAITING, Status.TAKEN: Owner.AGENT, Status.TICKET: Owner.BOT}
#: What hangs on a conversation, directly or by its request.
ALL = (tables.events, tables.messages, tables.choices, tables.requests)


class Ledger:
    """What the outside knows, and what must therefore be."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.sent: dict[str, dict[str, NewMessage]] = defaultdict(dict)
        self._seqs: dict[tuple[str, str], int] = {}
        self._spoken: dict[int, int] = {}
        self._erased: list[str] = []
        self._before: dict[str, tuple[int, int]] = {}

    def sends(self, visitor: Visitor, message: NewMessage) -> None:
        self.sent[visitor.id][message.client_id] = message

    def acknowledged(self, visitor: Visitor, message: NewMessage, seq: int) -> None:
        former = self._seqs.setdefault((visitor.id, message.client_id), seq)
        assert former == seq, "the same message has two numbers"

    def spoken(self, unique: int, seq: int) -> None:
        assert self._spoken.setdefault(unique, seq) == seq, "an agent's words have two numbers"

    def erased(self, visitor: Visitor) -> None:
        self._erased.append(visitor.id)
        self.sent.pop(visitor.id, None)
        self._seqs = {key: seq for key, seq in self._seqs.items() if key[0] != visitor.id}

    async def references(self) -> list[str]:
        """Of all requests, the oldest first."""
        rows = await self._house.rows(sa.select(tables.requests.c.reference).order_by(tables.requests.c.id))
        return [row.reference for row in rows]

    async def check(self, visitors: list[Visitor]) -> None:
        """Everything that must be true between any two things that happen."""
        for visitor in visitors:
            await self._check_events(visitor)
            await self._check_messages(visitor)
            await self._check_request(visitor)
            await self._check_engine(visitor)
        await self._check_queue(visitors)
        for table in ALL:
            left = await self._house.rows(sa.select(table).where(table.c.conversation_id.in_(self._erased)))
            assert left == [], "something of an erased conversation is left"

    async def _check_events(self, visitor: Visitor) -> None:
        events = await visitor.events()
        (row,) = await self._of(tables.conversations, visitor, key="id")
        assert [event.seq for event in events] == list(range(1, row.last_seq + 1)), "numbers have gaps"
        told = Owner.BOT
        for event in events:
            if event.kind == "handoff":
                told = Owner(event.body["owner"])
            assert not (event.author == "bot" and told in HUMAN), f"the bot speaks in a human's turn: {events}"
            assert event.author != "agent" or told is Owner.AGENT or self._is_an_answer(event, events)
        # What was closed is the bot's again at the citizen's next word, which nobody needs to be told.
        assert Owner(row.owner) is told or (told, Owner(row.owner)) == (Owner.CLOSED, Owner.BOT), (told, row.owner)

    @staticmethod
    def _is_an_answer(event, events: list) -> bool:
        """Whether it answers a ticket: the end of the request follows at once."""
        following = events[event.seq : event.seq + 1]
        return bool(following) and following[0].body.get("owner") == "closed"

    async def _check_messages(self, visitor: Visitor) -> None:
        rows = {row.client_id: row for row in await self._of(tables.messages, visitor)}
        events = {event.seq: event for event in await visitor.events()}
        for client_id in self.sent[visitor.id]:
            acknowledged = self._seqs.get((visitor.id, client_id))
            assert acknowledged is None or rows[client_id].seq == acknowledged, "an acknowledged message is lost"
            if client_id in rows:
                assert events[rows[client_id].seq].body["client_id"] == client_id
        said = [event.seq for event in events.values() if event.author in ("citizen", "agent")]
        assert sorted(row.seq for row in rows.values()) == said, "an event without its message, or doubled"
        waiting = [row for row in rows.values() if row.status != DONE]
        assert not waiting or visitor.id in self._house.engine.asked, "a message that nobody works on"

    async def _check_request(self, visitor: Visitor) -> None:
        requests = await self._of(tables.requests, visitor)
        still_open = [request for request in requests if Status(request.status) in OPEN]
        assert len(still_open) <= 1
        owner = Owner(await visitor.owner())
        position, reference = await self._house.known.floor.whereabouts(visitor.id)
        if not still_open:
            assert owner in {Owner.BOT, Owner.CLOSED}
            assert (position, reference) == (None, None)
            return
        (request,) = still_open
        assert owner is OWNERS[Status(request.status)]
        assert reference == request.reference
        assert (position is not None) == (request.status == Status.WAITING), "waits, but in no queue"
        assert bool(request.agent_id) == (request.status == Status.TAKEN)
        assert request.reference in await visitor.read(), "the citizen doesn't know their number"
        assert self._house.known.floor.teams.get(request.team).id == request.team, "of a team that nobody is in"
        await self._check_unanswered(visitor, request)

    async def _check_unanswered(self, visitor: Visitor, request: Any) -> None:
        """Words that a citizen said to an agent, and nobody answered, are counted as such."""
        events = await visitor.events()
        taken = max((e.seq for e in events if e.body.get("owner") == "agent"), default=0)
        words = [e.seq for e in events if e.author == "citizen" and "choice" not in e.body and e.seq > taken]
        answers = [e.seq for e in events if e.author == "agent" and e.seq > taken]
        details = [e.seq for e in events if e.author == "system" and e.seq > taken and e.kind == "text"]
        if request.status == Status.TAKEN and words and words[-1] > max([*answers, *details, 0]):
            assert request.unanswered_since, "words that nobody knows to be unanswered"

    async def _check_engine(self, visitor: Visitor) -> None:
        """While a person has the conversation, the engine hears nothing of it."""
        moves = sum(event.kind == "handoff" for event in await visitor.events())
        heard = sum(conversation_id == visitor.id for conversation_id, _ in self._house.engine.heard)
        moves_before, heard_before = self._before.get(visitor.id, (0, heard))
        if moves == moves_before and Owner(await visitor.owner()) in HUMAN:
            assert heard == heard_before, "the engine hears what is for a person"
        self._before[visitor.id] = (moves, heard)

    async def _check_queue(self, visitors: list[Visitor]) -> None:
        """Places in the queues are 1, 2, 3…, each once."""
        columns = (tables.requests.c.conversation_id, tables.requests.c.team)
        waiting = sa.select(*columns).where(tables.requests.c.status == Status.WAITING.value)
        places = defaultdict(list)
        for row in await self._house.rows(waiting):
            assert row.conversation_id in {visitor.id for visitor in visitors}
            places[row.team].append((await self._house.known.floor.whereabouts(row.conversation_id))[0])
        assert all(sorted(taken) == list(range(1, len(taken) + 1)) for taken in places.values())

    async def check_nothing_is_pending(self) -> None:
        """Every message that was ever stored has been dealt with."""
        pending = sa.select(tables.messages).where(tables.messages.c.status != DONE)
        assert await self._house.rows(pending) == []

    async def _of(self, table: sa.Table, visitor: Visitor, key: str = "conversation_id") -> list[Any]:
        return await self._house.rows(sa.select(table).where(table.c[key] == visitor.id))
