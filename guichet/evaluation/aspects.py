"""How well the aspects of blocks are told: precision and recall against blocks labelled by hand, as a table of text.

`python -m guichet.evaluation.aspects` measures on the catalogue in service. Blocks whose text changed since they were
labelled are left out and counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import click

from guichet.aspects import aspects_of_each
from guichet.catalogue.plain import texts
from guichet.catalogue.store import Catalogue
from guichet.errors import GuichetError
from guichet.procedure import Aspect, Block, Chapter, Choice, Fragment, Procedure
from guichet.settings import ROOT, load

#: Halves of the labelled blocks: rules are tuned on the first, and judged on the second.
HALVES = ("dev", "held-out")
LABELS = ROOT / "data/aspects/labels.tsv"
COLUMNS = ("sheet", "path", "fingerprint", "half", "drawn", "aspects")

Place = tuple[int, ...]


@dataclass(frozen=True)
class Label:
    """A block and its aspects, told by a reader.

    `path`: the block's place in the body, one index a level, and the option's index before the block's inside a choice.
    `drawn`: how it was drawn: "any", or the aspect whose words it or its title had.
    """

    sheet: str
    path: Place
    fingerprint: str
    half: str
    drawn: str
    aspects: frozenset[Aspect]


@dataclass(frozen=True)
class Leaf:
    """A block of a sheet that the guide selects whole, and the aspects told of it."""

    path: Place
    block: Block
    aspects: frozenset[Aspect]
    context: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How many were rightly told, told, and to be told."""

    right: int
    told: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of those told that are right."""
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Share of those to be told that are."""
        return self.right / self.wanted if self.wanted else 1.0


Judged = list[tuple[Label, frozenset[Aspect]]]


def read_labels(path: Path) -> list[Label]:
    """The labelled blocks. Raises `GuichetError` for a file that can't be read."""
    try:
        head, *lines = path.read_text("utf-8").splitlines()
        if tuple(head.split("\t")) != COLUMNS:
            raise ValueError(f"colonnes {head!r}")
        return [_label(line) for line in lines]
    except (OSError, ValueError) as error:
        raise GuichetError(f"{path} : illisible ({error}) — reprenez le fichier du dépôt") from error


def _label(line: str) -> Label:
    sheet, path, fingerprint, half, drawn, names = line.split("\t")
    aspects = frozenset(Aspect(name) for name in names.split() if name != "-")
    return Label(sheet, tuple(map(int, path.split("."))), fingerprint, half, drawn, aspects)


def leaves(blocks: tuple[Block, ...], path: Place = (), context: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Every block that the guide selects whole, with its aspects told as the guide has them told."""
    for index, (block, aspects) in enumerate(zip(blocks, aspects_of_each(blocks, context), strict=True)):
        here = (*path, index)
        if isinstance(block, Chapter):
            yield from leaves(block.blocks, here, (*context, block.title))
        elif isinstance(block, Fragment):
            yield from leaves(block.blocks, here, context)
        elif isinstance(block, Choice):
            for number, option in enumerate(block.options):
                titles = (*context, *filter(None, (block.question, option.label)))
                yield from leaves(option.blocks, (*here, number), titles)
        else:
            yield Leaf(here, block, aspects, context)


def fingerprint(block: Block) -> str:
    """Short digest of the words of a block, so that another version of it is noticed."""
    return blake2b(" ".join(texts((block,))).encode(), digest_size=6).hexdigest()


def judge(labels: Iterable[Label], sheet_of: Callable[[str], Procedure | None]) -> tuple[Judged, int]:
    """Each label with what the rules tell of its block, and how many were left out since their block changed."""
    judged: Judged = []
    changed = 0
    known: dict[str, dict[Place, Leaf]] = {}
    for label in labels:
        if label.sheet not in known:
            sheet = sheet_of(label.sheet)
            known[label.sheet] = {leaf.path: leaf for leaf in leaves(sheet.body)} if sheet else {}
        leaf = known[label.sheet].get(label.path)
        if leaf is None or fingerprint(leaf.block) != label.fingerprint:
            changed += 1
        else:
            judged.append((label, leaf.aspects))
    return judged, changed


def score(judged: Judged, aspects: Iterable[Aspect] = tuple(Aspect)) -> Score:
    """The counts over these aspects together."""
    wanted = frozenset(aspects)
    pairs = [(label.aspects & wanted, told & wanted) for label, told in judged]
    return Score(sum(len(a & b) for a, b in pairs), sum(len(b) for _, b in pairs), sum(len(a) for a, _ in pairs))


def report(judged: Judged, changed: int) -> Iterator[str]:
    """The lines of the table: each half, each aspect, and all together."""
    yield f"{len(judged)} blocs étiquetés, {changed} laissés de côté : leur texte a changé ou leur fiche a disparu."
    for half in HALVES:
        part = [(label, told) for label, told in judged if label.half == half]
        yield f"\n{half} ({len(part)} blocs){'':{22 - len(half)}}{'présents':>9}{'précision':>11}{'rappel':>9}"
        yield from (_line(aspect.value, score(part, (aspect,))) for aspect in Aspect)
        yield _line("ensemble", score(part))
        yield _line("dont tirés tout au hasard", score([pair for pair in part if pair[0].drawn == "any"]))


def _line(name: str, counted: Score) -> str:
    return f"{name:<34}{counted.wanted:>9}{counted.precision:>11.1%}{counted.recall:>9.1%}"


def main() -> None:
    """Print the table for the catalogue in service."""
    try:
        catalogue = Catalogue.open(load().catalogue_path)
        click.echo("\n".join(report(*judge(read_labels(LABELS), catalogue.procedure))))
    except GuichetError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
