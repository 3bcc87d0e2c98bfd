"""Les données de Rasa : ce que Rasa perd ou accepte sans rien dire."""

import os
import re
from pathlib import Path

import pytest
import yaml

from guichet.frames import person
from guichet.language import normalize
from guichet.settings import ROOT
from tests.responses import said

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
#: Des composants à part entendent le danger et les autres langues, dans des mots relus : rien n'est à apprendre.
HEARD_ELSEWHERE = {"danger", "other_language"}
HELDOUT = {
    intent: [*sentences, *load(ROOT / "data/heldout/intents_second.yml").get(intent, ())]
    for intent, sentences in load(ROOT / "data/heldout/intents.yml").items()
}
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


#: Ce qui est dit des demandes, là où personne ne peut prendre la suite.
REQUESTS = load(ROOT / "guichet/locale/requests.yml")
TEXTS = [(name, text) for name, variants in RESPONSES.items() for variant in variants for text in said(variant)]
TEXTS += REQUESTS.items()


def same(sentence):
    """Two sentences that read alike are one."""
    return re.sub(r"\W+", " ", normalize(sentence, strip_accents=True)).strip() or sentence


def test_le_domaine_et_les_exemples_ont_les_mêmes_intentions():
    assert sorted(DOMAIN["intents"]) == sorted(EXAMPLES)


def test_un_fichier_par_intention_qui_porte_son_nom():
    named = [(path.stem, block["intent"]) for path, block in blocks("nlu", "nlu") if "intent" in block]
    assert [stem for stem, intent in named if stem != intent] == []


@pytest.mark.parametrize("intent", sorted(set(EXAMPLES) - HEARD_ELSEWHERE))
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
    counts = {intent: len(HELDOUT.get(intent, [])) for intent in set(EXAMPLES) - HEARD_ELSEWHERE}
    assert {intent: count for intent, count in counts.items() if count < 10} == {}


def told(steps, kind):
    """Les noms des intentions ou des actions d'un récit, variantes de `or` comprises."""
    return {alternative[kind] for step in steps for alternative in step.get("or", [step]) if kind in alternative}


RULED = {intent for _, rule in blocks("rules", "rules") for intent in told(rule["steps"], "intent")}
STORIES = [story for _, story in blocks("stories", "stories")]
CONVERSATIONS = [s for path in sorted((ROOT / "tests/stories").glob("*.yml")) for s in load(path)["stories"]]


def test_chaque_intention_a_sa_règle_ou_ses_récits():
    told_in_stories = {intent for story in STORIES for intent in told(story["steps"], "intent")}
    # Rasa répond lui-même à `restart`, et aucune règle ne peut l'en empêcher.
    assert RULED | told_in_stories == {*DOMAIN["intents"], "nlu_fallback"} - {"restart"}


@pytest.mark.parametrize("intent", ["danger", "human_handoff", "goodbye", "describe_situation", "nlu_fallback"])
def test_ce_qui_ne_doit_jamais_échouer_est_une_règle(intent):
    assert intent in RULED


def test_chaque_action_nommée_existe():
    named = {action for story in [*STORIES, *CONVERSATIONS] for action in told(story["steps"], "action")}
    named |= {action for _, rule in blocks("rules", "rules") for action in told(rule["steps"], "action")}
    assert named - {*DOMAIN["actions"], *RESPONSES} == set()


def test_chaque_action_du_domaine_est_codée():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    assert set(DOMAIN["actions"]) - set(re.findall(r'return "(action_\w+)"', code)) == set()


def test_des_conversations_de_trois_à_dix_tours():
    turns = {c["story"]: sum("intent" in step for step in c["steps"]) for c in CONVERSATIONS}
    assert len(turns) == len(CONVERSATIONS) >= 30, "un nom par conversation"
    assert {name: count for name, count in turns.items() if not 3 <= count <= 10} == {}


def moves(story):
    """Ce qui est dit et fait, sans ce que les actions laissent ouvert : un ensemble de possibles par pas."""
    alternatives = (step.get("or", [step]) for step in story["steps"])
    found = ({f"{kind} {a[kind]}" for kind in ("intent", "action") for a in step if kind in a} for step in alternatives)
    return [possible for possible in found if possible]


def holds(story, conversation):
    windows = (story[start : start + len(conversation)] for start in range(len(story) - len(conversation) + 1))
    return any(all(a & b for a, b in zip(window, conversation, strict=True)) for window in windows)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["story"])
def test_aucune_conversation_d_essai_n_est_dans_un_récit(conversation):
    assert [story["story"] for story in STORIES if holds(moves(story), moves(conversation))] == []


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


def test_un_seul_emplacement_influence_le_dialogue():
    assert [name for name, slot in DOMAIN["slots"].items() if slot["influence_conversation"]] == ["stage"]


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_les_réponses_se_lisent_à_voix_haute(name, text):
    assert not re.search(r"<[a-z]|\*\*|\]\(", text), "ni balise ni Markdown : le canal met en forme"
    sentences = re.split(r"[.!?;:]\s|\n", text)
    assert max(len(sentence.split()) for sentence in sentences) <= 30, "phrase trop longue"


@pytest.mark.parametrize(
    "name",
    [
        *("utter_lost_again", "utter_trouble", "utter_lost", "utter_greet", "utter_bot_challenge"),
        *("utter_ill_at_ease", "utter_still_unsure", "utter_help_walk", "utter_rephrase"),
    ],
)
def test_une_personne_est_toujours_proposée(name):
    for variant in RESPONSES[name]:
        assert re.search(r"39 39|personne", variant["text"])


def test_l_au_revoir_dit_que_la_conversation_se_termine():
    """Le widget demande alors si elle a aidé."""
    frames = [frame for variant in RESPONSES["utter_goodbye"] for frame in variant["custom"]["frames"]]
    assert [frame["text"] for frame in frames if not frame.get("closing")] == []


def test_les_numéros_viennent_des_références_sûres():
    reference = SHARED / "reference" / "bodies.tsv"
    if not reference.is_file():
        pytest.skip(f"{reference.name} absent : le dossier partagé n'est pas monté")
    rows = [line.split("\t") for line in reference.read_text(encoding="utf-8").splitlines()]
    sure = " ".join(row[3] for row in rows if row[-1] == "sure")
    quoted = {number for _, text in TEXTS for number in PHONE.findall(text)}
    assert "39 39" in quoted
    assert {number for number in quoted if number not in sure} == set()


def buttons(variant):
    # A brace that opens no slot is doubled, or Rasa looks for a slot of that name and logs all the others.
    assert not [b for b in variant.get("buttons", ()) if re.search(r"(?<!\{)\{(?!\{)", b["payload"])]
    return [button["payload"].replace("{{", "{").replace("}}", "}") for button in variant.get("buttons", ())]


def test_les_boutons_envoient_une_phrase_et_un_seul_ordre_demander_une_personne():
    payloads = {payload for variants in RESPONSES.values() for v in variants for payload in buttons(v)}
    orders = {payload for payload in payloads if payload.startswith("/")}
    assert payloads > orders
    assert orders <= {person(reason)["payload"] for reason in ("lost", "complaint", "insult", "trouble")}


#: Ce qui ne répond pas : jamais une impasse.
FAILING = {
    "utter_lost": "lost",
    "utter_lost_again": "lost",
    "utter_rather_a_person": "lost",
    "utter_none_of_these": "lost",
    "utter_rephrase": "lost",
    "utter_out_of_scope": "lost",
    "utter_trouble": "trouble",
}


@pytest.mark.parametrize(("name", "reason"), FAILING.items())
def test_ce_qui_ne_répond_pas_offre_une_personne_et_la_recherche(name, reason):
    for variant in RESPONSES[name]:
        assert buttons(variant) == [person(reason)["payload"]]
        assert "https://www.service-public.gouv.fr" in variant["text"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *(("utter_complaint", "complaint"), ("utter_insult", "insult")),
        *(("utter_still_unsure", "lost"), ("utter_commune_unknown", "lost")),
    ],
)
def test_un_moment_difficile_offre_une_personne_en_un_geste(name, reason):
    assert [buttons(variant) for variant in RESPONSES[name]] == [[person(reason)["payload"]]] * len(RESPONSES[name])


def test_le_bouton_a_les_mêmes_mots_partout():
    titles = {b["title"] for vs in RESPONSES.values() for v in vs for b in v.get("buttons", ()) if "/" in b["payload"]}
    assert titles == {person("lost")["label"]}


def test_une_seule_porte_vers_le_moteur():
    assert list(load(ROOT / "credentials.yml")) == ["guichet.nlu.rest_channel.PrivateRestInput"]


def test_le_moteur_ne_joint_que_cette_machine_et_aucun_secret_n_est_écrit():
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    endpoints = load(ROOT / "endpoints.yml")
    assert endpoints["action_endpoint"]["url"].startswith("http://127.0.0.1:${")
    assert not re.search(r"(?i)password|token|secret", text)
