"""Training, with a cache: one model per content of what it is trained on; and reading a sentence with a model.

Rasa is imported only when there is something to train or to load: a model that exists is found in milliseconds.
It does not serve conversations: the engine does.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import io
import json
import logging
import os
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import yaml

from guichet.bank.contract import contract, rasa_version
from guichet.bank.folder import Card, write_card
from guichet.errors import GuichetError

#: The files a model depends on, from the root of the project; the phrasings of editors come besides.
INPUTS = (
    "config.yml",
    "domain.yml",
    "data/nlu/**/*.yml",
    "data/rules/**/*.yml",
    "data/stories/**/*.yml",
    "data/responses/**/*.yml",
    "guichet/nlu/*.py",
    "guichet/language.py",
    "guichet/spellings.py",
)

#: Quiet, and nothing sent to anyone: set before Rasa is imported, unless the operator chose otherwise.
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_MAX_CACHE_SIZE": "0",  # Rasa's own cache does not see changes in guichet/language.py; ours does
}

Parse = Callable[[str], dict[str, Any]]

#: Called at every step with what is being learned, in French, how much is done, and of how much.
Progress = Callable[[str, int, int], None]


def train(root: Path, models: Path, force: bool = False, progress: Progress = lambda what, done, total: None) -> Path:
    """The model for the project at `root`, trained unless `models` already holds it. Raises `GuichetError`."""
    target = model_path(root, models)
    if target.is_file() and not force:
        return target
    _check_yaml(root)
    progress("préparation", 0, 1)
    began = time.monotonic()
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".train-") as folder:
        trained = Path(folder, target.name)
        _train_with_rasa(root, trained, progress)
        born = datetime.now(timezone.utc).isoformat(timespec="seconds")
        write_card(target, Card(born, contract(root), round(time.monotonic() - began, 1)))
        os.replace(trained, target)
    return target


def model_path(root: Path, models: Path) -> Path:
    """Where the model for the present content of `root` is, or would be."""
    return models / f"guichet-{fingerprint(root)}.tar.gz"


def fingerprint(root: Path) -> str:
    """Sixteen hexadecimal digits that change with the content of what a model is trained on, and with Rasa.

    Of the editors' sheets only the phrasings count: a fee that changes teaches nothing.
    """
    from guichet.search.examples import load_examples

    digest = hashlib.sha256(rasa_version().encode())
    for path in inputs(root):
        digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    digest.update(json.dumps(load_examples(root), ensure_ascii=False, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def inputs(root: Path) -> list[Path]:
    """The files a model is trained on, in a fixed order."""
    return sorted(path for pattern in INPUTS for path in root.glob(pattern))


def load_interpreter(model: Path) -> Parse:
    """A function that reads a sentence: text → `{"text", "intent": {"name", "confidence"}, "procedures", …}`.

    Loads the model once, in a few seconds. Raises `GuichetError` when the file is not a model.
    """
    with silence():
        from rasa.core.agent import Agent

        _silence_structlog()
        try:
            agent = Agent.load(str(model))
        except Exception as error:
            raise GuichetError(f"{model} : modèle illisible ({_line(error)}) — lancez « guichet train »") from error
        loop = asyncio.new_event_loop()

    def parse(text: str) -> dict[str, Any]:
        with quiet():
            return loop.run_until_complete(agent.parse_message(text))

    return parse


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Rasa and TensorFlow without their chatter and without any call home; errors still show."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    before = logging.root.manager.disable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        try:
            yield
        finally:
            logging.disable(before)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """`quiet`, and nothing printed: Rasa and its imports print what they do; what fails comes as an exception."""
    with quiet(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def _silence_structlog() -> None:
    """Rasa's structured logs go through `logging` only once told to; before that, they are printed."""
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)


def _check_yaml(root: Path) -> None:
    """Rasa ignores a broken YAML file in silence: here it stops the training."""
    for path in inputs(root):
        if path.suffix != ".yml":
            continue
        try:
            yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise GuichetError(
                f"{path.relative_to(root)} : YAML illisible ({_line(error)}) — corrigez ce fichier, puis recommencez"
            ) from error


def _train_with_rasa(root: Path, target: Path, progress: Progress) -> None:
    with silence():
        from guichet.bank import rasa_run

        _silence_structlog()
        try:
            rasa_run.run(root, target, progress)
        except GuichetError:
            raise
        except (Exception, SystemExit) as error:
            raise GuichetError(f"entraînement : {_line(error)} — corrigez config.yml, domain.yml ou data/") from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
