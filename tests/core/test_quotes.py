"""What can be quoted of a sheet, without a desk."""

from __future__ import annotations

import pytest

from guichet.errors import GuichetError
from guichet.guide.brevity import LONGEST
from guichet.procedure import Definition, Link, Mark, Paragraph, RichText
from guichet.quotes import ESSENTIALS, PREVIEW, Quotes, Way
from tests.core.catalogues import write_catalogue
from tests.core.trees import chapter, choice, items, p, sheet

WHERE = choice("c1", ("En France", p("Allez en mairie.")), ("À l'étranger", p("Allez au consulat.")))
LONG = " ".join(["Une pièce justificative."] * (LONGEST // 20))
ALONE = choice("c2.1.1", ("Seul", items(LONG, LONG)), ("Accompagné", items("Une photo")), question="Vient-il seul ?")
CHILD = choice("c2", ("Un enfant", ALONE), ("Un adulte", items("Un justificatif")), question="Pour qui ?")
SHEET = sheet(
    chapter("Où s'adresser ?", WHERE),
    chapter("Documents à fournir", CHILD),
    introduction=(p("Cette carte prouve votre identité."),),
    title="Ma carte",
)


@pytest.fixture
def quotes(tmp_path):
    return Quotes(write_catalogue(tmp_path / "catalogue.db", SHEET))


def previews(found) -> dict[str, str]:
    return {extract.aspect: extract.preview for extract in found.extracts}


def test_each_thing_that_a_sheet_speaks_of_can_be_quoted_and_nothing_else(quotes):
    found = quotes.open("F1", ())
    assert {ESSENTIALS, "where", "documents"} <= previews(found).keys()
    assert "recourse" not in previews(found)
    assert previews(found)[ESSENTIALS] == "Cette carte prouve votre identité."
    assert quotes.frame("F1", "recourse", ()) is None
    assert quotes.frame("F1", ESSENTIALS, ())["aspect"] is None


def test_what_would_be_cut_to_its_questions_waits_for_the_case(quotes):
    found = quotes.open("F1", ())
    assert previews(found)["documents"] == ""
    assert quotes.frame("F1", "documents", ()) is None
    narrowed = quotes.open("F1", ["c2.1", "c2.1.1.2"])
    assert "Une photo" in previews(narrowed)["documents"]
    assert "Une photo" in quotes.frame("F1", "documents", ["c2.1", "c2.1.1.2"])["text"]


def test_the_case_is_told_step_by_step(quotes):
    found = quotes.open("F1", ["c1.1"])
    assert found.taken == (Way("c1.1", "En France"),)
    assert (found.question, [way.label for way in found.ways]) == ("Pour qui ?", ["Un enfant", "Un adulte"])
    last = quotes.open("F1", ["c1.1", "c2.2"])
    assert (last.question, last.ways) == ("", ())


def test_the_case_of_a_file_is_found_again_by_its_words(quotes):
    told = [
        ("« Où s'adresser ? » : quelle est votre situation ?", "En France"),
        ("Pour qui ?", "Un adulte"),
        ("Pour qui ?", "Un chien"),
        ("Une autre question", "À l'étranger"),
    ]
    assert quotes.told("F1", told) == ("c1.1", "c2.2")
    assert quotes.told("F0", told) == ()


@pytest.mark.parametrize("options", [["c9.9"], [""], ["."], ["c1"], ["c1.1.1", "é" * 50]])
def test_options_that_the_sheet_does_not_have_count_for_nothing(quotes, options):
    assert quotes.open("F1", options) == quotes.open("F1", ())


def test_a_preview_is_short_and_ends_at_a_word(tmp_path):
    words = "Le prix dépend de votre situation. " * 20
    quotes = Quotes(write_catalogue(tmp_path / "c.db", sheet(chapter("Coût", p(words)))))
    (preview,) = previews(quotes.open("F1", ())).values()
    assert len(preview) <= PREVIEW + 2
    assert preview.endswith(" …")
    assert words.startswith(preview.removesuffix(" …").removeprefix("Coût\n"))


def test_abbreviations_are_spelled_out_as_the_bot_does(tmp_path):
    text = Paragraph(RichText("Le coût est payé à la CAF.", (Mark(22, 25, "link", "R1"),)))
    known = Definition("R1", "CAF", (p("Caisse d'allocations familiales"),), abbreviation=True)
    quotes = Quotes(write_catalogue(tmp_path / "c.db", sheet(chapter("Coût", text), definitions=(known,))))
    assert "Caisse d'allocations familiales" in quotes.frame("F1", "cost", ())["text"]


def test_of_several_sheets_of_a_procedure_those_in_service_are_offered(tmp_path):
    several = sheet(
        id_="passeport", type="editor", sheets=("F1", "F2", "F404"), sheet_labels=(Link("F1", "Un adulte"),)
    )
    quotes = Quotes(write_catalogue(tmp_path / "c.db", sheet(), sheet(id_="F2", title="Enfant"), several))
    assert quotes.sheets("passeport") == (Link("F1", "Un adulte"), Link("F2", "Enfant"))
    assert quotes.sheets("F2") == (Link("F2", "Enfant"),)
    assert quotes.sheets("F404") == ()


def test_without_a_catalogue_it_is_said(tmp_path):
    with pytest.raises(GuichetError, match="guichet import"):
        Quotes(tmp_path / "none.db").open("F1", ())
