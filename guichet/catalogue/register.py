"""Who wrote a text first, so that whoever writes it again can be told; what counts as the same is said here."""

from __future__ import annotations

import re
import unicodedata


def comparable(text: str) -> str:
    """The text without case, accents or punctuation: what neither Rasa nor the search can tell apart."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(re.findall(r"[a-z0-9_€]+", "".join(c for c in plain if not unicodedata.combining(c))))


class Register:
    """Texts and their first owners."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def owner(self, text: str) -> str | None:
        """Who has this text, if anyone."""
        return self._owners.get(comparable(text))

    def claim(self, text: str, owner: str) -> str | None:
        """Gives the text to `owner`, unless someone has it: then says who."""
        key = comparable(text)
        if not key or key in self._owners:
            return self._owners.get(key)
        self._owners[key] = owner
        return None
