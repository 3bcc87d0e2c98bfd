"""Why an example may not be taught: personal data, a question kept to measure with, words that teach something else."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from guichet.catalogue.editors import read_sheets
from guichet.catalogue.example_files import phrasings, read_example_files
from guichet.catalogue.example_targets import INTENT, Target
from guichet.catalogue.problem import excerpt
from guichet.catalogue.question_files import QUESTIONS
from guichet.catalogue.rasa_files import read_examples, read_rasa_files
from guichet.catalogue.register import comparable
from guichet.catalogue.yaml_file import read_yaml
from guichet.errors import GuichetError
from guichet.privacy import find

#: The folders of what is kept to measure with: nothing of theirs is ever taught.
HELD_OUT = (QUESTIONS, Path("data", "heldout"))

#: From here on two questions are the same one, typed differently; below so many words only equality counts.
_NEARLY, _WORDS = 0.9, 3

#: The intents that a question about a procedure has; the others say something else than a procedure's examples do.
_ABOUT_PROCEDURES = ("ask_", "describe_")


def refuse(root: Path, target: Target, text: str) -> None:
    """Raises `GuichetError` for a text that may not be an example of the target; the words found are said."""
    _refuse_personal(text)
    if held := _held_out(root, text):
        cure = "dites-la autrement : on ne mesure pas avec ce qu'on a appris"
        raise GuichetError(f"{excerpt(text)} : presque une question gardée pour la mesure ({held}) — {cure}")
    for where, owner, other in _taught(root):
        if comparable(other) == comparable(text) and _contradicts(target, owner):
            cure = "gardez-la d'un seul côté, ou précisez la phrase"
            raise GuichetError(f"{excerpt(text)} : déjà un exemple de « {owner[1]} » ({where}) — {cure}")


def already_taught(root: Path, target: Target, text: str) -> bool:
    """Whether the target has this example: there is nothing to write."""
    mine = (target.kind == INTENT, target.id)
    return any(owner == mine and comparable(other) == comparable(text) for _, owner, other in _taught(root))


def _refuse_personal(text: str) -> None:
    if find(text):
        raise GuichetError("exemple : contient des données personnelles — remplacez-les par des mots ordinaires")
    if set(text) & set("[]{}"):
        raise GuichetError("exemple : contient des crochets — remplacez ce qui est masqué par des mots ordinaires")
    if not 3 <= len(text) <= 300:
        raise GuichetError(f"exemple : {len(text)} caractères — gardez une phrase de 3 à 300 caractères")


def _contradicts(target: Target, owner: tuple[bool, str]) -> bool:
    """Whether words can't teach both. « je veux un passeport » is both a situation to describe, and a procedure."""
    of_intent, name = owner
    if (target.kind == INTENT) == of_intent:
        return name != target.id
    intent = name if of_intent else target.id
    return not intent.startswith(_ABOUT_PROCEDURES)


def _taught(root: Path) -> Iterator[tuple[str, tuple[bool, str], str]]:
    """Each example: its file, whether it is an intent's and whose, and its words."""
    for name, data, _ in read_sheets(root):
        if isinstance(data, dict):
            yield from ((name, (False, str(data.get("id"))), text) for _, text in phrasings(data.get("examples")))
    for name, data, _ in read_example_files(root):
        for sheet, listed in data.items() if isinstance(data, dict) else ():
            yield from ((name, (False, sheet), text) for _, text in phrasings(listed))
    for name, data, _ in read_rasa_files(root):
        yield from ((name, (True, example.intent), example.text) for example in read_examples(data, name))


def _held_out(root: Path, text: str) -> str:
    """The file of the question that these words are, or nearly; empty for none."""
    said = comparable(text)
    for folder in HELD_OUT:
        for path in sorted((root / folder).rglob("*.y*ml")):
            data, _ = read_yaml(path, path.name)
            if any(_same(said, comparable(kept)) for kept in _sentences(data)):
                return path.relative_to(root).as_posix()
    return ""


def _sentences(node: Any) -> Iterator[str]:
    """Every line of every text: what is no question is no citizen's sentence either."""
    if isinstance(node, str):
        yield from (line.strip().removeprefix("- ") for line in node.splitlines())
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _sentences(child)


def _same(said: str, kept: str) -> bool:
    if said == kept or not kept:
        return said == kept
    first, second = set(said.split()), set(kept.split())
    if min(len(first), len(second)) < _WORDS:
        return False
    if len(first & second) >= _NEARLY * len(first | second):
        return True
    close = SequenceMatcher(None, said, kept, autojunk=False)
    return close.real_quick_ratio() >= _NEARLY and close.quick_ratio() >= _NEARLY and close.ratio() >= _NEARLY
