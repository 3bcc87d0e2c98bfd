"""A gateway's services without HTTP: a clock moved by hand, an engine that answers when told, a process that dies."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from guichet.gateway import counter, desk
from guichet.gateway.bodies import NewMessage
from guichet.gateway.conversations import Conversation
from guichet.gateway.database import Database
from guichet.gateway.desk.door.accounts import Accounts, Agent, Role
from guichet.gateway.desk.door.passwords import Passwords
from guichet.gateway.engine import EngineError, Reply
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs.agents import By
from guichet.gateway.services import Services, build
from guichet.gateway.tables import requests
from guichet.gateway.vault.keys import lazily
from guichet.gateway.wording import load
from guichet.handoff import Status
from guichet.settings import ROOT, MailSettings, Settings
from tests.gateway.desk.signing import PASSWORD, QUICK
from tests.gateway.running import settings_for

#: A Monday, in the middle of the morning.
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)

WEEK = "lundi-dimanche: [0:00-24:00]"
TEAMS = """
teams:
  - {{id: accueil, name: Accueil, departement: "75", week: {{{week}}}, patience_minutes: 10, away_minutes: 2}}
  - {{id: etat_civil, name: État civil, departement: "75", week: {{{week}}}, themes: [N19810]}}
"""


class Died(BaseException):
    """The process is no more: nothing of what was under way goes on."""


class MortalDatabase(Database):
    """One whose process dies after so many statements; what was not committed is as if it had never been."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.database_url, lazily(settings))
        self.statements_left: int | None = None
        self.is_dead = False
        sa.event.listen(self._engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, *_about: Any) -> None:
        if self.statements_left is not None:
            self.statements_left -= 1
            if self.statements_left < 0:
                self.is_dead = True
                raise Died

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        async with super().write() as connection:
            yield connection
        # It may also die between the commit and whatever was to follow.
        self._count()


class PatientEngine:
    """Keeps what it hears until the test says what to answer."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.forgotten: list[str] = []
        self.asked: dict[str, asyncio.Future[list[Reply]]] = {}

    async def send(self, conversation_id: str, text: str) -> list[Reply]:
        self.heard.append((conversation_id, text))
        assert conversation_id not in self.asked, "two messages of a conversation at once"
        self.asked[conversation_id] = asyncio.get_running_loop().create_future()
        try:
            return await self.asked[conversation_id]
        finally:
            self.asked.pop(conversation_id, None)

    def answer(self, conversation_id: str, *replies: Reply) -> None:
        self.asked.pop(conversation_id).set_result(list(replies))

    def fail(self, conversation_id: str, reason: str = "refused") -> None:
        self.asked.pop(conversation_id).set_exception(EngineError(reason))

    async def forget(self, conversation_id: str) -> None:
        self.forgotten.append(conversation_id)

    async def close(self) -> None:
        """Nothing is open."""


def words(text: str) -> Reply:
    """The engine says something."""
    return Reply(text=text)


def asks_for_a_person(**file: Any) -> Reply:
    """The engine wants a person to take over; the text is for where there is none."""
    request = {"reason": "asked", "question": "Mon voisin fait du bruit"} | file
    frame = {"kind": "handoff", "owner": "waiting", "text": "Appelez le 39 39.", "request": request}
    return Reply(custom={"frames": [frame]})


def asks_for_status(reference: str = "") -> Reply:
    """The engine wants to know where a request stands."""
    frame = {"kind": "request_status", "reference": reference, "text": "Quel est votre numéro ?"}
    return Reply(custom={"frames": [frame]})


class House:
    """The services of a gateway on a database of its own, and what citizens and agents do with them."""

    def __init__(self, folder: Path, database: Path | None = None) -> None:
        self.folder = folder
        self.now = MORNING
        mail = MailSettings(host="127.0.0.1", port=1, sender="guichet@exemple.fr")
        self.settings = replace(settings_for(folder), mail=mail)
        self.teams = folder / "teams.yml"
        self.set_hours(WEEK)
        self.engine = PatientEngine()
        self.known: Services | None = None
        if database:
            shutil.copy(database, folder / "guichet.db")

    def clock(self) -> datetime:
        return self.now

    def set_hours(self, week: str) -> None:
        """The hours of both teams from now on."""
        self.teams.write_text(TEAMS.format(week=week), "utf-8")
        # Two changes within a tick of the file system's clock are two changes.
        self._changes = getattr(self, "_changes", 0) + 1
        os.utime(self.teams, (self._changes, self._changes))

    async def open(self) -> None:
        """Start, on whatever a former process left."""
        self.database = MortalDatabase(self.settings)
        await self.database.migrate()
        agents = desk.build(self.database, self.clock, self.settings)
        self.engine.asked.clear()
        self.known = build(
            settings=self.settings,
            database=self.database,
            desk=agents,
            engine=self.engine,
            wording=load(),
            clock=self.clock,
            starters=ROOT / "data/widget/starters.yml",
            teams=self.teams,
            heartbeat=15.0,
            patience=4.0,
        )
        await self.known.leases.start()
        await self.known.dispatcher.start()
        await self.settle()

    async def die(self) -> None:
        """Nothing is finished, nothing is said; only what was committed is left."""
        self.database.statements_left = 0
        await self.known.dispatcher.stop()
        await self.known.leases.stop()
        await self.database.close()

    async def restart(self) -> None:
        await self.die()
        await self.open()

    async def settle(self) -> None:
        """Until the dispatcher has nothing to do but to wait for the engine."""
        async with asyncio.timeout(10):
            while len(self.known.dispatcher) > len(self.engine.asked) and not self.database.is_dead:
                await asyncio.sleep(0.001)

    async def later(self, **span: float) -> None:
        """Time passes, and the watch looks."""
        self.now += timedelta(**span)
        await self.known.watch.look()

    async def agent(self, login: str = "camille", role: Role = Role.AGENT) -> Agent:
        """An account, there and available."""
        accounts = Accounts(self.database, self.clock, Passwords(QUICK))
        added, _ = await accounts.add(login, login.capitalize(), role, (), PASSWORD)
        await accounts.set_available(added.id, True)
        await accounts.seen(added.id)
        return added

    async def arrive(self) -> Visitor:
        conversation_id, _ = await counter.open_conversation(self.known, "widget")
        return Visitor(self, conversation_id)

    async def waiting_citizen(self) -> tuple[Visitor, str]:
        """A citizen who asked for a person at an hour when there are some; with their reference."""
        visitor = await self.arrive()
        await visitor.ask_for_a_person()
        return visitor, await visitor.reference()

    async def rows(self, query: sa.Select) -> list[Any]:
        async with self.database.read() as connection:
            return list(await connection.execute(query))


def by(agent: Agent) -> By:
    """The agent as the desk lets them act."""
    return By(agent.id, agent.name, agent.role is Role.SUPERVISOR)


def says(text: str) -> Frame:
    """What an agent writes."""
    return Frame("text", text)


class Visitor:
    """A citizen in one conversation."""

    def __init__(self, house: House, conversation_id: str) -> None:
        self.house = house
        self.id = conversation_id
        self.sent = 0

    async def say(self, text: str, client_id: str = "") -> int:
        self.sent += 1
        return await self.send(NewMessage(client_id or f"c{self.sent}", text=text))

    async def send(self, message: NewMessage) -> int:
        conversation = Conversation(self.id, "", "", "", 0)
        seq = await counter.receive(self.house.known, conversation, message)
        await self.house.settle()
        return seq

    async def press(self, label: str) -> int:
        """Choose the newest option of this name."""
        self.sent += 1
        return await self.send(NewMessage(f"c{self.sent}", choice=await self.option(label)))

    async def option(self, label: str) -> str:
        """The id of the newest option of this name."""
        offered = [option for event in await self.events() for option in event.body.get("options", ())]
        return [option["choice"] for option in offered if option["label"] == label][-1]

    async def hear(self, *replies: Reply) -> None:
        """The engine answers what it was asked last in this conversation."""
        self.house.engine.answer(self.id, *replies)
        await self.house.settle()

    async def talk(self, text: str, *replies: Reply) -> None:
        await self.say(text)
        await self.hear(*replies or (words(f"réponse à {text}"),))

    async def ask_for_a_person(self, **file: Any) -> None:
        await self.talk("je veux parler à quelqu'un", asks_for_a_person(**file))

    async def events(self) -> list:
        return await self.house.known.conversations.events_after(self.id, 0)

    async def last(self, count: int = 1) -> list[tuple[str, str, str]]:
        """Author, kind and words of the last events."""
        return [(event.author, event.kind, event.body["text"]) for event in (await self.events())[-count:]]

    async def read(self) -> str:
        """All that is written in the conversation, the last words last."""
        return "\n".join(event.body["text"] for event in await self.events())

    async def owner(self) -> str | None:
        found = await self.house.known.conversations.get(self.id)
        return found.owner if found else None

    async def reference(self) -> str | None:
        return (await self.house.known.floor.whereabouts(self.id))[1]

    async def status(self) -> Status | None:
        """Of the newest request."""
        query = sa.select(requests.c.status).where(requests.c.conversation_id == self.id).order_by(requests.c.id.desc())
        found = await self.house.rows(query)
        return Status(found[0].status) if found else None
