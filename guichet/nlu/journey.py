"""What the engine tells of its own work on a message: which message it is, in the log; how long understanding and
actions took and what was heard, in the reply's `Server-Timing`. The gateway makes metrics of it.

Stages are timed where they are done, with `stage`; outside a message it does nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY
from rasa.shared.nlu.training_data.message import Message
from sanic import Blueprint
from sanic.request import Request
from sanic.response import BaseHTTPResponse

from guichet import logs
from guichet.dialogue.intents import settle
from guichet.nlu.procedure_linker import PROCEDURES

TIMING = "Server-Timing"

logger = logging.getLogger(__name__)

#: The stage between the first component of the pipeline and the last one.
NLU, ACTION = "nlu", "action"


@dataclass
class Work:
    """What was done for one message. `seconds`: by stage; `begun`: stages under way; `heard`: what was understood."""

    seconds: dict[str, float] = field(default_factory=dict)
    begun: dict[str, float] = field(default_factory=dict)
    heard: dict[str, str] = field(default_factory=dict)

    def header(self) -> str:
        """As the standard header says it: milliseconds, and words where there is no time."""
        timed = [f"{name};dur={1000 * seconds:.3f}" for name, seconds in self.seconds.items()]
        return ", ".join([*timed, *(f"{name};desc={said}" for name, said in self.heard.items())])


_work: ContextVar[Work | None] = ContextVar("work", default=None)


def attach(routes: Blueprint) -> None:
    """Follow every call of these routes."""

    @routes.middleware("request")
    async def begin(request: Request) -> None:
        request.ctx.journey = _begin(request)

    @routes.middleware("response")
    async def end(request: Request, response: BaseHTTPResponse) -> None:
        work = _work.get()
        if work is not None and (told := work.header()):
            response.headers[TIMING] = told
        _end(getattr(request.ctx, "journey", None))


def _begin(request: Request) -> tuple[Token, Token]:
    return logs.begin(request.headers.get(logs.HEADER, "")), _work.set(Work())


def _end(begun: tuple[Token, Token] | None) -> None:
    # A connection serves one message after another in one task: none may be about the one before.
    if begun:
        logs.end(begun[0])
        _work.reset(begun[1])


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time what is inside as a stage of the message in hand."""
    start(name)
    try:
        yield
    finally:
        stop(name)


def start(name: str) -> None:
    """A stage begins, where it can't be a `stage` because another component ends it."""
    if work := _work.get():
        work.begun[name] = time.perf_counter()


def stop(name: str) -> None:
    """The stage ends, if it began."""
    if (work := _work.get()) and name in work.begun:
        took = time.perf_counter() - work.begun.pop(name)
        work.seconds[name] = work.seconds.get(name, 0.0) + took
        logger.debug("message.stage", extra={"stage": name, "seconds": round(took, 6)})


def understood(message: Message) -> None:
    """The pipeline is through with a message: its intent, and the linker's decision where that counts."""
    work = _work.get()
    if work is None:
        return
    intent = (message.get(INTENT) or {}).get(INTENT_NAME_KEY) or ""
    work.heard["intent"] = intent
    linked = message.get(PROCEDURES) or {}
    work.heard["decision"] = settle(intent, linked.get("decision", "none"))


def headers() -> dict[str, str]:
    """What a call to the action server carries, so that its log says which message it is about."""
    message = logs.current()
    return {logs.HEADER: message} if message else {}
