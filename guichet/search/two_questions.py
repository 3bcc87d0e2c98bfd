"""Two questions in one message: the sentences that surely ask for different procedures.

It cuts and compares; ranking a sentence is the engine's.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from guichet.search.engine import SearchResult

#: Where one question ends and another begins.
_ENDS = re.compile(
    r"(?<=[?!.;])\s+|\n+|,?\s*\b(?:(?:et )?sinon|(?:et )?aussi|et (?:puis|en plus)|(?:et )?par ailleurs"
    r"|(?:autre|deuxi[eè]me|seconde|2[eè]me) question)\b\s*[:,]?\s*",
    re.IGNORECASE,
)
#: A shorter sentence asks nothing by itself, and so many are searched at most.
_LETTERS, _SENTENCES = 12, 6


def in_turn(text: str, search: Callable[[str], SearchResult]) -> tuple[SearchResult, SearchResult | None]:
    """What the message points to, and the second question when two sentences surely ask for different procedures."""
    whole = search(text)
    sentences = [part.strip() for part in _ENDS.split(text) if len(part.strip()) >= _LETTERS]
    if not 2 <= len(sentences) <= _SENTENCES:
        return whole, None
    sure = [result for result in map(search, sentences) if result.decision == "answer"]
    others = [result for result in sure[1:] if result.procedures[0].id != sure[0].procedures[0].id]
    return (sure[0], others[0]) if others else (whole, None)
