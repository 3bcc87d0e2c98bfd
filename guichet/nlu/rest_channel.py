"""The engine's one door: Rasa's REST channel, ways to make it forget a conversation, and to change its model.

For the gateway and the server that started it alone, on the loopback interface: it asks nobody who they are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from guichet.nlu.model_exchange import ExchangeError, exchange, held


class PrivateRestInput(RestInput):
    """Rasa's REST channel, with three calls more.

    `DELETE conversations/{id}`: 204, whether it was known or not. `GET model`: `{"model"}`, empty without one.
    `PUT model` with `{"model"}`, a file name: 204 once it answers, or 422 `{"reason"}` and the old one still does.
    """

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        routes = super().blueprint(on_new_message)

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
    if isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            session.query(store.SQLEvent).filter_by(sender_id=conversation_id).delete()
            session.commit()
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(conversation_id, None)
    else:
        raise TypeError(f"{type(store).__name__}: forgetting a conversation is not known for this tracker store")
