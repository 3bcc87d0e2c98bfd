"""An agents' tool in full, explained in docs/passerelle-conseillers.md: for a helpdesk like Chatwoot's API channel.

It keeps nothing of its own: the reference of a request is the `source_id` of its contact there.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time

import httpx
import msgspec
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty

from guichet.gateway.bridge import TOOL, tool_agent
from guichet.gateway.frames import Frame
from guichet.gateway.handoffs.agents import MAX_WORDS, AgentSide, By
from guichet.gateway.tool_news import AgentTool, News, Said
from guichet.handoff import NotAllowed, Status
from guichet.settings import Settings

WEBHOOK = "/outils/chatwoot"
AUTHORS = {"citizen": "Usager", "bot": "Assistant", "agent": "Conseiller"}

#: Seconds after which a signed message is too old to be believed.
FRESH = 300


class Person(msgspec.Struct, frozen=True):
    id: int = 0
    name: str = ""
    type: str = ""


class ContactInbox(msgspec.Struct, frozen=True):
    source_id: str = ""


class Meta(msgspec.Struct, frozen=True):
    assignee: Person | None = None


class Conversation(msgspec.Struct, frozen=True):
    contact_inbox: ContactInbox = ContactInbox()


class Happening(msgspec.Struct, frozen=True):
    """What comes to the webhook, as far as it matters: `message_created`, or `conversation_status_changed`."""

    event: str
    id: int = 0
    content: str | None = None
    message_type: str = ""
    private: bool = False
    sender: Person | None = None
    conversation: Conversation = Conversation()
    contact_inbox: ContactInbox = ContactInbox()
    status: str = ""
    meta: Meta = Meta()


def build(agents: AgentSide, _settings: Settings) -> AgentTool:
    """What GUICHET_AGENT_TOOL names."""
    return HelpdeskTool(agents, dict(os.environ))


class HelpdeskTool(AgentTool):
    """Requests out by the client API, agents' words back by the webhook of the inbox."""

    def __init__(self, agents: AgentSide, values: dict[str, str]) -> None:
        self._agents = agents
        self._secret = values["CHATWOOT_WEBHOOK_SECRET"]
        self._contacts = f"/public/api/v1/inboxes/{values['CHATWOOT_INBOX_IDENTIFIER']}/contacts"
        self._account = f"/api/v1/accounts/{values['CHATWOOT_ACCOUNT_ID']}"
        self._token = {"api_access_token": values["CHATWOOT_TOKEN"]}
        self._http = httpx.AsyncClient(base_url=values["CHATWOOT_URL"], timeout=10, trust_env=False)

    def attach(self, app: Sanic) -> None:
        app.add_route(self._called_back, WEBHOOK, methods=["POST"])

    async def stop(self) -> None:
        await self._http.aclose()

    async def happened(self, news: News) -> None:
        """The words of all but the helpdesk's own agents; and the end, wherever it came from."""
        reference = news.request.reference
        conversation = await self._conversation(reference)
        if lines := [_line(said) for said in news.said if _is_for_them(said)]:
            # One message for all of it: what half arrived would be there twice after the next try.
            body = {"content": "\n\n".join(lines), "echo_id": f"{reference}-{news.said[-1].event.seq}"}
            await self._call("POST", f"{conversation}/messages", json=body)
        if news.request.status == Status.CLOSED:
            await self._call("POST", f"{conversation}/toggle_status")

    async def erased(self, reference: str) -> None:
        search = {"params": {"q": reference}, "headers": self._token}
        found = (await self._call("GET", f"{self._account}/contacts/search", **search)).json()["payload"]
        for contact in found:
            await self._call("DELETE", f"{self._account}/contacts/{contact['id']}", headers=self._token)

    async def _conversation(self, reference: str) -> str:
        """The path of the request's conversation; a contact with its `source_id` is made once."""
        await self._call("POST", self._contacts, json={"source_id": reference, "name": f"Usager {reference}"})
        mine = f"{self._contacts}/{reference}/conversations"
        known = (await self._call("GET", mine)).json()
        identifier = known[-1]["id"] if known else (await self._call("POST", mine)).json()["id"]
        return f"{mine}/{identifier}"

    async def _call(self, method: str, path: str, **options) -> httpx.Response:
        return (await self._http.request(method, path, **options)).raise_for_status()

    async def _called_back(self, request: Request) -> HTTPResponse:
        """204, or an error that the helpdesk shows to the agent who wrote."""
        if not self._is_signed(request):
            return empty(401)
        try:
            happening = msgspec.json.decode(request.body, type=Happening)
            await self._act(happening)
        except (msgspec.MsgspecError, NotAllowed, LookupError):
            return empty(422)
        return empty()

    def _is_signed(self, request: Request) -> bool:
        at, signature = (request.headers.get(f"x-chatwoot-{name}", "") for name in ("timestamp", "signature"))
        if not at.isdecimal() or abs(time.time() - int(at)) > FRESH:
            return False
        expected = hmac.new(self._secret.encode(), f"{at}.".encode() + request.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"sha256={expected}".encode(), signature.encode("utf-8", "replace"))

    async def _act(self, happening: Happening) -> None:
        if happening.event == "message_created" and happening.message_type == "outgoing" and not happening.private:
            if happening.sender and happening.sender.type == "user":
                reference = happening.conversation.contact_inbox.source_id
                await self._say(_by(happening.sender), reference, str(happening.id), happening.content or "")
        elif happening.event == "conversation_status_changed" and happening.status == "resolved":
            await self._close(_by(happening.meta.assignee), happening.contact_inbox.source_id)

    async def _say(self, by: By, reference: str, client_id: str, text: str) -> None:
        if not 0 < len(text) <= MAX_WORDS:
            raise LookupError("text")
        try:
            await self._agents.say(by, reference, client_id, Frame("text", text))
        except NotAllowed:
            await self._take(by, reference)
            await self._agents.say(by, reference, client_id, Frame("text", text))

    async def _take(self, by: By, reference: str) -> None:
        try:
            await self._agents.take(by, reference)
        except NotAllowed as refusal:
            if refusal.code != "closed":
                raise
            await self._agents.reopen(by, reference)

    async def _close(self, by: By, reference: str) -> None:
        try:
            await self._agents.close(by, reference, "resolved")
        except NotAllowed as refusal:
            if refusal.code != "closed":  # closed here first: that is where the helpdesk's own closing came from
                raise


def _by(person: Person | None) -> By:
    """An agent of the helpdesk as citizens see them: by a first name."""
    if person is None or not person.name.split():
        return tool_agent("helpdesk", "Un conseiller")
    return tool_agent(str(person.id), person.name.split()[0])


def _is_for_them(said: Said) -> bool:
    return said.event.author in AUTHORS and not said.sent_as.startswith(TOOL)


def _line(said: Said) -> str:
    return f"{AUTHORS[said.event.author]} : {said.event.body['text']}"
