"""Which words are heard outside the counter's subjects: learned from the dialogue's examples and editors' phrasings.

One number a stem: above zero, people who ask for something else say it more than people who ask about a procedure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from guichet.catalogue.rasa_files import MAX_BYTES, read_examples
from guichet.catalogue.yaml_file import read_yaml
from guichet.search.text import Analyzer, question_words
from guichet.settings import ROOT

#: The files of what is asked of the counter and is none of its business.
OUTSIDE = ("out_of_scope.yml", "bot_challenge.yml")
EXAMPLES = ROOT / "data" / "nlu"
#: How much is pretended to have been seen of every stem, so that a rare one tells little.
_PRIOR = 0.5


@lru_cache(maxsize=4)
def out_of_scope(folder: Path = EXAMPLES) -> tuple[str, ...]:
    """The messages that are none of the counter's business; none where `folder` has no examples."""
    return tuple(text for name in OUTSIDE for text in _examples(folder / name))


def scope_odds(outside: Iterable[str], inside: Iterable[str], analyzer: Analyzer) -> dict[str, float]:
    """Stem → logarithm of the odds that a message with it is out of scope."""
    far, far_count = _counts(outside, analyzer)
    near, near_count = _counts(inside, analyzer)
    balance = math.log((near_count + 1) / (far_count + 1))
    return {stem: math.log((far[stem] + _PRIOR) / (near[stem] + _PRIOR)) + balance for stem in far | near}


def _counts(messages: Iterable[str], analyzer: Analyzer) -> tuple[Counter[str], int]:
    """In how many messages each stem is, and how many messages there are."""
    stems = [{analyzer.stem(word) for word in question_words(message)} for message in messages]
    return Counter(stem for found in stems for stem in found), len(stems)


def _examples(path: Path) -> Iterator[str]:
    if path.is_file():
        data, _ = read_yaml(path, path.name, MAX_BYTES)
        yield from (example.text for example in read_examples(data, path.name))
