"""A helpdesk over HTTP that does what Chatwoot documents of its API channel: contacts, messages, webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty
from sanic.response import json as as_json

INBOX, ACCOUNT, TOKEN, SECRET = "boite-1", "1", "jeton", "secret du crochet"


@dataclass
class Talk:
    """A conversation there."""

    id: int
    source_id: str
    status: str = "open"
    messages: list[str] = field(default_factory=list)


class FakeHelpdesk:
    """Its state, its server, and an agent who answers in it."""

    def __init__(self) -> None:
        self.contacts: dict[str, int] = {}
        self.talks: list[Talk] = []
        self.down = False
        self.url = self.webhook = ""
        self._sent = 100

    def talk(self, reference: str) -> Talk | None:
        return next((talk for talk in self.talks if talk.source_id == reference), None)

    async def reply(self, talk: Talk, text: str, name: str = "Camille Dupont", number: int = 7, **more) -> int:
        """An agent writes there; what our webhook says to it."""
        self._sent += 1
        sender = {"id": number, "name": name, "type": "user", "email": "camille@mairie.example"}
        body = {"event": "message_created", "id": self._sent, "content": text, "message_type": "outgoing"}
        body |= {"private": False, "sender": sender, "conversation": self._conversation(talk)} | more
        return await self.call_back(body)

    async def resolve(self, talk: Talk) -> int:
        """An agent ends it there."""
        talk.status = "resolved"
        assignee = {"id": 7, "name": "Camille Dupont", "type": "user"}
        body = {"event": "conversation_status_changed", **self._conversation(talk), "meta": {"assignee": assignee}}
        return await self.call_back(body)

    async def call_back(self, body: dict, secret: str = SECRET, at: int | None = None) -> int:
        """The webhook of the inbox, signed; its status."""
        raw, stamp = json.dumps(body).encode(), str(int(time.time()) if at is None else at)
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
        headers = {"X-Chatwoot-Timestamp": stamp, "X-Chatwoot-Signature": f"sha256={signature}"}
        async with httpx.AsyncClient(trust_env=False) as http:
            return (await http.post(self.webhook, content=raw, headers=headers)).status_code

    @staticmethod
    def _conversation(talk: Talk) -> dict:
        return {"id": talk.id, "status": talk.status, "contact_inbox": {"source_id": talk.source_id}}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeHelpdesk]:
        app = Sanic(f"helpdesk-{id(self)}", configure_logging=False)
        app.config.update(TOUCHUP=False)
        contacts, conversations = f"/public/api/v1/inboxes/{INBOX}/contacts", "<source>/conversations"
        app.add_route(self._add_contact, contacts, methods=["POST"])
        app.add_route(self._list, f"{contacts}/{conversations}", methods=["GET"])
        app.add_route(self._add, f"{contacts}/{conversations}", methods=["POST"], name="add")
        app.add_route(self._hear, f"{contacts}/{conversations}/<number:int>/messages", methods=["POST"])
        app.add_route(self._end, f"{contacts}/{conversations}/<number:int>/toggle_status", methods=["POST"])
        app.add_route(self._search, f"/api/v1/accounts/{ACCOUNT}/contacts/search", methods=["GET"])
        app.add_route(self._delete, f"/api/v1/accounts/{ACCOUNT}/contacts/<number:int>", methods=["DELETE"])
        app.on_request(self._refuse)
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = await app.create_server(sock=listener, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        try:
            yield self
        finally:
            server.close()

    async def _refuse(self, request: Request) -> HTTPResponse | None:
        if self.down:
            return empty(503)
        private = request.path.startswith("/api/") and request.headers.get("api_access_token") != TOKEN
        return empty(401) if private else None

    async def _add_contact(self, request: Request) -> HTTPResponse:
        source = request.json["source_id"]
        self.contacts.setdefault(source, len(self.contacts) + 1)
        return as_json({"source_id": source, "id": self.contacts[source]})

    async def _list(self, _request: Request, source: str) -> HTTPResponse:
        return as_json([{"id": talk.id} for talk in self.talks if talk.source_id == source])

    async def _add(self, _request: Request, source: str) -> HTTPResponse:
        self.talks.append(Talk(len(self.talks) + 1, source))
        return as_json({"id": self.talks[-1].id})

    async def _hear(self, request: Request, source: str, number: int) -> HTTPResponse:
        assert self.talks[number - 1].source_id == source
        self.talks[number - 1].messages.append(request.json["content"])
        return as_json({"id": len(self.talks[number - 1].messages)})

    async def _end(self, _request: Request, source: str, number: int) -> HTTPResponse:
        self.talks[number - 1].status = "resolved"
        return as_json({"id": number, "contact": source})

    async def _search(self, request: Request) -> HTTPResponse:
        found = [{"id": number} for source, number in self.contacts.items() if request.args["q"][0] in source]
        return as_json({"payload": found})

    async def _delete(self, _request: Request, number: int) -> HTTPResponse:
        source = next(source for source, known in self.contacts.items() if known == number)
        del self.contacts[source]
        self.talks = [talk for talk in self.talks if talk.source_id != source]
        return empty()
