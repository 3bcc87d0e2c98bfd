"""The engine as a server: Rasa's own application and its one channel, around our agent."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from functools import partial
from pathlib import Path

from rasa.core.run import configure_app
from sanic import Sanic

from guichet.engine import engine_logs
from guichet.engine.agent import agent_at_start
from guichet.engine.locks import TurnLocks
from guichet.engine.remote_action import ActionServer
from guichet.engine.tracker_store import TurnStore
from guichet.nlu.rest_channel import PrivateRestInput
from guichet.settings import Settings


def serve(settings: Settings, model: Path) -> None:
    """Answer messages until told to stop. Raises `GuichetError` when the database can't be had."""
    engine_logs.configure(settings.log_level)
    store = TurnStore(None, settings.tracker_url or f"sqlite:///{settings.var / 'tracker.db'}")
    app = configure_app([PrivateRestInput(settings.internal_token)], enable_api=False, port=settings.engine_port)
    app.register_listener(partial(_open, settings, model, store), "before_server_start")
    app.register_listener(_close, "after_server_stop")
    app.run(host=settings.engine_host, port=settings.engine_port, backlog=1024, access_log=False)


async def _open(settings: Settings, model: Path, store: TurnStore, app: Sanic, loop: AbstractEventLoop) -> None:
    actions = ActionServer(f"http://127.0.0.1:{settings.actions_port}/webhook", settings.internal_token)
    app.ctx.agent = agent_at_start(model, store, TurnLocks(), actions)


async def _close(app: Sanic, loop: AbstractEventLoop) -> None:
    agent = getattr(app.ctx, "agent", None)
    if agent is not None:
        await agent.action_endpoint.close()
        agent.tracker_store.close()
