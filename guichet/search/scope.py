"""Which words are heard outside the counter's subjects: learned from the dialogue's own training examples.

One number a stem: above zero, people who ask for something else say it more than people who ask about a procedure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from guichet.search.text import Analyzer, question_words

#: The intent of what is out of scope, and how those of a procedure begin.
_OUTSIDE, _INSIDE = "out_of_scope", ("ask_", "describe_")
#: How much is pretended to have been seen of every stem, so that a rare one tells little.
_PRIOR = 0.5


def example_files(folder: Path) -> list[Path]:
    """The files of training examples, in a fixed order."""
    return sorted(folder.glob("*.yml"))


def scope_odds(folder: Path, analyzer: Analyzer) -> dict[str, float]:
    """Stem → logarithm of the odds that a message with it is out of scope; empty when `folder` has no examples."""
    outside: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    messages = Counter({_OUTSIDE: 1, "inside": 1})
    for intent, example in _examples(folder):
        stems = {analyzer.stem(word) for word in question_words(example)}
        if intent == _OUTSIDE:
            outside.update(stems)
            messages[_OUTSIDE] += 1
        elif intent.startswith(_INSIDE):
            inside.update(stems)
            messages["inside"] += 1
    balance = math.log(messages["inside"] / messages[_OUTSIDE])
    return {
        stem: round(math.log((outside[stem] + _PRIOR) / (inside[stem] + _PRIOR)) + balance, 3)
        for stem in outside | inside
    }


def _examples(folder: Path) -> Iterator[tuple[str, str]]:
    for path in example_files(folder):
        for entry in (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu", ()):
            for line in str(entry.get("examples", "")).splitlines():
                yield str(entry.get("intent", "")), line.removeprefix("- ").strip()
