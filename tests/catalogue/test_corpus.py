"""The real feed of a day: every file reads, and no word that a citizen sees is lost."""

import re
import time
from collections import Counter

import pytest
from lxml import etree

from guichet.catalogue import archive
from guichet.catalogue.importer import import_feed
from guichet.catalogue.official import read_file
from guichet.catalogue.plain import all_texts
from guichet.catalogue.store import Catalogue
from guichet.procedure import Choice, Office, Procedure, Service, walk
from tests.conftest import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason=f"the official corpus is not at {CORPUS}")

#: Anywhere: not text for a citizen.
METADATA = {
    "Theme": "the theme of a neighbouring sheet, or of this one: `Procedure.theme`, `path`",
    "Audience": "the public of the site's section: `Procedure.audience`",
    "PivotLocal": "a key into the directory of offices, not words: `Office.pivot`",
    "FranceConnect": "a boolean",
}
#: At the top of a file only: the site's navigation and the file's own description.
AROUND = {
    "FilDAriane": "breadcrumbs: `Procedure.path`",
    "SousThemePere": "navigation: `Procedure.path`",
    "DossierPere": "the neighbours in the folder; the sheet's own line is `short_title`",
    "SousDossierPere": "navigation: `Procedure.path`",
    "SurTitre": "the kind of page, said by `type`",
    "Canal": "the site's name",
    "Cible": "`Procedure.audience`",
}
#: Said twice by the feed, once by the tree: the same words as an element just before it.
REPEATS = {
    "IntituleSiSelectionne",
    "TitreChoix",
    "Legende",
    "TexteDeRemplacement",
    "IntroductionSimple",
    "RechercheGuidee",
}
#: The folder of a related sheet, beside its title.
RELATED = "FicheLiee"
INLINE = {
    *("MiseEnEvidence", "Valeur", "Expression", "TermeEtranger", "Citation", "Exposant", "Indice", "Variable", "Date"),
    *("LienExterne", "LienInterne", "LienIntra"),
}
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
WIDTHLESS = re.compile("[\u00ad\u200b\u200e]")


def words(text: str) -> list[str]:
    return WIDTHLESS.sub("", text).split()


def counted(texts) -> Counter:
    return Counter(word for text in texts for word in words(text))


def around(value):
    """What the tree has from the head and the navigation: it must not stand in for a lost word of the text."""
    yield value.title
    if isinstance(value, Procedure):
        yield from (value.description, value.short_title, *(link.title for link in value.path))


def visible(element, top=True):
    """The text of an element, its parts apart unless they are inline."""
    if element.tag in METADATA or (top and element.tag in AROUND) or repeated(element):
        return
    yield element.text or ""
    for child in element:
        head = isinstance(child.tag, str) and child.tag.startswith(DUBLIN_CORE)
        if not head and not (element.tag == RELATED and child.tag == "Dossier"):
            yield "" if child.tag in INLINE else " "
            yield from visible(child, top=element.getparent() is None)
            yield "" if child.tag in INLINE else " "
        yield child.tail or ""


def repeated(element) -> bool:
    if element.tag not in REPEATS:
        return False
    said = [words("".join(before.itertext())) for before in element.itersiblings(preceding=True)]
    return words("".join(element.itertext())) in said


def test_no_word_is_lost_in_any_file():
    lost, unknown, kinds = {}, set(), Counter()
    with archive.opened(CORPUS) as opened:
        for name in opened.sheets:
            data = opened.read(name)
            value = read_file(data, unknown)
            kinds[type(value).__name__] += 1
            kept = counted(all_texts(value)) - counted(around(value))
            seen = counted(["".join(visible(etree.fromstring(data)))])
            if seen - kept:
                lost[name] = dict(seen - kept)
    assert lost == {}
    assert unknown == set()
    assert kinds == {"Procedure": 3031, "Resource": 2033, "Topic": 239}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    report = import_feed(str(CORPUS), folder / "var.db", folder)
    return report, Catalogue.open(folder / "var.db"), folder


def test_the_whole_feed_imports(imported):
    report, _, _ = imported
    assert (len(report.added), report.skipped, report.unknown) == (5303, (), ())
    assert report.feed.date == "2024-02-02"


def test_importing_it_again_is_quick_and_changes_nothing(imported):
    _, catalogue, folder = imported
    stamp, start = catalogue.stamp(), time.perf_counter()
    assert import_feed(str(CORPUS), folder / "var.db", folder).up_to_date
    assert time.perf_counter() - start < 3
    assert catalogue.stamp() == stamp


def test_a_known_sheet_keeps_its_structure(imported):
    sheet = imported[1].procedure("F1344")
    assert (sheet.short_title, sheet.modified, sheet.theme) == (
        "Carte perdue",
        "2023-05-30",
        "Papiers - Citoyenneté - Élections",
    )
    assert [link.id for link in sheet.path] == ["N19810", "N103", "N358", "N358-1"]
    assert [option.condition for option in sheet.body[0].options] == ["T10576", "T10580"]


def test_ids_of_choices_and_options_are_unique_in_each_sheet(imported):
    for sheet in imported[1].official():
        choices = [block for block in walk(sheet.body) if isinstance(block, Choice)]
        ids = [choice.id for choice in choices] + [option.id for choice in choices for option in choice.options]
        assert len(ids) == len(set(ids)), sheet.id


def test_nothing_the_readme_of_the_corpus_counts_is_missing(imported):
    found = Counter()
    for sheet in imported[1].official():
        found.update(kinds_in(sheet))
    assert found["service"] >= 1527
    assert found["pivot"] >= 1499
    assert found["choice"] >= 1755


def kinds_in(sheet: Procedure) -> set[str]:
    kinds = set()
    for block in walk((*sheet.introduction, *sheet.body, *sheet.services, *sheet.offices)):
        kinds |= {"service"} if isinstance(block, Service) else set()
        kinds |= {"choice"} if isinstance(block, Choice) else set()
        kinds |= {"pivot"} if isinstance(block, Office) and block.pivot else set()
    return kinds
