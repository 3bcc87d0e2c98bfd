"""The blocks of a sheet on a phone: marks over words, lists in lists, tables to read aloud."""

import pytest

from tests.gateway.samples import ANSWER, items, paragraph
from tests.gateway.telegram.rendered import entities, labels, render, stretch, styled, text


def shown(*blocks):
    return render({**ANSWER, "case": [], "blocks": list(blocks), "more": []})[0]


def read(*blocks):
    """What is between the title and the source."""
    said = text(shown(*blocks)).replace("\u00a0", " ")
    return said.removeprefix("Inscrire son enfant à la cantine\n\n").partition("\n\nSource :")[0]


def cell(words, **spans):
    return {"blocks": [paragraph(words)] if words else [], **spans}


def row(*cells, header=False):
    return {"cells": [cell(one) if isinstance(one, str) else one for one in cells], "header": header}


@pytest.mark.parametrize(
    ("kind", "entity"), [("strong", "bold"), ("value", "bold"), ("term", "bold"), ("quote", "italic")]
)
def test_a_mark_stays_on_its_words_when_spaces_change(kind, entity):
    said = shown(paragraph("«Avis» : 25 € 😀 à payer avant le 15 juin", ("15 juin", kind, "")))
    assert "15 juin" in styled([said], entity)


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("F1344", "https://www.service-public.gouv.fr/particuliers/vosdroits/F1344"),
        ("https://exemple.fr/?a=1&b=2", "https://exemple.fr/?a=1&b=2"),
    ],
)
def test_a_link_leads_to_its_page(target, url):
    said = shown(paragraph("Voir la fiche officielle.", ("fiche officielle", "link", target)))
    assert next((stretch(said, one), one.url) for one in entities(said) if one.type == "text_link") == (
        "fiche officielle",
        url,
    )


def test_lists_follow_what_announces_them_and_keep_their_depth():
    inner = {"kind": "list", "ordered": True, "items": [[paragraph("Recto")], [paragraph("Verso")]]}
    outer = {"kind": "list", "items": [[paragraph("Photo :"), inner], [paragraph("Timbre")]]}
    assert read(paragraph("Apportez :"), outer, paragraph("Puis attendez.")) == (
        "Apportez :\n• Photo :\n   1. Recto\n   2. Verso\n• Timbre\n\nPuis attendez."
    )


def test_a_callout_begins_with_its_name():
    callout = {"kind": "callout", "level": "note", "blocks": [paragraph("c'est gratuit."), items("Oui")]}
    assert read(callout) == "À noter : c'est gratuit.\n\n• Oui"


def test_a_table_is_read_row_by_row_with_its_headings():
    heads = row("Âge", "Prix", "Délai", header=True)
    table = {
        "kind": "table",
        "title": "Tarifs",
        "rows": [heads, row("Enfant", "17 €", ""), row("Adulte", "86 €", "1 mois")],
    }
    assert read(table) == "Tarifs\n\nÂge : Enfant\nPrix : 17 €\n\nÂge : Adulte\nPrix : 86 €\nDélai : 1 mois".replace(
        " €", "\u202f€"
    )


def test_headings_over_several_columns_are_said_with_those_under_them():
    heads = [
        row(cell("Foyer", rowspan=2), cell("Plafond", colspan=2), header=True),
        row("Métropole", "DOM", header=True),
    ]
    table = {"kind": "table", "rows": [*heads, row("Seul", "1", "2"), row("Couple", cell("3", colspan=2))]}
    assert read(table) == (
        "Foyer : Seul\nPlafond, Métropole : 1\nPlafond, DOM : 2\n\nFoyer : Couple\nPlafond, Métropole, Plafond, DOM : 3"
    )


def test_a_cell_over_several_rows_is_said_in_each():
    rows = [row(cell("Paris", rowspan=2), "Lundi"), row("Mardi")]
    assert read({"kind": "table", "rows": rows}) == "Paris\nLundi\n\nParis\nMardi"


def test_a_choice_that_no_button_can_send_back_is_only_said():
    options = [{"choice": "x" * 70, "label": "Oui"}, {"choice": "id", "label": "Non"}]
    (said,) = render({"kind": "choices", "text": "Oui ou non ?", "options": options})
    assert labels(said) == [["Non"]]
