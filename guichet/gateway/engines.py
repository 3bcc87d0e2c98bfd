"""Which of several engines a conversation goes to: the same one as long as it is there, without anybody keeping a list.

Rendezvous hashing: when an engine comes or goes, only its own conversations move.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def by_preference(urls: Sequence[str], conversation_id: str) -> list[str]:
    """The engines in the order in which this conversation tries them."""
    return sorted(urls, key=lambda url: hashlib.blake2b(f"{conversation_id} {url}".encode(), digest_size=8).digest())
