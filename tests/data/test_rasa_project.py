"""Les données de Rasa : ce que Rasa perd ou accepte sans rien dire."""

import os
import re
from pathlib import Path

import pytest
import yaml

from guichet.language import normalize
from guichet.settings import ROOT

SHARED = Path(os.environ.get("GUICHET_SHARED", ROOT.parent / "shared"))
ENTITY = re.compile(r"\[([^\]]+)\]\(\w+\)")
PHONE = re.compile(r"(?<![\d.])(?:\+33 ?\d(?: ?\d\d){4}|\d\d \d\d(?: \d\d){0,3}|\d{4,})(?![\d.])")


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def blocks(folder, key):
    return [
        (path, block) for path in sorted((ROOT / "data" / folder).glob("*.yml")) for block in load(path).get(key, [])
    ]


DOMAIN = load(ROOT / "domain.yml")
HELDOUT = load(ROOT / "tests/nlu/heldout_intents.yml")
EXAMPLES = {
    block["intent"]: [ENTITY.sub(r"\1", line[2:]) for line in block["examples"].splitlines()]
    for _, block in blocks("nlu", "nlu")
    if "intent" in block
}
RESPONSES = {
    name: variants
    for path in sorted((ROOT / "data/responses").glob("*.yml"))
    for name, variants in load(path)["responses"].items()
}
TEXTS = [(name, variant["text"]) for name, variants in RESPONSES.items() for variant in variants]


def same(sentence):
    """Two sentences that read alike are one."""
    return re.sub(r"\W+", " ", normalize(sentence, strip_accents=True)).strip() or sentence


def test_le_domaine_et_les_exemples_ont_les_mêmes_intentions():
    assert sorted(DOMAIN["intents"]) == sorted(EXAMPLES)


def test_un_fichier_par_intention_qui_porte_son_nom():
    named = [(path.stem, block["intent"]) for path, block in blocks("nlu", "nlu") if "intent" in block]
    assert [stem for stem, intent in named if stem != intent] == []


@pytest.mark.parametrize("intent", EXAMPLES)
def test_au_moins_vingt_cinq_exemples_variés(intent):
    assert len({same(example) for example in EXAMPLES[intent]}) >= 25


def test_aucun_exemple_dans_deux_intentions():
    places = {}
    for intent, examples in EXAMPLES.items():
        for example in examples:
            places.setdefault(same(example), set()).add(intent)
    assert {text: intents for text, intents in places.items() if len(intents) > 1} == {}


def test_les_phrases_de_mesure_ne_servent_jamais_d_exemples():
    trained = {same(example) for examples in EXAMPLES.values() for example in examples}
    assert [s for sentences in HELDOUT.values() for s in sentences if same(s) in trained] == []


def test_dix_phrases_de_mesure_par_intention_au_moins():
    assert {intent: len(HELDOUT.get(intent, [])) for intent in EXAMPLES if len(HELDOUT.get(intent, [])) < 10} == {}


def test_chaque_intention_a_sa_règle():
    ruled = {step["intent"] for _, rule in blocks("rules", "rules") for step in rule["steps"] if "intent" in step}
    # Rasa répond lui-même à `restart`, et aucune règle ne peut l'en empêcher.
    assert ruled == {*DOMAIN["intents"], "nlu_fallback"} - {"restart"}


def test_aucune_réponse_dans_deux_fichiers():
    """Rasa n'en garderait qu'une, sans le dire."""
    names = [name for path in (ROOT / "data/responses").glob("*.yml") for name in load(path)["responses"]]
    assert sorted(names) == sorted(set(names))
    assert "responses" not in DOMAIN


def test_chaque_réponse_que_le_code_prononce_existe():
    code = [*(ROOT / "guichet/dialogue").glob("*.py"), *(ROOT / "actions").glob("*.py")]
    said = {name for path in code for name in re.findall(r"\butter_(?!message)\w+", path.read_text(encoding="utf-8"))}
    assert said - set(RESPONSES) == set()


def test_chaque_emplacement_que_le_code_remplit_existe():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    assert set(re.findall(r'SlotSet\("(\w+)"', code)) - set(DOMAIN["slots"]) == set()


def test_aucun_emplacement_n_influence_le_dialogue():
    assert [name for name, slot in DOMAIN["slots"].items() if slot["influence_conversation"]] == []


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_les_réponses_se_lisent_à_voix_haute(name, text):
    assert not re.search(r"<[a-z]|\*\*|\]\(", text), "ni balise ni Markdown : le canal met en forme"
    sentences = re.split(r"[.!?;:]\s|\n", text)
    assert max(len(sentence.split()) for sentence in sentences) <= 30, "phrase trop longue"


@pytest.mark.parametrize(
    "name", ["utter_human_handoff", "utter_trouble", "utter_lost", "utter_greet", "utter_bot_challenge"]
)
def test_une_personne_est_toujours_proposée(name):
    for variant in RESPONSES[name]:
        assert re.search(r"39 39|personne", variant["text"])


def test_les_numéros_viennent_des_références_sûres():
    reference = SHARED / "reference" / "bodies.tsv"
    if not reference.is_file():
        pytest.skip(f"{reference.name} absent : le dossier partagé n'est pas monté")
    rows = [line.split("\t") for line in reference.read_text(encoding="utf-8").splitlines()]
    sure = " ".join(row[3] for row in rows if row[-1] == "sure")
    quoted = {number for _, text in TEXTS for number in PHONE.findall(text)}
    assert "39 39" in quoted
    assert {number for number in quoted if number not in sure} == set()


def test_les_boutons_envoient_une_phrase_et_jamais_un_ordre():
    payloads = [b["payload"] for variants in RESPONSES.values() for v in variants for b in v.get("buttons", ())]
    assert payloads
    assert [payload for payload in payloads if payload.startswith("/")] == []


def test_une_seule_porte_vers_le_moteur():
    assert list(load(ROOT / "credentials.yml")) == ["guichet.nlu.rest_channel.PrivateRestInput"]


def test_le_moteur_ne_joint_que_cette_machine_et_aucun_secret_n_est_écrit():
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    endpoints = load(ROOT / "endpoints.yml")
    assert endpoints["action_endpoint"]["url"].startswith("http://127.0.0.1:${")
    assert not re.search(r"(?i)password|token|secret", text)
