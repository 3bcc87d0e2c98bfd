"""Abbreviations spelled out once, the official words untouched and the marks in place."""

import re

from hypothesis import given
from hypothesis import strategies as st

from guichet.around.abbreviations import expand, expand_text
from guichet.procedure import BulletList, Callout, Mark, Paragraph, RichText
from tests.around.conftest import ANB, OARLOCK

MEANING = "Agence nationale des barques"


def text(before, after="", kind="link", target="R10"):
    start = len(before)
    return RichText(f"{before}ANB{after}", (Mark(start, start + 3, kind, target),))


def expanded(rich, seen=()):
    ((paragraph,), _) = expand((Paragraph(rich),), (ANB, OARLOCK), seen)
    return paragraph.content


def test_la_première_fois_seulement():
    blocks, seen = expand((Paragraph(text("L'", " répond.")), Paragraph(text("Écrivez à l'"))), (ANB,))
    assert [block.content.text for block in blocks] == [f"L'ANB ({MEANING}) répond.", "Écrivez à l'ANB"]
    assert seen == {"R10"}


def test_dans_l_ordre_de_la_lecture_au_fond_des_listes():
    inner = BulletList(((Callout("info", (Paragraph(text("1 ")),)),), (Paragraph(text("2 ")),)))
    (block,), _ = expand((inner,), (ANB,))
    assert block.items[0][0].blocks[0].content.text == f"1 ANB ({MEANING})"
    assert block.items[1] is inner.items[1]


def test_déjà_lue_ou_pas_une_abréviation_rien_ne_change():
    assert expanded(text("L'"), seen={"R10"}) == text("L'")
    assert expanded(text("La ", target="R11")) == text("La ", target="R11")
    assert expanded(text("L'", kind="strong")) == text("L'", kind="strong")


def test_déjà_dite_en_toutes_lettres_elle_n_est_pas_répétée():
    rich = text("L'agence nationale des barques (", ")")
    assert expanded(rich) == rich


def test_entre_parenthèses_pas_d_autres_parenthèses():
    assert expanded(text("Votre port (", " ou mairie)")).text == f"Votre port (ANB – {MEANING} ou mairie)"


def test_une_mise_en_valeur_qui_finit_là_ne_s_étend_pas():
    rich = RichText("L'ANB oui", (Mark(0, 5, "strong"), Mark(2, 5, "link", "R10"), Mark(6, 9, "strong")))
    changed = expanded(rich)
    assert [changed.text[mark.start : mark.end] for mark in changed.marks] == ["L'ANB", "ANB", "oui"]


TARGETS = st.sampled_from(["R1", "R2", "R3", "F1", "https://exemple.test"])
MEANINGS = {"R1": "≤un≥", "R2": "≤deux≥"}


@st.composite
def rich_texts(draw):
    content = draw(st.text(alphabet="ab( )é", min_size=1, max_size=30))
    marks = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(content) - 1))
        kind = draw(st.sampled_from(["link", "strong"]))
        marks.append(Mark(start, draw(st.integers(start + 1, len(content))), kind, draw(TARGETS)))
    return RichText(content, tuple(marks))


def without_additions(content):
    for meaning in MEANINGS.values():
        content = content.replace(f" ({meaning})", "").replace(f" – {meaning}", "")
    return content


@given(rich_texts())
def test_sans_les_ajouts_le_texte_et_ce_que_couvre_chaque_marque_sont_les_mêmes(rich):
    changed = expand_text(rich, MEANINGS, set())
    assert without_additions(changed.text) == rich.text
    assert [(mark.kind, mark.target) for mark in changed.marks] == [(mark.kind, mark.target) for mark in rich.marks]
    for before, after in zip(rich.marks, changed.marks, strict=True):
        covered = changed.text[after.start : after.end]
        assert without_additions(covered) == rich.text[before.start : before.end]
        assert not re.search(r"^(?: \(| – )≤|(?: \(≤\w+≥\)| – ≤\w+≥)$", covered)


@given(rich_texts())
def test_une_deuxième_fois_rien_ne_s_ajoute(rich):
    seen = set()
    changed = expand_text(rich, MEANINGS, seen)
    assert expand_text(changed, MEANINGS, seen) == changed
    assert sum(changed.text.count(meaning) for meaning in MEANINGS.values()) == len(seen)
