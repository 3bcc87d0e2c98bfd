"""Small trees for the tests: short ways to write a sheet, and every kind of tree for the properties."""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from guichet.procedure import (
    Annex,
    BulletList,
    Callout,
    Cell,
    Chapter,
    Choice,
    Fragment,
    Heading,
    Media,
    Notice,
    Office,
    Option,
    Paragraph,
    Procedure,
    Reference,
    RichText,
    Row,
    Service,
    Source,
    Table,
)

SOURCE = Source("Ma fiche", "https://www.service-public.example/F1", "2026-01-02", "Service-Public")


def p(text):
    return Paragraph(RichText(text))


def chapter(title, *blocks, **more):
    return Chapter(title=title, blocks=blocks, **more)


def choice(id_, *options, question="", conditions=()):
    """A choice from (label, blocks…) tuples; the options are `id_.1`, `id_.2`…, as the feed names them."""
    made = [Option(f"{id_}.{n}", label, tuple(blocks)) for n, (label, *blocks) in enumerate(options, 1)]
    when = [msgspec.structs.replace(option, condition=c) for option, c in zip(made, conditions, strict=False)]
    return Choice(id_, tuple(when or made), question)


def items(*texts):
    """A list with one paragraph an item."""
    return BulletList(tuple((p(text),) for text in texts))


def sheet(*body, id_="F1", **more):
    return Procedure(**{"id": id_, "title": "Ma fiche", "source": SOURCE, "sheets": (id_,), "body": body} | more)


#: Words that no rendering adds by itself.
WORDS = st.sampled_from("amande bouleau cerise dahlia érable figue".split())
TEXTS = st.one_of(WORDS, st.builds("{} {}".format, WORDS, WORDS))
MAYBE = st.one_of(st.just(""), TEXTS)
URLS = st.sampled_from(["", "https://www.example.fr/x", "R123"])
NOTICES = st.builds(Notice, id=WORDS, title=TEXTS, url=URLS, cerfa=MAYBE)
LEAVES = st.one_of(
    TEXTS.map(p),
    st.builds(Heading, TEXTS),
    st.builds(Reference, title=TEXTS, target=URLS, type=MAYBE, provider=MAYBE, note=MAYBE),
)


def numbered(option_blocks, question=""):
    """A choice whose id is given later, by `with_ids`."""
    return Choice("", tuple(Option("", f"choix {n}", blocks) for n, blocks in enumerate(option_blocks, 1)), question)


def _around(inner):
    blocks = st.lists(inner, max_size=3).map(tuple)
    cells = st.lists(st.builds(Cell, blocks), min_size=1, max_size=2).map(tuple)
    leaflets = st.lists(NOTICES, max_size=1).map(tuple)
    annex = st.builds(Annex, title=TEXTS, url=URLS, cerfa=MAYBE, blocks=blocks, notices=leaflets)
    return st.one_of(
        st.builds(BulletList, items=st.lists(blocks, max_size=3).map(tuple), ordered=st.booleans()),
        st.builds(Callout, level=st.sampled_from(["info", "warning", "example"]), blocks=blocks, title=MAYBE),
        st.builds(Chapter, title=st.one_of(TEXTS, st.sampled_from(TITLES)), blocks=blocks),
        st.builds(Fragment, condition=WORDS, blocks=blocks),
        st.builds(Media, title=MAYBE, blocks=blocks),
        st.builds(Office, id=WORDS, title=TEXTS, url=URLS, provider=MAYBE, blocks=blocks),
        st.builds(Table, rows=st.lists(st.builds(Row, cells), max_size=2).map(tuple), title=MAYBE, summary=MAYBE),
        st.builds(Service, id=WORDS, title=TEXTS, url=URLS, cerfa=MAYBE, provider=MAYBE, blocks=blocks,
                  annexes=st.lists(annex, max_size=1).map(tuple), notices=leaflets),
        st.builds(numbered, st.lists(blocks, max_size=3), MAYBE),
    )  # fmt: skip


#: Titles that announce an aspect, so that random sheets have something to say of them.
TITLES = ["Coût", "Pièces à fournir", "Délai", "Où s'adresser ?", "Comment faire la démarche ?", "Recours"]
BLOCKS = st.lists(st.recursive(LEAVES, _around, max_leaves=8), max_size=3).map(tuple)
