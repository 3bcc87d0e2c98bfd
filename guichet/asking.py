"""One sentence through the trained model and the search, without a server: what `guichet ask` prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guichet.bank.bank import Bank
from guichet.bank.choosing import choose
from guichet.dialogue.intents import settle
from guichet.training import load_interpreter


def asker(root: Path) -> Callable[[str], dict]:
    """A function: text → `{"text", "decision", "procedures", "intent"}`. Raises `GuichetError` without a model."""
    parse = load_interpreter(choose(Bank(root, root / "models")).model)

    def ask(text: str) -> dict:
        understood = parse(text)
        intent = understood["intent"]
        linked = understood.get("procedures") or {"decision": "none", "procedures": []}
        return {
            "text": text,
            "decision": settle(intent["name"] or "", linked["decision"]),
            "procedures": linked["procedures"],
            "intent": {"name": intent["name"], "confidence": round(intent["confidence"], 4)},
        }

    return ask
