"""What an answer that led nowhere tells those who maintain the bot: never shown, and it decides nothing."""

from __future__ import annotations

from typing import Any

from guichet.dialogue.turn import Heard, Turn

#: The responses of who found nothing to say.
LOST = frozenset({"utter_lost", "utter_lost_again"})

#: How many of the procedures that came nearest are told.
NEAREST = 4


def not_understood(heard: Heard, turn: Turn) -> dict[str, Any] | None:
    """For words that point to no procedure and were not answered otherwise: the nearest ones; None for any others."""
    if heard.decision != "none" or heard.text.startswith("/") or LOST.isdisjoint(turn.responses):
        return None
    return {"found": [{"id": found.id, "title": found.title} for found in heard.found[:NEAREST]]}
