"""The index: from documents to weights, to bytes and back."""

import io
import json
import warnings
import zlib
from collections import Counter
from dataclasses import fields

import numpy as np
import pytest
from scipy import sparse

from guichet.procedure import Link
from guichet.search import index as search_index
from guichet.search.build import build_index
from guichet.search.index import Entry, pair_key
from guichet.search.indexing import IndexBuilder
from guichet.search.meaning import load_meanings
from tests.core.trees import chapter, p, sheet

PATH = (Link("N1", "Loisirs"), Link("N2", "Bateaux"))
SHEETS = [
    sheet(p("Louer une barque sur le lac."), id_="F1", title="Barque municipale", examples=("louer une barque",)),
    sheet(chapter("Impôt", p("Payer l'impôt sur la barque municipale.")), id_="F2", title="Impôt de barque municipale"),
    sheet(id_="F3", title="Canot", sheets=("F1",), type="editor", path=PATH),
]


def build(sheets=SHEETS):
    return build_index(lambda: iter(sheets))


@pytest.fixture(scope="module")
def built():
    return build()


def same(one, other):
    if sparse.issparse(one):
        return one.shape == other.shape and (one != other).nnz == 0 and one.dtype == other.dtype
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return one == other


def different(one, other):
    return [f.name for f in fields(one) if not same(getattr(one, f.name), getattr(other, f.name))]


def test_entries_are_the_procedures_in_order(built):
    kinds = [SHEETS[0].type, SHEETS[1].type]
    assert built.entries == (
        Entry("F1", "Barque municipale", ("F1",), kinds[0]),
        Entry("F2", "Impôt de barque municipale", ("F2",), kinds[1]),
        Entry("F3", "Canot", ("F1",), "editor", "Loisirs > Bateaux"),
    )


def test_procedures_filed_together_have_the_same_numbers(built):
    assert built.dossiers.tolist() == built.themes.tolist() == [0, 0, 1]
    assert built.kinds["editor"].tolist() == [0, 0, 1]


def test_an_index_survives_its_bytes(built):
    assert different(built, search_index.from_bytes(search_index.to_bytes(built))) == []


def test_an_index_of_another_version_is_not_read(built):
    with np.load(io.BytesIO(zlib.decompress(search_index.to_bytes(built)))) as file:
        arrays = dict(file)
    head = json.loads(arrays["words"].tobytes()) | {"version": search_index.VERSION - 1}
    older = io.BytesIO()
    np.savez(older, **arrays | {"words": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)})
    assert search_index.from_bytes(zlib.compress(older.getvalue())) is None


def test_the_same_sheets_make_the_same_bytes(built):
    assert different(built, build()) == []
    assert search_index.to_bytes(built) == search_index.to_bytes(build())


def test_shapes_agree(built):
    terms, procedures = len(built.vocabulary), len(built.entries)
    for name in ("sheets", "naming", "description"):
        assert getattr(built, name).shape == (terms, procedures)
    assert built.passages.shape == (terms, len(built.passage_owner))
    assert built.labels.shape == (terms, len(built.label_owner)) == (terms, len(built.label_use))
    assert built.phrases.shape == (len(built.phrase_keys), procedures)
    assert built.meaning.shape == built.called.shape == (procedures, load_meanings().size)
    assert len(built.idf) == terms


def test_parts_follow_their_procedure(built):
    for owners, starts in ((built.passage_owner, built.passage_starts), (built.label_owner, built.label_starts)):
        assert list(owners) == sorted(owners)
        assert [owners[s] for s in starts] == sorted(set(owners))


def test_a_rare_word_weighs_more_than_a_common_one(built):
    rare, common = (built.idf[built.vocabulary[stem]] for stem in ("lac", "barqu"))
    assert rare > common > 0


def test_a_word_of_the_title_weighs_more_than_one_of_the_text(built):
    stem = built.vocabulary["impot"]
    row = built.sheets.getrow(stem).toarray()[0]
    assert row[1] > row[0] == 0
    assert built.naming.getrow(built.vocabulary["lac"]).nnz == 0


def test_meanings_and_labels_are_unit_or_zero(built):
    rows = [*np.linalg.norm(built.meaning, axis=1), *np.linalg.norm(built.called, axis=1)]
    norms = [*rows, *sparse.linalg.norm(built.labels, axis=0)]
    assert all(norm == pytest.approx(1, abs=1e-3) or norm == pytest.approx(0, abs=1e-3) for norm in norms)
    assert max(norms) == pytest.approx(1, abs=1e-3)


def test_only_pairs_that_several_procedures_share_are_kept(built):
    key = pair_key(built.vocabulary["barqu"], built.vocabulary["municipal"], len(built.vocabulary))
    assert built.phrase_keys.tolist() == [key]
    assert built.phrases.toarray()[0].astype(bool).tolist() == [True, True, False]


@pytest.mark.parametrize("sheets", [[], [sheet(title="")], [sheet(title="Barque")]])
def test_an_index_of_nothing_or_little_is_built_without_a_warning(sheets):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        little = build(sheets)
    assert len(little.entries) == len(sheets)
    assert different(little, search_index.from_bytes(search_index.to_bytes(little))) == []


def test_a_builder_without_documents():
    assert IndexBuilder().build({}, load_meanings(), Counter(), {}).entries == ()
