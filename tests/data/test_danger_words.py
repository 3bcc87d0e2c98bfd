"""data/danger/dangers.yml : ce qu'on dit aux gens en danger est court, sourcé, relu, et mène à quelqu'un."""

import re
import zipfile
from pathlib import Path

import pytest
import yaml

from guichet.catalogue.question_files import load_questions
from guichet.catalogue.register import comparable
from guichet.danger import DANGERS
from guichet.danger_file import load_dangers
from guichet.settings import ROOT
from tests.conftest import CORPUS, SHARED

SENTENCES = yaml.safe_load((ROOT / "tests/core/danger_sentences.yml").read_text("utf-8"))
SETS = [name for name in SENTENCES if name != "near_misses"]
LOADED = load_dangers(ROOT / DANGERS)
CALLS = {call.number or call.link: call for danger in LOADED.kinds for call in danger.calls}

each_danger = pytest.mark.parametrize("danger", LOADED.kinds, ids=lambda danger: danger.id)


@pytest.fixture(scope="module")
def feed():
    if not CORPUS.is_file():
        pytest.skip(f"the official corpus is not at {CORPUS}")
    with zipfile.ZipFile(CORPUS) as archive:
        yield archive


def sheet(feed, id):
    name = next(name for name in feed.namelist() if name.endswith(f"{id}.xml"))
    return feed.read(name).decode("utf-8")


@each_danger
def test_quelques_phrases_courtes(danger):
    said = [sentence for sentence in re.split(r"(?<=[.!?])\s", danger.say) if sentence]
    assert 2 <= len(said) <= 5
    assert max(len(sentence.split()) for sentence in said) <= 28
    assert len(danger.title.split()) <= 10
    assert not re.search(r"<[a-z]|\*\*|\]\(", danger.frame()["text"]), "ni balise ni Markdown"


@each_danger
def test_quand_chaque_minute_compte_un_numéro_d_urgence_est_le_premier(danger):
    if danger.level == "now":
        assert danger.calls[0].number in ("15", "17", "18", "112")


@each_danger
def test_qui_ne_peut_pas_parler_peut_écrire(danger):
    assert "114" in {call.number for call in danger.calls if call.by == "sms"}


@each_danger
def test_chaque_numéro_dit_est_un_numéro_offert(danger):
    said = set(re.findall(r"\b\d{2,3}(?: \d{2,3})?\b", f"{danger.title} {danger.say}"))
    assert said <= {call.number for call in danger.calls}


@each_danger
def test_chaque_danger_est_relu_et_daté(danger):
    assert danger.reviewed.by
    assert danger.source.date <= danger.reviewed.on


@pytest.mark.parametrize("name", CALLS)
def test_chaque_numéro_est_dans_la_fiche_qu_il_cite(feed, name):
    call = CALLS[name]
    text = sheet(feed, call.source.url.rpartition("/")[2])
    wanted = call.link.removeprefix("https://").removeprefix("www.") or call.number
    plain = re.sub(r"<[^>]*>", " ", text) + " ".join(re.findall(r'URL="([^"]*)"', text))
    assert re.search(rf"(?<!\d){wanted.replace(' ', ' ?')}(?!\d)", plain), f"{wanted} n'est pas dans la fiche"


@pytest.mark.parametrize("source", {c.source for c in CALLS.values()} | {d.source for d in LOADED.kinds}, ids=str)
def test_chaque_source_a_la_date_de_sa_fiche(feed, source):
    assert f"modified {source.date}" in sheet(feed, source.url.rpartition("/")[2])


@each_danger
def test_chaque_démarche_offerte_existe(feed, danger):
    names = {Path(name).stem for name in feed.namelist()}
    assert {step.sheet for step in danger.procedures} <= names


def test_les_numéros_sont_ceux_des_références_sûres():
    reference = SHARED / "reference" / "bodies.tsv"
    if not reference.is_file():
        pytest.skip(f"{reference.name} absent : le dossier partagé n'est pas monté")
    rows = [line.split("\t") for line in reference.read_text(encoding="utf-8").splitlines()]
    doubtful = " ".join(row[3] for row in rows if row[-1] == "unsure")
    known = " ".join(row[3] for row in rows)
    numbers = {name for name in CALLS if not name.startswith("http")} - {"116 000"}
    assert {number for number in numbers if number not in known} == set()
    assert {number for number in numbers if len(number) > 3 and number in doubtful} == set()


def test_le_30_20_n_est_plus_donné():
    assert not any("30 20" in danger.frame()["text"] or "3020" in danger.frame()["text"] for danger in LOADED.kinds)


def test_assez_de_phrases_pour_mesurer():
    assert sum(len(texts) for name in SETS for texts in SENTENCES[name].values()) >= 120
    assert sum(len(texts) for texts in SENTENCES["near_misses"].values()) >= 60
    ids = {danger.id for danger in LOADED.kinds}
    assert {name: set(SENTENCES[name]) - ids for name in SETS if set(SENTENCES[name]) - ids} == {}
    assert set(SENTENCES["seen"]) == set(SENTENCES["heldout"]) == ids


def test_aucune_phrase_de_mesure_n_est_deux_fois_ni_une_question_gardée_ailleurs():
    texts = [comparable(t) for name in SETS for group in SENTENCES[name].values() for t in group]
    texts += [comparable(t) for group in SENTENCES["near_misses"].values() for t in group]
    assert sorted({t for t in texts if texts.count(t) > 1}) == []
    kept = {comparable(question.text) for question in load_questions(ROOT)}
    assert [t for t in texts if t in kept] == []
