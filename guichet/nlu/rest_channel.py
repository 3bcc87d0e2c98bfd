"""The engine's one door: Rasa's REST channel, and a way to make it forget a conversation.

For the gateway alone, on the loopback interface: it asks nobody who they are.
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


class PrivateRestInput(RestInput):
    """Rasa's REST channel with `DELETE /webhooks/rest/conversations/{id}`: 204, whether it was known or not."""

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
