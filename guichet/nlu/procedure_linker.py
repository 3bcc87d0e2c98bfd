"""Which procedures a message points to: asks `guichet.search`, and leaves the answer in the message.

It ranks nothing itself and knows no dialogue. The answer is under `procedures`, and reaches the action server in
`tracker.latest_message`. The model keeps the phrasings it was trained with: the catalogue may change under it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from guichet import settings
from guichet.search.engine import SearchEngine, SearchResult
from guichet.search.examples import IN_MODEL, from_json, load_examples, to_json
from guichet.search.two_questions import in_turn

logger = logging.getLogger(__name__)

#: The key in the message, hence in `tracker.latest_message`.
PROCEDURES = "procedures"


class Engine(Protocol):
    """What ranks procedures for a text."""

    def search(self, text: str) -> SearchResult: ...


class FreshEngine:
    """The search engine over the catalogue of now: an import is seen within a second, without a restart.

    `open_engine` raises when the file can't be used; then the engine in hand, if any, stays in service.
    """

    def __init__(
        self,
        path: Path,
        open_engine: Callable[[Path], Engine],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._open_engine = open_engine
        self._clock = clock
        self._engine: Engine | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._next_look = float("-inf")

    def search(self, text: str) -> dict[str, Any]:
        """The result of the search as a dictionary; decision `none` while there is no catalogue."""
        self._look()
        if self._engine is None:
            return _nothing()
        found, second = in_turn(text, self._engine.search)
        if second is None:
            return found.to_dict()
        kept = second.procedures[0]
        return found.to_dict() | {"second": {"text": second.text, "id": kept.id, "title": kept.title}}

    def _look(self) -> None:
        if self._clock() < self._next_look:
            return
        self._next_look = self._clock() + 1.0
        stamp = self._current_stamp()
        if stamp is None or stamp == self._stamp:
            return
        # Kept even when opening fails: a broken file is tried again only once it has changed.
        self._stamp = stamp
        try:
            self._engine = self._open_engine(self._path)
        except Exception:
            logger.exception("procedure linker: %s can't be opened, import it again", self._path.name)

    def _current_stamp(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ProcedureLinker(GraphComponent):
    """Adds `procedures` to each message: `{"decision", "procedures": [{"id", "sheets", "title", "score"}]}`.

    With two questions in it, `second` (`{"text", "id", "title"}`) is the one to come back to.
    """

    def __init__(self, engine: FreshEngine | None, keep: Callable[[bytes], Resource] | None = None) -> None:
        self._engine = engine
        self._keep = keep

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProcedureLinker:
        """A linker to be trained."""

        def keep(data: bytes) -> Resource:
            with model_storage.write_to(resource) as folder:
                (folder / IN_MODEL).write_bytes(data)
            return resource

        return cls(None, keep)

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps editors' phrasings in the model; they are read from the project, beside what Rasa reads."""
        assert self._keep
        return self._keep(to_json(load_examples(settings.ROOT)))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProcedureLinker:
        """The linker over the catalogue of the settings, opened now rather than at the first message."""
        with model_storage.read_from(resource) as folder:
            examples = from_json((folder / IN_MODEL).read_bytes())
        engine = FreshEngine(settings.load().catalogue_path, lambda path: SearchEngine.open(path, examples))
        engine.search("")
        return cls(engine)

    def process(self, messages: list[Message]) -> list[Message]:
        """Links each message, but for the intents that buttons send."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(INTENT_MESSAGE_PREFIX):
                message.set(PROCEDURES, self._link(text), add_to_output=True)
        return messages

    def _link(self, text: str) -> dict[str, Any]:
        try:
            return self._engine.search(text) if self._engine else _nothing()
        except Exception:
            # An exception here would leave the citizen in silence; without a procedure, the dialogue goes on.
            logger.exception("procedure linker: the search failed")
            return _nothing()


def _nothing() -> dict[str, Any]:
    return {"decision": "none", "procedures": []}
