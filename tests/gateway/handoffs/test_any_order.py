"""Citizens, agents, timers, the engine and crashes in any order: whatever happens, nobody falls between two chairs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guichet.gateway import counter
from guichet.gateway.bodies import NewMessage
from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.handoffs.switches import HANDOFF
from guichet.gateway.refusals import Refused
from guichet.handoff import HUMAN, NotAllowed, Status
from tests.gateway.handoffs.house import WEEK, Died, House, Visitor, asks_for_a_person, by, says, words
from tests.gateway.handoffs.ledger import Ledger

#: A thing that may happen: its name and what it is about.
NAMES = (
    "say say say_again ask press press engine engine engine erase take take take speak answer transfer close give_back "
    "postpone reopen away back wait wait clock_back hours switch restart"
)
OPS = st.tuples(st.sampled_from(NAMES.split()), st.integers(0, 9))
#: Some things at once; and, in one step of five, after how many statements the process dies.
STEPS = st.lists(st.tuples(st.lists(OPS, min_size=1, max_size=3), st.integers(0, 99)), min_size=5, max_size=30)
WORDS = ("bonjour", "mon adresse est lea@exemple.fr", "06 12 34 56 78", "/guichet:give_up", "lea@exemple", "merci")


class Day:
    """A day at the counter: two citizens, two agents and a supervisor; every op may be refused, none may break."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.visitors: list[Visitor] = []
        self.ledger = Ledger(house)
        self.there: set[str] = set()
        self.count = 0

    async def begin(self) -> None:
        await self.house.open()
        roles = {"camille": Role.AGENT, "sacha": Role.AGENT, "alix": Role.SUPERVISOR}
        self.agents = [await self.house.agent(login, role) for login, role in roles.items()]
        self.there = {agent.id for agent in self.agents}
        self.visitors = [(await self.house.waiting_citizen())[0] for _ in range(2)]
        # The second one has a ticket, and two questions that the bot has still to answer.
        await self.visitors[1].press("Recevoir la réponse plus tard")
        for number in range(2):
            await self._send(self.visitors[1], NewMessage(f"first{number}", text=f"question {number}"))

    async def step(self, ops: list[tuple[str, int]], dies_after: int) -> None:
        self.house.now += timedelta(milliseconds=1)
        if dies_after < 20:
            self.house.database.statements_left = dies_after * 2
        results = await asyncio.gather(*(self._try(name, n) for name, n in ops))
        if self.house.database.is_dead:
            await self.house.restart()
            # Whoever got no answer asks again, with the same number.
            for again in [again for again in results if again]:
                await again()
        self.house.database.statements_left = None
        await self.house.settle()
        await self.ledger.check(self.visitors)

    async def _try(self, name: str, n: int) -> Callable[[], Awaitable[None]] | None:
        """Do it; what to do again when the process died of it."""
        self.count += 1
        unique = self.count

        async def again() -> None:
            with suppress(NotAllowed, LookupError, Refused):
                await getattr(self, f"_{name}")(n, unique)

        try:
            await again()
        except Died:
            return again
        return None

    def _visitor(self, n: int) -> Visitor:
        return self.visitors[n % len(self.visitors)]

    async def _say(self, n: int, unique: int) -> None:
        await self._send(self._visitor(n), NewMessage(f"m{unique}", text=f"{WORDS[n % len(WORDS)]} {unique}"))

    async def _say_again(self, n: int, _unique: int) -> None:
        sent = self.ledger.sent.get(self._visitor(n).id, {})
        if sent:
            await self._send(self._visitor(n), list(sent.values())[n % len(sent)])

    async def _send(self, visitor: Visitor, message: NewMessage) -> None:
        self.ledger.sends(visitor, message)
        self.ledger.acknowledged(visitor, message, await visitor.send(message))

    async def _ask(self, n: int, unique: int) -> None:
        """The citizen says that they want a person, and the engine says so too."""
        await self._say(n, unique)
        if self._visitor(n).id in self.house.engine.asked:
            await self._visitor(n).hear(asks_for_a_person())

    async def _press(self, n: int, unique: int) -> None:
        visitor = self._visitor(n)
        offered = [option["choice"] for event in await visitor.events() for option in event.body.get("options", ())]
        if offered:
            # Old buttons too, but most often the last ones.
            await self._send(visitor, NewMessage(f"m{unique}", choice=offered[-1 - unique % min(len(offered), 12)]))

    async def _engine(self, n: int, _unique: int) -> None:
        visitor = self._visitor(n)
        if visitor.id not in self.house.engine.asked:
            return
        if n == 8:
            self.house.engine.fail(visitor.id)
        else:
            said = self.house.engine.heard[-1][1]
            replies = {6: [asks_for_a_person()], 7: []}.get(n, [words(f"réponse à {said}")])
            self.house.engine.answer(visitor.id, *replies)
        await self.house.settle()

    async def _erase(self, n: int, _unique: int) -> None:
        if n == 0:
            visitor = self.visitors[0]
            await counter.erase(self.house.known, visitor.id)
            self.ledger.erased(visitor)
            self.visitors[0] = await self.house.arrive()

    def _who(self, n: int):
        return by(self.agents[n % len(self.agents)])

    async def _reference(self, n: int) -> str:
        known = await self.ledger.references()
        return known[n % len(known)] if known else ""

    async def _take(self, n: int, _unique: int) -> None:
        await self.house.known.agents.take(self._who(n), await self._reference(n))

    async def _speak(self, n: int, unique: int) -> None:
        reference = await self._reference(n)
        frame = says(f"mot {unique}")
        seq = await self.house.known.agents.say(self._who(n), reference, f"a{unique}", frame)
        self.ledger.spoken(unique, seq)

    async def _answer(self, n: int, unique: int) -> None:
        await self.house.known.agents.answer(
            self._who(n), await self._reference(n), f"a{unique}", says(f"mot {unique}")
        )

    async def _transfer(self, n: int, _unique: int) -> None:
        team, to = ("accueil", "etat_civil")[n % 2], ("", self.agents[0].id)[n % 3 == 0]
        await self.house.known.agents.transfer(self._who(n), await self._reference(n), team, to)

    async def _close(self, n: int, _unique: int) -> None:
        await self.house.known.agents.close(self._who(n), await self._reference(n), "resolved")

    async def _give_back(self, n: int, _unique: int) -> None:
        await self.house.known.agents.give_back(self._who(n), await self._reference(n))

    async def _postpone(self, n: int, _unique: int) -> None:
        await self.house.known.agents.postpone(self._who(n), await self._reference(n))

    async def _reopen(self, n: int, _unique: int) -> None:
        await self.house.known.agents.reopen(self._who(n), await self._reference(n))

    async def _away(self, n: int, _unique: int) -> None:
        self.there.discard(self.agents[n % len(self.agents)].id)

    async def _back(self, n: int, _unique: int) -> None:
        self.there.add(self.agents[n % len(self.agents)].id)

    async def _wait(self, n: int, _unique: int) -> None:
        for _ in range(n):
            await self._pass(timedelta(seconds=40))

    async def _clock_back(self, n: int, _unique: int) -> None:
        await self._pass(timedelta(minutes=-2 * n))

    async def _pass(self, span: timedelta) -> None:
        self.house.now += span
        for agent_id in sorted(self.there):
            await self.house.known.desk.accounts.seen(agent_id)
        await self.house.known.watch.look()

    async def _hours(self, n: int, _unique: int) -> None:
        self.house.set_hours(WEEK if n % 3 else "mardi: [9:00-12:00]")

    async def _switch(self, n: int, _unique: int) -> None:
        if n % 3:
            await self.house.known.switches.switch_on(HANDOFF)
        else:
            await self.house.known.switches.switch_off(HANDOFF, "Panne.", self.agents[0].id)

    async def _restart(self, _n: int, _unique: int) -> None:
        self.house.database.statements_left = 0

    async def end(self) -> None:
        """Everybody goes home: after the last timers nobody waits in front of an empty desk."""
        while self.house.engine.asked:
            for conversation_id in list(self.house.engine.asked):
                self.house.engine.answer(conversation_id, words("réponse tardive"))
            await self.house.settle()
        self.there.clear()
        for _ in range(20):
            await self._pass(timedelta(minutes=1))
        await self.ledger.check(self.visitors)
        for visitor in self.visitors:
            assert await visitor.owner() not in HUMAN
            assert await visitor.status() in {None, Status.TICKET, Status.CLOSED}
        await self.ledger.check_nothing_is_pending()


@given(steps=STEPS)
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_happens_in_whatever_order(empty_database, steps):
    asyncio.run(_live(empty_database, steps))


async def _live(empty_database: Path, steps: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), empty_database)
        day = Day(house)
        await day.begin()
        try:
            for ops, dies_after in steps:
                await day.step(ops, dies_after)
            await day.end()
        finally:
            await house.die()
