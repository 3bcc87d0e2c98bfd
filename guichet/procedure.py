"""The model: what a citizen wants done, as a typed tree of blocks with its source.

Values only: no file, no SQL, no XML, no ranking. Official sheets and editors' YAML load into the
same tree, and everything that walks, searches or renders a sheet knows these types alone.
Every value is frozen, and `msgspec` encodes it to JSON and back (`encode`, `decode`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Union

import msgspec


class Aspect(str, Enum):
    """What a citizen asks about a procedure."""

    DOCUMENTS = "documents"
    COST = "cost"
    DELAY = "delay"
    WHERE = "where"
    ONLINE = "online"
    ELIGIBILITY = "eligibility"
    STEPS = "steps"
    VALIDITY = "validity"
    CONTACT = "contact"
    RECOURSE = "recourse"


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of the plain values of the model."""


class Source(Value, frozen=True):
    """Where a statement comes from. `date` is the sheet's own (AAAA-MM-JJ): last modified or verified."""

    title: str
    url: str
    date: str
    producer: str = ""


class Mark(Value, frozen=True):
    """A stretch `[start, end)` of a text, in characters: strong, value, term, quote, sup, sub, link.

    `target` of a link: an `https:` address, or the id of a sheet, resource or definition (`F1344`, `R13630`).
    """

    start: int
    end: int
    kind: str
    target: str = ""


class RichText(Value, frozen=True):
    """Plain text that stands on its own, with optional marks over it."""

    text: str
    marks: tuple[Mark, ...] = ()


class BlockBase(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    """Base of the blocks; the JSON form carries the block's name in `kind`."""


class Paragraph(BlockBase, frozen=True, tag="paragraph"):
    content: RichText


class Heading(BlockBase, frozen=True, tag="heading"):
    """A floating title inside a chapter (official `TitreFlottant`)."""

    title: str


class BulletList(BlockBase, frozen=True, tag="list"):
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False


class Cell(Value, frozen=True):
    blocks: tuple[Block, ...]
    colspan: int = 1
    rowspan: int = 1


class Row(Value, frozen=True):
    cells: tuple[Cell, ...]
    header: bool = False


class Table(BlockBase, frozen=True, tag="table"):
    rows: tuple[Row, ...]
    title: str = ""
    summary: str = ""


class Callout(BlockBase, frozen=True, tag="callout"):
    """`level`: info (ASavoir), note (ANoter), warning (Attention), reminder (Rappel), example (Exemple),
    help (Aide), more (Complement), notice (Avertissement)."""

    level: str
    blocks: tuple[Block, ...]
    title: str = ""


class Chapter(BlockBase, frozen=True, tag="chapter"):
    """`aspects` is set where an editor declared it; for official sheets the guide infers it.

    `sources`: what an editor's chapter rests on, first the one to show; empty means the sheet's own source.
    """

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    numbered: bool = False
    alternative_title: str = ""
    aspects: tuple[Aspect, ...] = ()
    sources: tuple[Source, ...] = ()


class Option(Value, frozen=True):
    """One answer to a choice. `id` is unique within its procedure; `condition` is the feed's expression."""

    id: str
    label: str
    blocks: tuple[Block, ...]
    condition: str = ""


class Choice(BlockBase, frozen=True, tag="choice"):
    """A question with mutually exclusive options (official `ListeSituations`, `BlocCas`, `Problematiques`).

    The feed gives no wording for most questions: then `question` is empty.
    """

    id: str
    options: tuple[Option, ...]
    question: str = ""


class Fragment(BlockBase, frozen=True, tag="fragment"):
    """Blocks that apply only under a condition of the feed (official `FragmentConditionne`)."""

    condition: str
    blocks: tuple[Block, ...]


class Notice(Value, frozen=True):
    """A leaflet that explains how to fill in a form."""

    id: str
    title: str
    url: str
    cerfa: str = ""


class Annex(Value, frozen=True):
    """A form that goes with an online service or with another form (official `ServiceEnLigneAnnexe`)."""

    title: str
    url: str
    type: str = ""
    id: str = ""
    cerfa: str = ""
    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()


class Service(BlockBase, frozen=True, tag="service"):
    """An online service, form, simulator or letter template. `type` is the feed's word ("Téléservice")."""

    id: str
    title: str
    url: str = ""
    type: str = ""
    cerfa: str = ""
    provider: str = ""
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    notices: tuple[Notice, ...] = ()


class Office(BlockBase, frozen=True, tag="office"):
    """Whom to ask. `pivot` is the key into the directory of offices ("mairie", "caf"), empty when none."""

    id: str
    title: str
    pivot: str = ""
    url: str = ""
    type: str = ""
    provider: str = ""
    blocks: tuple[Block, ...] = ()


class Media(BlockBase, frozen=True, tag="media"):
    """The words that come with an image or a video (title, caption, description, credits)."""

    title: str = ""
    url: str = ""
    type: str = ""
    blocks: tuple[Block, ...] = ()


class Reference(BlockBase, frozen=True, tag="reference"):
    """A pointer to another page. `target`: an address, or the id of a sheet or resource."""

    title: str
    target: str
    type: str = ""
    provider: str = ""
    note: str = ""


Block = Union[
    Paragraph, Heading, BulletList, Table, Callout, Chapter, Choice, Fragment, Service, Office, Media, Reference
]


class Definition(Value, frozen=True):
    """A word explained. `abbreviation` is true when `title` is a spelled-out acronym."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    abbreviation: bool = False
    term: str = ""


class Link(Value, frozen=True):
    """A named pointer to another procedure or theme of the catalogue."""

    id: str
    title: str


class Procedure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sheet: an official one (`id` such as `F1344`) or an editor's (`id` such as `carte_identite_perte_vol`).

    `type`: sheet, question, guided, life_event, external (the official kinds) or editor.
    `sheets`: the official sheets behind it; a sheet of the feed lists itself.
    `sheet_labels`: where there are several, the words of the button that leads to each (id, label).
    `names`, `examples`: everyday words for it, from editors.
    `modified`: AAAA-MM-JJ. `path`: its place in the themes, from the root down.
    """

    id: str
    title: str
    source: Source
    type: str = "sheet"
    description: str = ""
    theme: str = ""
    sheets: tuple[str, ...] = ()
    sheet_labels: tuple[Link, ...] = ()
    names: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    short_title: str = ""
    audience: tuple[str, ...] = ()
    modified: str = ""
    important_change: str = ""
    status: str = ""
    path: tuple[Link, ...] = ()
    introduction: tuple[Block, ...] = ()
    body: tuple[Block, ...] = ()
    services: tuple[Service, ...] = ()
    offices: tuple[Office, ...] = ()
    definitions: tuple[Definition, ...] = ()
    notices: tuple[Callout, ...] = ()
    questions: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    references: tuple[Reference, ...] = ()


class Resource(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form, online service, simulator, letter template, contact or definition of the feed (`R…`)."""

    id: str
    type: str
    title: str
    source: Source
    description: str = ""
    url: str = ""
    cerfa: str = ""
    other_number: str = ""
    modified: str = ""
    blocks: tuple[Block, ...] = ()
    offices: tuple[Office, ...] = ()
    notices: tuple[Notice, ...] = ()
    definitions: tuple[Definition, ...] = ()
    related: tuple[Link, ...] = ()


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """A theme or folder of the feed (`N…`), with the sheets and folders under it."""

    id: str
    type: str
    title: str
    source: Source
    description: str = ""
    children: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()


def children(block: Block) -> Iterator[tuple[Block, ...]]:
    """The block sequences directly inside `block`, in reading order."""
    kind = type(block)
    if kind is Paragraph:
        return
    if kind is BulletList:
        yield from block.items
    elif kind is Table:
        for row in block.rows:
            for cell in row.cells:
                yield cell.blocks
    elif kind is Choice:
        for option in block.options:
            yield option.blocks
    elif kind in _HOLDERS:
        yield block.blocks
        if kind is Service:
            for annex in block.annexes:
                yield annex.blocks


_HOLDERS = frozenset({Callout, Chapter, Fragment, Office, Media, Service})


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of the tree, parents before children, in reading order."""
    for block in blocks:
        yield block
        for inner in children(block):
            yield from walk(inner)


def encode(value: Procedure | Resource | Topic) -> bytes:
    """The value as JSON, for the store. `decode(encode(v), type(v)) == v`."""
    return msgspec.json.encode(value)


def decode(data: bytes, type_: type = Procedure):
    """The value back from JSON. Raises `msgspec.DecodeError` on anything else."""
    return msgspec.json.decode(data, type=type_)
