"""Rasa's REST channel, which answers an error when a turn fails: Rasa's own says 200, with what was said until then."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class Heard(msgspec.Struct, frozen=True):
    """A message of a citizen. `sender`: the id of the conversation."""

    sender: str
    message: str


class TurnInput(RestInput):
    """`POST webhook` with `Heard`: 200 and the replies once the turn is stored, 400, or 503 when it failed.

    After a 503 nothing of the turn is remembered, unless it was stored and the answer lost on its way.
    `GET /`: 200 when there is a model to answer with, else 503.
    """

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        routes = Blueprint(f"turns_{type(self).__name__}")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "no model"}, status=200 if ready else 503)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                heard = msgspec.json.decode(request.body, type=Heard)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                return response.empty(status=400)
            said = CollectingOutputChannel()
            try:
                await on_new_message(UserMessage(heard.message, said, heard.sender, input_channel=self.name()))
            except Exception as error:
                # The error alone: what libraries say of it may hold what the citizen said.
                logger.error("turn failed: %s", type(error).__name__, extra={"conversation": heard.sender})
                return response.empty(status=503)
            return response.json(said.messages)

        return routes
