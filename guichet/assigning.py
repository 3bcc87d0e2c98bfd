"""A citizen's wording made an example: refused or written, checked, and taken back where the check finds fault.

One at a time for a project, whatever process asks. Training and promoting it are commands of their own.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guichet.catalogue.example_refusals import already_taught, refuse
from guichet.catalogue.example_targets import INTENT, Target, find_target, intents
from guichet.catalogue.example_writing import Example, add_to_intent, add_to_list
from guichet.catalogue.store import Catalogue
from guichet.checking import check_all
from guichet.errors import GuichetError
from guichet.whole_file import replace_file

__all__ = ["NEXT", "Assigned", "assign", "intents", "obstacle"]

#: What puts an example into service, in this order.
NEXT = ("guichet train", "guichet evaluate", "guichet models promote")

#: At the head of the file of citizens' wordings, when it is begun.
_HEAD = """\
# Ce que des usagers ont écrit sans être compris, et que des rédacteurs ont rattaché à une fiche officielle.
# `guichet unanswered assign` et la page « Questions sans réponse » écrivent ici ; on peut corriger à la main.
"""


@dataclass(frozen=True)
class Assigned:
    """What came of it: the target's kind and id, its file, and the examples written (none where all were there)."""

    kind: str
    id: str
    path: Path
    written: tuple[str, ...]


def assign(root: Path, catalogue: Path, named: str, texts: Sequence[str], author: str, on: date) -> Assigned:
    """Teach the wordings to the procedure, official sheet or intent `named`. Raises `GuichetError`, nothing written.

    `catalogue`: the file of the catalogue in service, where there is one.
    """
    if reason := obstacle(root):
        raise GuichetError(reason)
    with _alone(root):
        target = find_target(root, named, _official(catalogue))
        wanted = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
        for text in wanted:
            refuse(root, target, text)
        new = [Example(text, author, on) for text in wanted if not already_taught(root, target, text)]
        if new:
            _write_checked(root, catalogue, target, new)
    return Assigned(target.kind, target.id, target.path, tuple(example.text for example in new))


def obstacle(root: Path) -> str:
    """Why no example can be written here, and what to do about it; empty where one can."""
    folders = [root / "data" / name for name in ("procedures", "nlu")]
    if not all(folder.is_dir() for folder in folders):
        return "data/ : les fichiers des rédacteurs ne sont pas ici — lancez `guichet unanswered` depuis leur dépôt"
    if not all(os.access(folder, os.W_OK) for folder in (root / "data", *folders)):
        return "data/ : écriture refusée — donnez ce dossier au compte de la passerelle, ou passez par la commande"
    return ""


def _official(catalogue: Path) -> frozenset[str] | None:
    if not catalogue.is_file():
        return None
    return frozenset(sheet.id for sheet in Catalogue.open(catalogue).official()) or None


def _write_checked(root: Path, catalogue: Path, target: Target, examples: list[Example]) -> None:
    """Write, then check everything; a problem that was not there before puts the file back as it was."""
    path = root / target.path
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(exist_ok=True)
    replace_file(path, _with(before, target, examples))
    try:
        found = set(check_all(root, catalogue))
        if found:
            _put_back(path, before)
            found -= set(check_all(root, catalogue))
            if not found:  # what is wrong was wrong before, and is somebody else's
                replace_file(path, _with(before, target, examples))
    except BaseException:
        _put_back(path, before)
        raise
    if found:
        raise GuichetError(f"{min(found)} (rien n'a été ajouté)")


def _with(before: bytes | None, target: Target, examples: list[Example]) -> bytes:
    content = (before or _HEAD.encode()).decode("utf-8")
    name = target.path.as_posix()
    add = add_to_intent if target.kind == INTENT else add_to_list
    return add(content, target.key, examples, name).encode("utf-8")


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, before)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """The folder itself is the lock: no file is left behind, and a process that dies holds nothing."""
    folder = os.open(root / "data", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
