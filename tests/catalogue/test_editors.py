"""Editors' sheets: the tree the loader builds, the schema and the guide."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from guichet.catalogue.editor_content import ASPECTS
from guichet.catalogue.editor_structure import schema
from guichet.catalogue.editors import load_editors
from guichet.errors import GuichetError
from guichet.procedure import (
    Aspect,
    BulletList,
    Callout,
    Chapter,
    Choice,
    Link,
    Office,
    Option,
    Paragraph,
    Procedure,
    RichText,
    Service,
    Source,
    decode,
    encode,
)
from guichet.settings import ROOT
from tests.catalogue.editor_project import EXAMPLES, SHEET, VALID, lines, project, write


def test_schema_is_a_valid_schema_that_allows_every_aspect() -> None:
    Draft202012Validator.check_schema(schema())
    assert set(ASPECTS) <= set(schema()["properties"])
    assert set(ASPECTS) <= set(schema()["$defs"]["option"]["properties"])


def test_a_valid_sheet_has_no_problem_and_loads_whole(tmp_path: Path) -> None:
    root = project(tmp_path)
    tarifs = Source("Tarifs", "https://www.ville.example/tarifs", "2026-01-05")
    assert lines(root) == []
    assert load_editors(root) == (
        Procedure(
            id="carte_piscine",
            title="Carte de la piscine",
            source=tarifs,
            type="editor",
            description="La carte se demande à l'accueil de la piscine.",
            theme="Loisirs",
            names=("carte piscine", "abonnement piscine"),
            examples=tuple(EXAMPLES),
            modified="2026-03-01",
            path=(Link("loisirs", "Loisirs"),),
            introduction=(Paragraph(RichText("La carte se demande à l'accueil de la piscine.")),),
            body=(
                Chapter(
                    title="Documents à fournir",
                    blocks=(
                        BulletList(
                            items=(
                                (Paragraph(RichText("Une photo")),),
                                (Paragraph(RichText("Une pièce d'identité")),),
                            )
                        ),
                    ),
                    aspects=(Aspect.DOCUMENTS,),
                ),
            ),
        ),
    )


def test_everything_a_section_may_hold_becomes_blocks(tmp_path: Path) -> None:
    section = {
        "title": "Combien",
        "source": ["delais", "tarifs"],
        "text": "Premier.\n\nSecond.",
        "warning": "Pas de chèque.",
        "services": [{"title": "Payer en ligne", "url": "https://www.ville.example/payer", "cerfa": "12345"}],
        "offices": [{"title": "Accueil", "pivot": "mairie"}],
    }
    chapter = load_editors(project(tmp_path, {"cost": section}))[0].body[-1]
    assert chapter == Chapter(
        title="Combien",
        blocks=(
            Paragraph(RichText("Premier.")),
            Paragraph(RichText("Second.")),
            Callout("warning", (Paragraph(RichText("Pas de chèque.")),)),
            Service("payer-en-ligne", "Payer en ligne", "https://www.ville.example/payer", "Téléservice", "12345"),
            Office("accueil", "Accueil", "mairie"),
        ),
        aspects=(Aspect.COST,),
        sources=(
            Source("Délais", "https://www.ville.example/delais", "2026-03-01"),
            Source("Tarifs", "https://www.ville.example/tarifs", "2026-01-05"),
        ),
    )


def test_cases_become_choices_with_ids_that_follow_labels_not_order(tmp_path: Path) -> None:
    options = [
        {"label": "Un adulte", "cost": "Le prix est affiché."},
        {
            "label": "Un enfant",
            "documents": {
                "cases": {
                    "question": "Sait-il nager ?",
                    "options": [{"label": "Oui", "text": "Rien."}, {"label": "Non", "text": "Un mot des parents."}],
                }
            },
        },
    ]
    body = load_editors(project(tmp_path, {"cases": {"question": "Pour qui ?", "options": options}}))[0].body
    choice = next(block for block in body if isinstance(block, Choice))
    assert [option.id for option in choice.options] == ["cas.un-adulte", "cas.un-enfant"]
    inner = choice.options[1].blocks[0].blocks[0]
    assert inner == Choice(
        id="cas.un-enfant.documents.cas",
        question="Sait-il nager ?",
        options=(
            Option("cas.un-enfant.documents.cas.oui", "Oui", (Paragraph(RichText("Rien.")),)),
            Option("cas.un-enfant.documents.cas.non", "Non", (Paragraph(RichText("Un mot des parents.")),)),
        ),
    )


def test_sheets_may_carry_the_label_of_their_button(tmp_path: Path) -> None:
    sheets = [{"id": "F1344", "label": "Perdue"}, "F1759"]
    (procedure,) = load_editors(project(tmp_path, {"sheets": sheets}))
    assert procedure.sheets == ("F1344", "F1759")
    assert procedure.sheet_labels == (Link("F1344", "Perdue"),)
    assert decode(encode(procedure)) == procedure


def test_scalars_stay_what_was_typed(tmp_path: Path) -> None:
    text = yaml.safe_dump(VALID, allow_unicode=True)
    root = project(tmp_path, text=text.replace("abonnement piscine", "12:30").replace("carte piscine", "no"))
    assert load_editors(root)[0].names == ("no", "12:30")


def test_load_editors_tells_the_first_problem_and_how_many_more(tmp_path: Path) -> None:
    root = project(tmp_path, {"title": None, "names": []})
    with pytest.raises(GuichetError) as caught:
        load_editors(root)
    assert str(caught.value) == (
        f"{SHEET} : names trop peu d'éléments (0, au moins 2) — donnez au moins 2 noms courants"
        " (2 en tout : lancez « guichet check »)"
    )


def test_the_guide_s_complete_sheet_is_valid_and_names_every_key(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "editeurs.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    root = write(tmp_path, SHEET, example)
    assert lines(root) == []
    assert load_editors(root)[0].id == "carte_piscine"
    assert [key for key in schema()["properties"] if f"`{key}`" not in guide] == []
