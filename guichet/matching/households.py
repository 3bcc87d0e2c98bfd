"""Whether the parents of a child live together or apart, as one of them says it; leaves out marriage (`situations`).

It reads folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TOGETHER, APART = frozenset({"together"}), frozenset({"apart"})
_APART = re.compile(
    r"\b(?<!me )(?<!se )separe(?:e|s|es|\(e\)s?)?\b|\bvi\w+ separement"
    r"|\b(?:vi\w+|sommes|est|sont) (?:plus|pas) ensemble"
)
_TOGETHER = re.compile(
    r"\b(?<!pas )(?<!plus )(?:vivent|vivant|vit|vivons) (?:toujours )?ensemble|\bmeme foyer|^ensemble\b"
)
#: Both parents, as one of them says it; « avec mon copain » may be someone else.
_PARENTS = re.compile(
    r"\b(?:on|nous|ils|ses parents|les parents|les deux)\b|^(?:toujours |vivent )?(?:ensemble|separe\w*)\b"
    r"|\b(?:du|de la|son|sa|le|la) (?:papa|pere|maman|mere)\b"
)
_PARTNER = re.compile(
    r"\b(?:mon|ma|mes) (?:nouve\w+ )?(?:mari|femme|copain|copine|amie?|compagn\w+|conjointe?|partenaire|parents)\b"
)


def read_label(text: str, siblings: str) -> frozenset[str]:
    """How the parents of an option live, among siblings that say both; nothing when it does not say."""
    if "parent" not in siblings or not (_APART.search(siblings) and _TOGETHER.search(siblings)):
        return frozenset()
    return APART if _APART.search(text) else TOGETHER if _TOGETHER.search(text) else frozenset()


def read_parents(text: str) -> Iterator[tuple[str, frozenset[str], int]]:
    """How the parents live by a message: (dimension, values, start)."""
    if _PARTNER.search(text) or not _PARENTS.search(text):
        return
    for values, pattern in ((APART, _APART), (TOGETHER, _TOGETHER)):
        match = pattern.search(text)
        if match:
            yield "household", values, match.start()
