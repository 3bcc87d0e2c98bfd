"""Simulated citizens: what each one does is drawn by lot, and all that they sent and received is kept."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from tests.simulation.calls import PAUSE, insist
from tests.simulation.engine_process import PERSON

BUTTONS = ("Ne plus attendre", "Recevoir la réponse plus tard", "Annuler ma demande", "Être rappelé par téléphone")
#: Seconds that somebody waits for an agent before they do something else, at most.
WAITS = 12.0


@dataclass
class Sent:
    """A message, the number that it was given (None: nobody knows), and whether it was a button."""

    client_id: str
    text: str
    pressed: bool = False
    seq: int | None = None


@dataclass
class Citizen:
    """One person in one conversation. `received` are the events in the order in which they came, repeats included.

    `silence`: seconds after which a stream that says nothing at all is given up and asked for again.
    """

    http: httpx.AsyncClient
    number: int
    lot: random.Random
    id: str = ""
    token: str = ""
    sent: list[Sent] = field(default_factory=list)
    received: list[dict] = field(default_factory=list)
    two_numbers: int = 0
    erased: bool = False
    left: dict | None = None
    silence: float = 5.0
    _listening: asyncio.Task | None = None

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def last(self) -> int:
        return self.received[-1]["seq"] if self.received else 0

    @property
    def owner(self) -> str:
        """Who has the conversation, as far as the citizen was told."""
        told = [event["owner"] for event in self.received if event["kind"] == "handoff"]
        return told[-1] if told else "bot"

    @property
    def is_quiet(self) -> bool:
        """Whether the last thing said is not the citizen's own to the bot: that would be answered any moment."""
        return self.owner in ("waiting", "agent") or not self.received or self.received[-1]["author"] != "citizen"

    async def call(self, method: str, path: str, **options) -> httpx.Response:
        """Until the server answers for good."""
        return await insist(self.http, method, path, **options)

    async def live(self) -> None:
        """From the first word to the last one."""
        opened = (await self.call("POST", "/api/conversations")).json()
        self.id, self.token = opened["id"], opened["token"]
        self._listening = asyncio.create_task(self._listen())
        for _ in range(self.lot.randint(0, 2)):
            await self._say("une question")
            await self._pause()
        if self.lot.random() < 0.8:
            await self._see_a_person()
        if self.lot.random() < 0.3:
            await self._say("encore une question")
        if self.lot.random() < 0.04:
            await self._erase()
        elif self.lot.random() < 0.5:
            self._leave()

    async def _see_a_person(self) -> None:
        await self._say(PERSON)
        loop = asyncio.get_running_loop()
        until = loop.time() + self.lot.uniform(0.3, 1.0) * WAITS
        while loop.time() < until:
            await self._pause()
            if self.owner == "waiting" and self.lot.random() < 0.05:
                await self._press(self.lot.choice(BUTTONS))
            elif (self.owner == "agent" and self.lot.random() < 0.4) or self.lot.random() < 0.08:
                await self._say("je précise")
            elif self.lot.random() < 0.05:
                self._reload()
            elif self.lot.random() < 0.02:
                return

    async def _say(self, words: str) -> None:
        text = f"{words}, {self._mark()}"
        await self._send(Sent(self._mark(), text), {"text": text})

    async def _press(self, label: str) -> None:
        options = [option for event in self.received for option in event.get("options", ())]
        choices = [option["choice"] for option in options if option["label"] == label]
        if choices:
            await self._send(Sent(self._mark(), label, pressed=True), {"choice": choices[-1]})

    def _mark(self) -> str:
        """A word that no other message has."""
        return f"u{self.number}m{len(self.sent)}e"

    async def _send(self, sent: Sent, body: dict) -> None:
        """Now and then twice at once, as an impatient page would."""
        self.sent.append(sent)
        body = {"client_id": sent.client_id, **body}
        copies = 2 if self.lot.random() < 0.2 else 1
        post = (self.call("POST", f"{self.path}/messages", json=body, headers=self.headers) for _ in range(copies))
        answers = await asyncio.gather(*post)
        numbers = {answer.json()["seq"] for answer in answers}
        self.two_numbers += len(numbers) > 1
        sent.seq = numbers.pop()

    async def _pause(self) -> None:
        await asyncio.sleep(self.lot.uniform(0.1, 0.8))

    async def _listen(self) -> None:
        """The stream, resumed where it was cut."""
        while True:
            with suppress(httpx.TransportError, httpx.StreamError):
                await self._hear_stream()
            await asyncio.sleep(PAUSE)

    async def _hear_stream(self) -> None:
        headers = self.headers | {"Accept": "text/event-stream"}
        timeout = httpx.Timeout(10, read=self.silence)
        query = {"after": self.last}
        async with self.http.stream(
            "GET", f"{self.path}/events", params=query, headers=headers, timeout=timeout
        ) as response:
            async for line in response.aiter_lines():
                # Before the data of a typing agent comes no number, and it is no event.
                if line.startswith("data: ") and '"seq"' in line:
                    self.hear(json.loads(line.removeprefix("data: ")))

    def hear(self, event: dict) -> None:
        """An event arrives on the stream."""
        self.received.append(event)

    def _reload(self) -> None:
        """The page is gone and another one comes, which knows how far the first one was."""
        self._leave()
        self._listening = asyncio.create_task(self._listen())

    def _leave(self) -> None:
        if self._listening:
            self._listening.cancel()

    async def _erase(self) -> None:
        self._leave()
        await self.call("DELETE", self.path, headers=self.headers)
        self.erased = True

    async def come_back(self) -> None:
        """At the end of the day: read what came since, and how the conversation stands."""
        self._leave()
        answer = await self.call("GET", self.path, headers=self.headers)
        self.left = answer.json() if answer.status_code == 200 else None
        while self.left:
            query = {"after": self.last}
            new = (await self.call("GET", f"{self.path}/events", params=query, headers=self.headers)).json()
            self.received += new
            if not new:
                return
