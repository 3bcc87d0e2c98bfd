"""Another model in the place of the one that answers, without a pause: loaded beside it, then swapped in.

Rasa's own `PUT /model` loads on the event loop: every citizen would wait, some of them too long. A message that is
being answered is finished by the model that began it. Which model, and when, is said by `guichet.bank`.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import re
import sys
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor

logger = logging.getLogger(__name__)

#: The only names taken: a model is code once it is loaded, so it never comes from another folder.
_NAME = re.compile(r"guichet-[0-9a-f]{16}\.tar\.gz")

#: Read once by a new model before it answers anyone: it must be able to, and its first answer is the slowest.
_FIRST_WORDS = "bonjour"


class ExchangeError(Exception):
    """The new model can't be loaded; the old one still answers."""


def held(agent: Agent | None) -> str:
    """The file name of the model that answers, empty when none does."""
    return agent.processor.model_path.name if agent is not None and agent.processor is not None else ""


async def exchange(agent: Agent, name: str) -> None:
    """Have the model of this name, in the same folder, answer from now on. Raises `ExchangeError`."""
    if not _NAME.fullmatch(name) or agent.processor is None:
        raise ExchangeError("not a model of this engine's folder")
    path = agent.processor.model_path.parent / name
    try:
        processor = await asyncio.get_running_loop().run_in_executor(None, _load, agent, path)
    except Exception as error:
        logger.exception("model exchange: %s can't be loaded", name)
        raise ExchangeError(" ".join(str(error).split())[:300] or type(error).__name__) from error
    # One step of the event loop: no message ever sees half of it.
    agent.nlg, agent.domain, agent.processor = processor.nlg, processor.domain, processor
    agent.tracker_store.domain = processor.domain
    await asyncio.get_running_loop().run_in_executor(None, _let_go)


def _load(agent: Agent, path: Path) -> MessageProcessor:
    """The model with the conversations of the one that answers, and with words of its own."""
    words = TemplatedNaturalLanguageGenerator({})
    processor = type(agent.processor)(path, agent.tracker_store, agent.lock_store, words, agent.action_endpoint)
    words.responses = processor.domain.responses
    asyncio.run(processor.parse_message(UserMessage(_FIRST_WORDS)))
    return processor


def _let_go() -> None:
    """Give the memory of the old model back: it holds itself in cycles, and glibc keeps what is freed."""
    gc.collect()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
