"""Example sheets: checked like the others, never served unasked; and those of the project, easy to replace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from guichet import update
from guichet.catalogue.editor_content import MADE_UP, sections, source_keys, texts
from guichet.catalogue.editors import example_files, load_editors, to_procedure
from guichet.errors import GuichetError
from guichet.guide.checklist import Checklist, next_step_whole
from guichet.procedure import Aspect, Chapter, Procedure, walk
from guichet.settings import ROOT, load
from tests.catalogue.editor_project import SHEET, lines, project

TOWN = ROOT / "data" / "procedures" / "commune"
FILES = sorted(TOWN.glob("*.yml"))
#: Where an example may send people: to nobody, or to the official site.
HOSTS = ("https://www.valbourg.example/", "https://www.service-public.gouv.fr/")
#: A telephone number, as it is written in France.
TELEPHONE = re.compile(r"\b0\d(?: \d\d){4}\b")


def test_an_example_is_checked_but_served_only_when_asked(tmp_path: Path) -> None:
    root = project(tmp_path, {"example": True, "cost": "Rien à Valbourg (exemple)."})
    assert lines(root) == []
    assert load_editors(root) == ()
    assert [sheet.id for sheet in load_editors(root, examples=True)] == ["carte_piscine"]
    assert example_files(root) == (SHEET,)


def test_a_broken_example_stops_the_check_but_not_the_service(tmp_path: Path) -> None:
    root = project(tmp_path, {"example": True, "title": None})
    assert lines(root) != []
    assert load_editors(root) == ()


@pytest.mark.parametrize("value", [False, "non", "", None, 1])
def test_an_example_says_true_and_nothing_else_serves_it(tmp_path: Path, value: object) -> None:
    root = project(tmp_path, {"example": value})
    assert [line for line in lines(root) if line.startswith(f"{SHEET} : example ")] != []
    assert load_editors(root) == ()


LEFT = [
    {"cost": {"text": "Il faut 12 € (exemple).", "source": "tarifs"}},
    {"title": "Piscine de Valbourg"},
    {"summary": "La piscine d'une commune fictive."},
    {"contact": "Appelez le 03 53 01 00 12."},
    {"contact": "Appelez le 06\u00a039\u00a098\u00a000\u00a012."},
    {"contact": "Appelez le +33 1 99 00 12 34."},
    {"online": {"services": [{"title": "Payer", "url": "https://www.valbourg.example/payer"}]}},
]


@pytest.mark.parametrize("change", LEFT, ids=[str(change)[:40] for change in LEFT])
def test_what_is_left_of_an_example_is_told_and_never_served(tmp_path: Path, change: dict) -> None:
    root = project(tmp_path, change)
    assert [line for line in lines(root) if "reste de l'exemple" in line and "example: true" in line] != []
    with pytest.raises(GuichetError, match="reste de l'exemple"):
        load_editors(root)


@pytest.mark.parametrize("text", ["Appelez le 03 44 01 00 12.", "Par exemple, une facture (eau).", "Le 1 99 00."])
def test_ordinary_words_and_numbers_are_not_taken_for_an_example(tmp_path: Path, text: str) -> None:
    assert lines(project(tmp_path, {"contact": text})) == []


@pytest.mark.parametrize(("setting", "count"), [("", 0), ("non", 0), ("oui", 1)])
def test_the_import_says_what_it_does_with_examples(tmp_path: Path, monkeypatch, setting: str, count: int) -> None:
    root = project(tmp_path, {"example": True})
    monkeypatch.setattr(update.project, "ROOT", root)
    monkeypatch.setenv("GUICHET_EXAMPLES", setting)
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path / "var"))
    told = update.update(load(root), "")
    assert told[0].startswith(f"Fiches des éditeurs : {count}")
    assert told[1].startswith("Fiches d'exemple : 1, " + ("servies" if count else "non servies"))


def each_file() -> list:
    return [pytest.param(yaml.safe_load(path.read_text(encoding="utf-8")), id=path.stem) for path in FILES]


def read(data: dict) -> Procedure:
    for source in data["sources"]:
        source["verified_on"] = str(source["verified_on"])
    return to_procedure(data, "commune")


def test_les_six_fiches_de_la_commune_fictive_ne_sont_pas_servies() -> None:
    assert len(FILES) == 6
    assert {path.relative_to(ROOT).as_posix() for path in FILES} <= set(example_files(ROOT))
    assert not {path.stem for path in FILES} & {sheet.id for sheet in load_editors(ROOT)}


@pytest.mark.parametrize("data", each_file())
def test_une_fiche_d_exemple_le_dit_partout_où_on_la_lit(data: dict) -> None:
    assert "exemple" in data["short_title"].lower()
    assert all("fictive" in data[key] and "exemple" in data[key].lower() for key in ("title", "summary"))
    unmarked = [
        steps
        for steps, section in sections(data)
        if not any(MADE_UP.search(text) for _, text in texts(section))
        and not any(re.fullmatch(r"F\d+", key) for key in source_keys(section))
    ]
    assert unmarked == []
    euros = [text for _, section in sections(data) for _, text in texts(section) if "€" in text]
    assert [text for text in euros if "(exemple)" not in text] == []


@pytest.mark.parametrize("data", each_file())
def test_une_fiche_d_exemple_n_envoie_chez_personne(data: dict) -> None:
    for steps, text in texts(data):
        assert steps[-1] != "url" or text.startswith(HOSTS), text
        assert all(MADE_UP.search(number) for number in TELEPHONE.findall(text)), text


@pytest.mark.parametrize("data", each_file())
def test_les_mots_des_usagers_restent_quand_la_commune_change(data: dict) -> None:
    assert [text for text in (*data["names"], *data["examples"]) if MADE_UP.search(text)] == []
    assert 15 <= len(data["examples"]) <= 25


@pytest.mark.parametrize("data", each_file())
def test_une_fiche_d_exemple_répond_aux_questions_les_plus_posées_et_finit_par_une_liste(data: dict) -> None:
    sheet = read(data)
    answered = {aspect for block in walk(sheet.body) if isinstance(block, Chapter) for aspect in block.aspects}
    assert answered >= {Aspect.DOCUMENTS, Aspect.COST, Aspect.WHERE, Aspect.ONLINE, Aspect.CONTACT}
    ends = list(leaves(sheet, {}))
    assert len(ends) > 2
    assert all(isinstance(end, Checklist) and end.cost and end.where for end in ends)


def leaves(sheet: Procedure, case: dict):
    """What every way through the questions of a sheet ends with."""
    step = next_step_whole(sheet, case)
    if not hasattr(step, "choice"):
        yield step
        return
    for option in step.choice.options:
        yield from leaves(sheet, {**case, step.choice.id: option.id})
