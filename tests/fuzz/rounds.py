"""Tries a property on inputs of a strategy for so many seconds, and counts; the first fault is raised, made small."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

from tests.fuzz import properties, strategies

#: Inputs between two looks at the clock.
ROUND = 200

#: Every property that hypothesis tries: how it is shown, and what with.
TARGETS: dict[str, tuple[Callable[[Any], None], SearchStrategy]] = {
    "corps d'un message": (properties.message_body, strategies.bodies),
    "texte d'un usager": (properties.text_of_citizen, strategies.texts),
    "avis": (properties.opinion_body, strategies.opinions),
    "réponse du moteur": (properties.engine_reply, strategies.replies),
    "appel de Telegram": (properties.telegram_update, strategies.updates),
    "fiche d'éditeur": (properties.editor_file, strategies.sheets()),
    "réglages": (properties.env_file, strategies.env_files),
}


def count(check: Callable[[Any], None], inputs: SearchStrategy, seconds: float, first_seed: int = 0) -> int:
    """How many inputs were tried within the time; another seed tries others. Raises what the property raises."""
    until, tried, number = time.monotonic() + seconds, 0, first_seed
    while time.monotonic() < until or not tried:
        tried += _round(check, inputs, number)
        number += 1
    return tried


def _round(check: Callable[[Any], None], inputs: SearchStrategy, number: int) -> int:
    tried = 0

    @seed(number)
    @settings(max_examples=ROUND, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(inputs)
    def one(value: Any) -> None:
        nonlocal tried
        tried += 1
        check(value)

    one()
    return tried
