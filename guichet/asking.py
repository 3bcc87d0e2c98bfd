"""One sentence through the trained model and the search, without a server: what `guichet ask` prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from guichet.dialogue.intents import settle
from guichet.errors import GuichetError
from guichet.training import load_interpreter, model_path


def asker(root: Path) -> Callable[[str], dict]:
    """A function: text → `{"text", "decision", "procedures", "intent"}`. Raises `GuichetError` without a model."""
    model = model_path(root, root / "models")
    if not model.is_file():
        raise GuichetError("models/ : pas de modèle pour ces données — lancez `guichet train`")
    parse = load_interpreter(model)

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
