"""Simulated agents at the desk: they sign in, take, write, pass, close, go away without a word, and come back."""

from __future__ import annotations

import asyncio
import random
import re
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from tests.gateway.desk.signing import PASSWORD, csrf_of
from tests.simulation.calls import PAUSE, insist

_SECTION = re.compile(r'<section[^>]*data-part="(\w+)".*?</section>', re.S)
_REFERENCE = re.compile(r'href="/desk/demandes/(DEM-[0-9A-Z]{4}-[0-9A-Z]{2})"')
_ENTRY = re.compile(r'<li class="event (\w+)[^"]*" data-seq="(\d+)">(.*?)</li>', re.S)
_LAST = re.compile(r'data-last="(\d+)"')
_MARK = re.compile(r"\b[ua]\d+m\d+e\b")

TEAMS = ("accueil", "etat_civil")


@dataclass
class Word:
    """What an agent wrote; `accepted` is None as long as nobody knows."""

    mark: str
    reference: str
    accepted: bool | None = None


@dataclass
class Agent:
    """One agent. `read`: what each conversation showed, as (author, number, mark) in the order it came."""

    http: httpx.AsyncClient
    number: int
    lot: random.Random
    words: list[Word] = field(default_factory=list)
    read: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    refused: int = 0
    done: dict[str, int] = field(default_factory=dict)
    csrf: str = ""
    home: asyncio.Event = field(default_factory=asyncio.Event)
    _listening: asyncio.Task | None = None

    @property
    def login(self) -> str:
        return f"agent{self.number}"

    async def work(self) -> None:
        """Until it is time to go home."""
        self._sit_down()
        while not self.home.is_set():
            if self.lot.random() < 0.02:
                await self._disappear()
            await self._look_around()
            await asyncio.sleep(self.lot.uniform(0.3, 1.0))
        self._stand_up()

    async def sign_in(self) -> None:
        """Come to the desk in the morning."""
        form = {"login": self.login, "password": PASSWORD}
        while True:
            token = csrf_of(await insist(self.http, "GET", "/desk/connexion"))
            answer = await insist(self.http, "POST", "/desk/connexion", data={"csrf": token, **form})
            if answer.status_code == 303:
                break
        self.csrf = csrf_of(await insist(self.http, "GET", "/desk/"))
        await self._post("/desk/presence", available="1")

    async def _post(self, path: str, **fields: str) -> httpx.Response:
        headers = {"X-CSRF-Token": self.csrf, "Accept": "application/json"}
        return await insist(self.http, "POST", path, data=fields, headers=headers)

    def _sit_down(self) -> None:
        self._listening = asyncio.create_task(self._be_there())

    def _stand_up(self) -> None:
        if self._listening:
            self._listening.cancel()

    async def _be_there(self) -> None:
        """The page's stream, on which presence hangs."""
        while True:
            with suppress(httpx.TransportError, httpx.StreamError):
                async with self.http.stream("GET", "/desk/flux", timeout=httpx.Timeout(10, read=5)) as response:
                    async for _ in response.aiter_lines():
                        pass
            await asyncio.sleep(PAUSE)

    async def _disappear(self) -> None:
        """The browser is closed in the middle of everything; sometimes for longer than the counter waits."""
        self._stand_up()
        await asyncio.sleep(self.lot.uniform(0.5, 12))
        self._sit_down()

    async def _look_around(self) -> None:
        queue = await self._queue()
        mine = queue.get("mine", [])
        for reference in mine:
            await self._read(reference)
        if mine and (len(mine) > 2 or self.lot.random() < 0.7):
            await self._go_on(self.lot.choice(mine))
        elif queue.get("waiting"):
            # One of the first, so that several agents often take the same.
            await self._do(self.lot.choice(queue["waiting"][:5]), "prendre")
        elif queue.get("tickets"):
            await self._answer(self.lot.choice(queue["tickets"]))

    async def _queue(self) -> dict[str, list[str]]:
        page = (await insist(self.http, "GET", "/desk/file")).text
        found = {match[1]: _REFERENCE.findall(match[0]) for match in _SECTION.finditer(page)}
        return {name: list(dict.fromkeys(references)) for name, references in found.items()}

    async def _go_on(self, reference: str) -> None:
        chance = self.lot.random()
        if chance < 0.62:
            await self._say(reference, "dire")
        elif chance < 0.70:
            await self._do(reference, "transferer", to=f"team:{self.lot.choice(TEAMS)}")
        elif chance < 0.74:
            await self._do(reference, "rendre")
        elif chance < 0.78:
            await self._do(reference, "reporter")
        else:
            await self._do(reference, "clore", outcome="resolved")

    async def _answer(self, reference: str) -> None:
        if self.lot.random() < 0.3:
            await self._do(reference, "prendre")
        elif self.lot.random() < 0.5:
            await self._say(reference, "repondre")

    async def _say(self, reference: str, deed: str) -> None:
        word = Word(f"a{self.number}m{len(self.words)}e", reference)
        self.words.append(word)
        copies = 2 if self.lot.random() < 0.1 else 1
        calls = (self._do(reference, deed, client_id=word.mark, text=f"Voici, {word.mark}") for _ in range(copies))
        word.accepted = any(await asyncio.gather(*calls))

    async def _do(self, reference: str, deed: str, **fields: str) -> bool:
        answer = await self._post(f"/desk/demandes/{reference}/{deed}", **fields)
        if answer.status_code in (200, 303):
            self.done[deed] = self.done.get(deed, 0) + 1
            return True
        assert answer.status_code in (404, 409), (answer.status_code, deed, answer.text[:300])
        self.refused += 1
        return False

    async def _read(self, reference: str) -> None:
        """What is new in a conversation, as the page's script asks for it."""
        seen = self.read.setdefault(reference, [])
        after = seen[-1][1] if seen else 0
        answer = await insist(self.http, "GET", f"/desk/demandes/{reference}/suite", params={"after": after})
        for author, seq, html in _ENTRY.findall(answer.text) if answer.status_code == 200 else ():
            mark = _MARK.search(html)
            seen.append((author, int(seq), mark[0] if mark else ""))
