"""Inline text of the feed: spaces, marks, addresses, conditions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from guichet.catalogue.official.conditions import expression
from guichet.catalogue.official.text import plain, rich_text, squeeze, target
from guichet.procedure import Mark


def read(xml: str):
    unknown = set()
    return rich_text(etree.fromstring(f"<Paragraphe>{xml}</Paragraphe>"), unknown), unknown


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("un\n   mot", "un mot"),
        (" 25\u00a0000\u202f€ ", "25 000 €"),
        ("<MiseEnEvidence>un </MiseEnEvidence>mot", "un mot"),
        ("un <MiseEnEvidence> mot</MiseEnEvidence> ", "un mot"),
        ("1<Exposant>er</Exposant> mai", "1er mai"),
        ("mar\u00adché \u200bclos", "marché clos"),
        ("un<MiseEnEvidence> </MiseEnEvidence>mot", "un mot"),
        ("<MiseEnEvidence/>rien", "rien"),
    ],
)
def test_les_espaces_sont_ceux_d_un_navigateur(xml, text):
    assert read(xml)[0].text == text


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("Le <MiseEnEvidence> prêt </MiseEnEvidence> dure", [("strong", "prêt")]),
        (
            "<MiseEnEvidence><Valeur>5 €</Valeur> au plus</MiseEnEvidence>",
            [("strong", "5 € au plus"), ("value", "5 €")],
        ),
        ("a <Expression> </Expression> b", []),
        ('<LienInterne LienPublication="F1" type="x"/> b', []),
    ],
)
def test_une_marque_couvre_ses_mots(xml, words):
    rich, _ = read(xml)
    assert [(mark.kind, rich.text[mark.start : mark.end]) for mark in rich.marks] == words


def test_un_element_inconnu_garde_ses_mots_et_se_signale():
    rich, unknown = read("voir <Hologramme>ici</Hologramme>")
    assert (rich.text, rich.marks, unknown) == ("voir ici", (), {"Hologramme"})


def test_un_lien_dangereux_n_est_pas_un_lien():
    rich, _ = read('<LienExterne URL="javascript:alert(1)">clic</LienExterne>')
    assert (rich.text, rich.marks) == ("clic", ())


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("https://exemple.test/a?b=c", "https://exemple.test/a?b=c"),
        (" www.exemple.test ", "https://www.exemple.test"),
        ("mailto:a@exemple.test", "mailto:a@exemple.test"),
        ("F1344", "F1344"),
        ("N358-1", "N358-1"),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("https://exemple.test/a b", ""),
        (None, ""),
    ],
)
def test_adresses_qu_un_navigateur_peut_suivre(raw, kept):
    assert target(raw) == kept


PIECES = st.lists(
    st.tuples(st.sampled_from(["", "MiseEnEvidence", "Valeur", "Exposant"]), st.text("ab \n\u00a0\u200b", max_size=6)),
    max_size=8,
)


@given(PIECES)
def test_marks_stay_inside_the_text_and_begin_and_end_on_words(pieces):
    parts = [f"<{tag}>{text}</{tag}>" if tag else text for tag, text in pieces]
    rich, _ = read("".join(parts))
    assert rich.text == squeeze("".join(text for _, text in pieces))
    for mark in rich.marks:
        covered = rich.text[mark.start : mark.end]
        assert covered
        assert covered == covered.strip()


def test_a_title_of_several_paragraphs_keeps_them_apart():
    assert (
        plain(etree.fromstring("<Titre><Paragraphe>Un</Paragraphe><Paragraphe>deux</Paragraphe></Titre>")) == "Un deux"
    )


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<estVrai var="T1"/>', "T1"),
        ('<estFaux var="T1"/>', "!T1"),
        ('<estIndefini var="T1"/>', "T1?"),
        ('<estVrai var="T1"/><estVrai var="T2"/>', "T1&T2"),
        ('<ou><estVrai var="T1"/><et><estVrai var="T2"/><estFaux var="T3"/></et></ou>', "(T1|T2&!T3)"),
        ('<ou><estVrai var="T1"/></ou>', "T1"),
        ('<et><ou><estVrai var="T1"/><estVrai var="T2"/></ou><estVrai var="T3"/></et>', "(T1|T2)&T3"),
        ('<non><estVrai var="T1"/></non>', "!T1"),
        ('<non><estVrai var="T1"/><estVrai var="T2"/></non>', "!(T1&T2)"),
        ('<affecteVrai var="T1"/><affecteFaux var="T2"/>', "T1&!T2"),
        ("", ""),
    ],
)
def test_conditions(xml, text):
    assert expression(etree.fromstring(f"<Condition>{xml}</Condition>")) == text


def test_mark_of_a_link_leads_to_its_target():
    rich, _ = read('voir <LienIntra LienID="R301" type="x">l\'écope</LienIntra>.')
    assert rich.marks == (Mark(start=5, end=12, kind="link", target="R301"),)
