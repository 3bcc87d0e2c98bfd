"""A counter of one conversation behind the pages of the gateway: a test says what comes, and sees what was sent."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page, Route

REFERENCE = "DEM-7F3K-Q2"
HOURS = "du lundi au vendredi, de 9 h à 17 h"

WAITING = {
    "kind": "handoff",
    "author": "system",
    "owner": "waiting",
    "position": 2,
    "wait_minutes": 5,
    "reference": REFERENCE,
    "text": f"Vous êtes le 2e dans la file. Votre numéro : {REFERENCE}.",
}
WAYS = {
    "kind": "choices",
    "author": "system",
    "reason": "menu",
    "text": "Que préférez-vous ?\n- Ne plus attendre\n- Être rappelé",
    "prompt": "Vous pouvez aussi :",
    "options": [{"choice": "leave", "label": "Ne plus attendre"}, {"choice": "call", "label": "Être rappelé"}],
}
TAKEN = {"kind": "handoff", "author": "system", "owner": "agent", "agent": "Camille", "text": "Camille vous répond."}
HELLO = {"kind": "text", "author": "agent", "agent": "Camille", "text": "Bonjour, je regarde votre dossier."}
BACK = {"kind": "handoff", "author": "system", "owner": "bot", "text": "L'assistant reprend la conversation."}
TICKET = {
    "kind": "handoff",
    "author": "system",
    "owner": "bot",
    "reference": REFERENCE,
    "hours": HOURS,
    "text": f"Votre demande est enregistrée : {REFERENCE}.",
}
EMAIL = {"kind": "text", "author": "system", "asks": "email", "text": "Quelle est votre adresse e-mail ?"}
PHONE = EMAIL | {"asks": "phone", "text": "Quel est votre numéro de téléphone ?"}
NOTE = EMAIL | {"asks": "note", "text": "Un mot pour le conseiller ?"}
OVER = {
    "kind": "handoff",
    "author": "system",
    "owner": "closed",
    "agent": "Camille",
    "reference": REFERENCE,
    "closing": True,
    "text": "La conversation avec Camille est terminée.",
}


class FakeCounter:
    """Answers the calls of the widget; `sent`, `rated` and `typed` keep what it was told."""

    def __init__(self) -> None:
        self.events: list[dict] = []
        self.records: list[str] = []
        self.sent: list[dict] = []
        self.rated: list[dict] = []
        self.typed: list[bytes | None] = []
        self._news = asyncio.Event()
        self.say({"kind": "text", "author": "bot", "text": "Bonjour ! Je suis un assistant automatique."})

    def say(self, *events: dict) -> None:
        """These come next."""
        for event in events:
            at = datetime.now(UTC).isoformat()
            self.events.append({"seq": len(self.events) + 1, "at": at, **event})
        self._news.set()

    def record(self, *records: str) -> None:
        """These pieces of a stream come next; they are no events, and never come twice."""
        self.records += records
        self._news.set()

    async def attach(self, page: Page) -> None:
        await page.route("**/api/conversations**", self._serve)
        await page.route("**/api/conversations/**", self._serve)

    async def _serve(self, route: Route) -> None:
        what = urlsplit(route.request.url).path.rpartition("/")[2]
        if what == "conversations":
            return await route.fulfill(status=201, json={"id": "c", "token": "t"})
        if what == "events":
            return await self._events(route)
        body = route.request.post_data_buffer
        if what == "messages":
            return await route.fulfill(status=202, json={"seq": self._receive(json.loads(body or b""))})
        if what == "typing":
            self.typed.append(body)
        if what == "feedback":
            self.rated.append(json.loads(body or b""))
        return await route.fulfill(status=204)

    def _receive(self, message: dict) -> int:
        self.sent.append(message)
        text = message.get("text", "").replace("camille@exemple.fr", "c…@exemple.fr") or "Un choix"
        self.say({"kind": "text", "author": "citizen", **message, "text": text})
        return len(self.events)

    async def _events(self, route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        after = int(query["after"][0])
        streams = "event-stream" in (route.request.headers.get("accept") or "")
        if streams or query.get("wait", ["0"]) != ["0"]:
            while not self.records and len(self.events) <= after:
                self._news.clear()
                await self._news.wait()
        listed = self.events[after:]
        if not streams:
            return await route.fulfill(json=listed)
        pieces = [f"id: {event['seq']}\ndata: {json.dumps(event)}\n\n" for event in listed]
        body = ": \n\n" + "".join(pieces + self.records)
        self.records.clear()
        return await route.fulfill(body=body, content_type="text/event-stream; charset=utf-8")
