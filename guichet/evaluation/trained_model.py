"""A trained model loaded once: many sentences read together, and its dialogue policy. It judges nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guichet.errors import GuichetError
from guichet.evaluation.progress import Progress, silent
from guichet.training import quiet, silence

#: Sentences read at once: together they take a sixth of the time, and progress still shows.
_TOGETHER = 100
_FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Heard:
    """What the model makes of a sentence.

    `intent` and `confidence`: the classifier's first guess; `settled`: the intent that the dialogue gets, once the
    linker, the references and the dangers have had their say. `entities`: (name, value).
    """

    text: str
    intent: str
    confidence: float
    settled: str
    entities: tuple[tuple[str, str], ...] = ()


class TrainedModel:
    """A model's ears and its dialogue; `agent` is Rasa's."""

    def __init__(self, agent: Any) -> None:
        self.agent = agent

    @classmethod
    def open(cls, path: Path) -> TrainedModel:
        """The model of a file, in a few seconds. Raises `GuichetError` when it is none."""
        with silence():
            from rasa.core.agent import Agent
            from rasa.utils.log_utils import configure_structlog

            configure_structlog(logging.ERROR)
            try:
                agent = Agent.load(str(path))
                # Rasa logs what it can't read, and goes on with nothing inside.
                agent.processor.graph_runner  # noqa: B018
            except Exception as error:
                reason = " ".join(str(error).split())[:200] or type(error).__name__
                raise GuichetError(f"{path} : modèle illisible ({reason}) — lancez « guichet train »") from error
        return cls(agent)

    def read(self, texts: Sequence[str], progress: Progress = silent, label: str = "intents") -> list[Heard]:
        """Every sentence, in order."""
        found: list[Heard] = []
        for start in range(0, len(texts), _TOGETHER):
            with quiet():
                found += [_heard(message) for message in self._parse(texts[start : start + _TOGETHER])]
            progress(label, len(found), len(texts))
        return found

    def _parse(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE

        processor = self.agent.processor
        target = processor.model_metadata.nlu_target
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts]}
        messages = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        return [message.as_dict(only_output_properties=True) for message in messages]


def _heard(message: dict[str, Any]) -> Heard:
    intent = message.get("intent") or {}
    settled, confidence = intent.get("name") or "", float(intent.get("confidence") or 0.0)
    guesses = ((r["name"], float(r["confidence"])) for r in message.get("intent_ranking") or ())
    first = next((guess for guess in guesses if guess[0] != _FALLBACK), (settled, confidence))
    entities = tuple((e["entity"], str(e["value"])) for e in message.get("entities") or ())
    return Heard(message.get("text", ""), *first, settled, entities)
