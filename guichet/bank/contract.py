"""What a model and the code around it must agree on: an old model can't be served by code that has changed since.

It leaves out what a model carries inside (intents, rules, responses, pipeline, phrasings): that may differ, and a
rollback is for that. It also leaves out the sheets, which follow the import.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from pathlib import Path

import yaml

from guichet.errors import GuichetError

#: The code that reads a model, and the actions that its dialogue calls.
CODE = ("guichet/nlu/**/*.py", "guichet/language.py", "guichet/spellings.py", "actions/**/*.py")

#: What of the domain the actions rely on by name. Intents and responses are the model's own affair.
SHARED = ("slots", "actions")


def contract(root: Path) -> str:
    """Sixteen hexadecimal digits that change when models trained before can no longer be served."""
    digest = hashlib.sha256(rasa_version().encode())
    for path in sorted(path for pattern in CODE for path in root.glob(pattern)):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    digest.update(json.dumps(_shared_domain(root), sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]


def rasa_version() -> str:
    """The version of Rasa in this environment. Raises `GuichetError` where there is none."""
    try:
        return importlib.metadata.version("rasa")
    except importlib.metadata.PackageNotFoundError as error:
        raise GuichetError("rasa : absent de cet environnement — lancez « .venv-engine/bin/guichet »") from error


def _shared_domain(root: Path) -> dict[str, object]:
    path = root / "domain.yml"
    try:
        domain = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return {key: domain.get(key) for key in SHARED}
    except (OSError, yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise GuichetError(f"domain.yml : illisible ({reason}) — corrigez ce fichier, puis recommencez") from error
