"""French spacing for print: no line begins with « ? » nor ends with an opening quote.

It changes the width of spaces that are there, and adds those that lack inside quotes; letters and digits stay.
"""

from __future__ import annotations

import re

#: Non-breaking, and the narrow one that goes with amounts.
SPACE, NARROW = "\u00a0", "\u202f"

_BEFORE = re.compile(r"(?<=\S) (?=[:;?!»])")
_OPENING = re.compile(r"«[ \u00a0\u202f]?(?=\S)")
_CLOSING = re.compile(r"(?<=[^\s«])[ \u00a0\u202f]?»")
_AMOUNT = re.compile(r"(?<=\d)[ \u00a0](?=[€%])")


def french(text: str) -> str:
    """« Quel prix ? 25 € » with spaces that never break the line there; doing it twice changes nothing more."""
    text = _CLOSING.sub(f"{SPACE}»", _OPENING.sub(f"«{SPACE}", text))
    return _AMOUNT.sub(NARROW, _BEFORE.sub(SPACE, text))
