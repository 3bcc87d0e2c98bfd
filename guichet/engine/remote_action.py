"""Calling the action server: one connection kept open, what an action needs and no more, nothing checked twice.

What Rasa does instead is said in docs/decisions/0011-the-engine-around-rasa.md.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import msgspec
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.utils.endpoints import EndpointConfig

from guichet.engine.conversation import Conversation
from guichet.engine.wire import encode
from guichet.nlu import journey

#: Seconds an action may take: the gateway waits for twenty, and what it can't hear must not hold the conversation.
PATIENCE = 15.0

#: Seconds an idle connection is kept: less than the action server keeps it, so that no call is written to a closed one.
KEEPALIVE = 3.0


class ActionError(Exception):
    """The action server gave no usable answer; `str` says the kind of failure, never what was said."""


class Called(msgspec.Struct):
    """What the action server answers: what to remember, and what to say."""

    events: list[dict[str, Any]] = msgspec.field(default_factory=list)
    responses: list[dict[str, Any]] = msgspec.field(default_factory=list)


class ActionServer(EndpointConfig):
    """The action server at `url`; `token` proves who calls, empty where nobody asks."""

    def __init__(self, url: str, token: str = "") -> None:
        super().__init__(url, headers={"Authorization": f"Bearer {token}"} if token else {})
        self._kept: aiohttp.ClientSession | None = None

    async def call(self, body: dict[str, Any]) -> Called:
        """What the action says. Raises `ActionError`."""
        headers = {"Content-Type": "application/json", **journey.headers()}
        try:
            with journey.stage(journey.ACTION):
                async with self._session().post(self.url, data=encode(body), headers=headers) as response:
                    if response.status != 200:
                        raise ActionError(f"status {response.status}")
                    return msgspec.json.decode(await response.read(), type=Called)
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ActionError(type(error).__name__) from error

    async def close(self) -> None:
        """Let go of the connections."""
        if self._kept is not None:
            await self._kept.close()

    def _session(self) -> aiohttp.ClientSession:
        if self._kept is None:
            self._kept = aiohttp.ClientSession(
                headers=self.headers,
                timeout=aiohttp.ClientTimeout(total=PATIENCE, connect=2.0),
                connector=aiohttp.TCPConnector(keepalive_timeout=KEEPALIVE, limit=0),
            )
        return self._kept


class ServedAction(RemoteAction):
    """An action of the action server. `failure`: why it could not be run, None where it was."""

    failure: ActionError | None = None

    async def run(
        self, output_channel: OutputChannel, nlg: NaturalLanguageGenerator, tracker: Conversation, domain: Domain
    ) -> list[Event]:
        """What it says and remembers. Raises `ActionError`."""
        try:
            called = await self.action_endpoint.call(self._action_call_format(tracker, domain))
        except ActionError as error:
            self.failure = error
            raise
        said = await self._utter_responses(called.responses, output_channel, nlg, tracker)
        return [*said, *_events(called.events)]

    def _action_call_format(self, tracker: Conversation, domain: Domain) -> dict[str, Any]:
        """The shape that rasa-sdk reads; of the events those alone that say what was said, and no domain."""
        state = tracker.current_state()
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {**state, "events": tracker.said()},
            "version": rasa.__version__,
        }


def _slot(event: dict[str, Any]) -> SlotSet:
    return SlotSet(event["name"], event.get("value"))


def _events(found: list[dict[str, Any]]) -> list[Event]:
    """Slots, which nearly all are, without looking for their class among all there are."""
    try:
        return [_slot(event) if event["event"] == "slot" else deserialise_events([event])[0] for event in found]
    except (KeyError, ValueError, IndexError) as error:
        raise ActionError("unknown event") from error
