"""How well entities are found in held-out sentences: precision, recall and their harmonic mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from guichet.errors import GuichetError
from guichet.evaluation.figures import Figure, share
from guichet.evaluation.progress import Progress, silent
from guichet.evaluation.question_set import sampled
from guichet.evaluation.trained_model import TrainedModel

HELD_OUT = Path("data", "heldout", "entities.yml")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence and the values that each entity has in it; none when there is nothing to find."""

    text: str
    entities: dict[str, list[str]] = {}


@dataclass(frozen=True)
class Found:
    """A sentence with what was there to find and what was found, as counts of (entity, value)."""

    text: str
    wanted: Counter[tuple[str, str]]
    found: Counter[tuple[str, str]]

    @property
    def right(self) -> bool:
        """Whether all was found, and nothing else."""
        return self.wanted == self.found


def held_out(root: Path) -> list[Sentence]:
    """The sentences of the file. Raises `GuichetError`."""
    try:
        return msgspec.convert(yaml.safe_load((root / HELD_OUT).read_text("utf-8")), list[Sentence])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        reason = " ".join(str(error).split())
        raise GuichetError(f"{HELD_OUT} : illisible ({reason}) — écrivez « - text: … » et « entities: … »") from error


def find(model: TrainedModel, root: Path, sample: int | None, progress: Progress = silent) -> list[Found]:
    """The held-out sentences, read by the model."""
    sentences = sampled(held_out(root), sample, lambda sentence: sentence.text)
    heard = model.read([s.text for s in sentences], progress, "entities")
    return [Found(s.text, _wanted(s), Counter(h.entities)) for s, h in zip(sentences, heard, strict=True)]


def entity_figures(found: Sequence[Found]) -> dict[str, Figure]:
    """`entities.precision`, `.recall`, `.f1`, and the same for each entity (`entity.postcode.f1`)."""
    figures = _figures("entities", found)
    for name in sorted({entity for one in found for entity, _ in one.wanted | one.found}):
        figures |= _figures(f"entity.{name}", [_only(one, name) for one in found])
    return figures


def _wanted(sentence: Sentence) -> Counter[tuple[str, str]]:
    return Counter((name, value) for name, values in sentence.entities.items() for value in values)


def _only(found: Found, name: str) -> Found:
    kept = (Counter({key: n for key, n in counts.items() if key[0] == name}) for counts in (found.wanted, found.found))
    return Found(found.text, *kept)


def _figures(name: str, found: Sequence[Found]) -> dict[str, Figure]:
    both = [_counts(one) for one in found]
    hits, wanted, given = (sum(counts[place] for counts in both) for place in range(3))
    return {
        f"{name}.precision": share([True] * hits + [False] * (given - hits)),
        f"{name}.recall": share([True] * hits + [False] * (wanted - hits)),
        f"{name}.f1": _harmonic(both),
    }


def _counts(found: Found) -> tuple[int, int, int]:
    """How many were rightly found, were there, and were found."""
    return sum((found.wanted & found.found).values()), sum(found.wanted.values()), sum(found.found.values())


def _harmonic(both: Sequence[tuple[int, int, int]]) -> Figure:
    """F1 = hits / (hits + half of what was missed or invented), hence its interval is that of such a share."""
    hits, wanted, given = (sum(counts[place] for counts in both) for place in range(3))
    if not wanted + given:
        return share(())
    near = share([True] * hits + [False] * math.ceil((wanted + given) / 2 - hits))
    return Figure(2 * hits / (wanted + given), wanted, near.low, near.high)
