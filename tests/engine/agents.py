"""Rasa's agent and ours over one model and the same actions, in this process, with JSON in between as on a wire."""

import json
import random

import msgspec
import numpy as np
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import SQLTrackerStore
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from guichet.engine.agent import load_agent
from guichet.engine.locks import TurnLocks
from guichet.engine.remote_action import ActionServer, Called
from guichet.engine.tracker_store import TurnStore
from guichet.engine.wire import encode


def executor():
    """The real actions."""
    made = ActionExecutor()
    made.register_package("actions")
    return made


class StockActions(EndpointConfig):
    """The action server as Rasa calls it."""

    def __init__(self):
        super().__init__("http://localhost")
        self._executor = executor()

    async def request(self, json=None, **kwargs):
        return _over_the_wire(await self._executor.run(_over_the_wire(json)))


class OurActions(ActionServer):
    """The action server as we call it."""

    def __init__(self):
        super().__init__("http://localhost")
        self._executor = executor()

    async def call(self, body):
        return msgspec.convert(_over_the_wire(await self._executor.run(json.loads(encode(body)))), Called)


def _over_the_wire(body):
    return json.loads(json.dumps(body))


def stock(model, folder):
    """Rasa's agent, with its SQL store."""
    store = SQLTrackerStore(dialect="sqlite", db=str(folder / "stock.db"))
    return Agent.load(str(model), tracker_store=store, action_endpoint=StockActions())


def ours(model, folder, room=1000):
    """Our agent; `room`: how many conversations it holds in memory."""
    return load_agent(model, TurnStore(None, f"sqlite:///{folder / 'ours.db'}", room), TurnLocks(), OurActions())


async def say(agent, sender, text, chance=0):
    """What an agent answers, without what differs by nature; `chance` decides between variants of a sentence."""
    random.seed(chance)
    np.random.seed(chance)
    said = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, said, sender, input_channel="rest"))
    return json.loads(json.dumps([{k: v for k, v in m.items() if k != "recipient_id"} for m in said.messages]))
