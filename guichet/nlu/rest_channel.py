"""The engine's one door: Rasa's REST channel, ways to make it forget a conversation, and to change its model.

For the gateway and the server that started it alone: every call carries the secret of internal calls.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from guichet.engine.receiving import TurnInput
from guichet.engine.tracker_store import TurnStore
from guichet.errors import GuichetError
from guichet.nlu import journey
from guichet.nlu.model_exchange import ExchangeError, exchange, held
from guichet.settings import load


class PrivateRestInput(TurnInput):
    """Rasa's REST channel, with three calls more; 401 to who doesn't know `token`.

    `DELETE conversations/{id}`: 204, whether it was known or not. `GET model`: `{"model"}`, empty without one.
    `PUT model` with `{"model"}`, a file name: 204 once it answers, or 422 `{"reason"}` and the old one still does.
    """

    def __init__(self, token: str) -> None:
        """Raises `GuichetError` without a token: a door that anybody could open must not be there."""
        if not token:
            cure = "« guichet serve » le choisit ; sinon donnez le même au moteur, aux actions et à la passerelle"
            raise GuichetError(f"GUICHET_INTERNAL_TOKEN : absent — {cure}")
        self._expected = f"Bearer {token}".encode()

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> PrivateRestInput:
        """The channel with the token of the settings, which may be in a file."""
        return cls(load().internal_token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        routes = super().blueprint(on_new_message)

        @routes.middleware("request")
        async def check(request: Request) -> HTTPResponse | None:
            given = request.headers.get("authorization", "").encode("utf-8", "surrogateescape")
            return None if hmac.compare_digest(given, self._expected) else response.empty(status=401)

        journey.attach(routes)

        @routes.route("/conversations/<conversation_id>", methods=["DELETE"])
        async def forget(request: Request, conversation_id: str) -> HTTPResponse:
            agent = request.app.ctx.agent
            # A message being answered would be saved again after.
            async with agent.lock_store.lock(conversation_id):
                erase(agent.tracker_store, conversation_id)
            return response.empty()

        @routes.route("/model", methods=["GET"])
        async def tell(request: Request) -> HTTPResponse:
            return response.json({"model": held(request.app.ctx.agent)})

        @routes.route("/model", methods=["PUT"])
        async def change(request: Request) -> HTTPResponse:
            try:
                await exchange(request.app.ctx.agent, str(request.json.get("model")))
            except ExchangeError as error:
                return response.json({"reason": str(error)}, status=422)
            return response.empty()

        return routes


def erase(store: TrackerStore, conversation_id: str) -> None:
    """Remove all that a tracker store keeps of a conversation; Rasa 3.6 has no such call of its own."""
    while hasattr(store, "_tracker_store"):  # what makes it safe or awaitable is wrapped around it
        store = store._tracker_store
    if isinstance(store, TurnStore):
        store.forget(conversation_id)
    elif isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            session.query(store.SQLEvent).filter_by(sender_id=conversation_id).delete()
            session.commit()
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(conversation_id, None)
    else:
        raise TypeError(f"{type(store).__name__}: forgetting a conversation is not known for this tracker store")
