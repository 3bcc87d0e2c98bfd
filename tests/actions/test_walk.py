"""The actions that steer a walk, with Rasa's own tracker and dispatcher, over the project's editors' sheets."""

import asyncio
import json

import pytest
import yaml

pytest.importorskip("rasa_sdk", reason="rasa-sdk is only in the engine's environment (.venv-engine)")

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer, dialogue
from actions.memory import remembered
from actions.walk import ActionBack, ActionCancel, ActionRepeat, ActionResume, ActionUnsure, ActionWhy
from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.dialogue.turn import LEFT_ASIDE, STEPS_BACK
from guichet.settings import ROOT

SLOTS = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]
STAGES = set(SLOTS["stage"]["values"])
STEERING = (ActionBack, ActionCancel, ActionRepeat, ActionResume, ActionUnsure, ActionWhy)
LOST = {"id": "carte_identite_perte_vol", "sheets": ["F1344"], "title": "Carte perdue", "score": 0.9}


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    folder = tmp_path_factory.mktemp("var")
    import_editors(load_editors(ROOT), folder / "catalogue.db")
    return folder


@pytest.fixture
def conversation(var, monkeypatch):
    monkeypatch.setenv("GUICHET_VAR", str(var))
    dialogue.cache_clear()
    yield Conversation()
    dialogue.cache_clear()


class Conversation:
    """Keeps the slots from one message to the next, as Rasa does: through JSON."""

    def __init__(self):
        self.slots = dict.fromkeys(SLOTS)

    def run(self, action, text="x", intent="x", decision="none", found=(), entities=()):
        """What an action says after a message, as Rasa sends it on."""
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": [{"entity": name, "value": value} for name, value in dict(entities).items()],
            "procedures": {"decision": decision, "procedures": list(found)},
        }
        tracker = Tracker("c", dict(self.slots), message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = json.loads(json.dumps(asyncio.run(action().run(dispatcher, tracker, {}))))
        self.slots.update({event["name"]: event["value"] for event in events})
        return [_said(message) for message in json.loads(json.dumps(dispatcher.messages))]

    def open(self, text="ma carte"):
        """The question that opens a procedure."""
        (frames,) = self.run(ActionAnswer, text, "ask_documents", "answer", [LOST])
        return frames[-1]

    def press(self, frame, number):
        entities = json.loads(frame["options"][number - 1]["payload"].removeprefix("/choose"))
        return self.run(ActionAnswer, "/choose", "choose", entities=entities)

    @property
    def memory(self):
        return remembered(Tracker("c", self.slots, {}, [], False, None, {}, ""))


def _said(message):
    """The frames of a message, or the name of its response."""
    return message["custom"]["frames"] if message["custom"] else message["response"]


def labels(frame):
    assert frame["kind"] == "choices"
    return [option["label"] for option in frame["options"]]


def test_retour_repose_la_question_et_la_phase_suit(conversation):
    question = conversation.open()
    assert conversation.slots["stage"] == "case"
    conversation.press(question, 1)
    assert conversation.slots["stage"] == "answered"
    ((back,),) = conversation.run(ActionBack)
    assert labels(back) == labels(question)
    assert (conversation.slots["stage"], conversation.slots["case"]) == ("case", [])
    assert conversation.run(ActionBack)[0] == "utter_nothing_to_go_back"


def test_annuler_vide_la_main_et_on_reprend(conversation):
    question = conversation.open()
    assert conversation.run(ActionCancel) == ["utter_cancelled"]
    assert (conversation.slots["stage"], conversation.slots["procedure"]) == ("none", None)
    ((again,),) = conversation.run(ActionResume, "on reprend", "resume")
    assert labels(again) == labels(question)


def test_pourquoi_puis_la_même_question(conversation):
    question = conversation.open()
    ((reason, again),) = conversation.run(ActionWhy)
    assert "les documents à fournir" in reason["text"]
    assert again["options"] == question["options"]


def test_je_ne_sais_pas_montre_les_branches_puis_la_même_question(conversation):
    question = conversation.open()
    before = dict(conversation.slots)
    ((_, both, again),) = conversation.run(ActionUnsure, "je ne sais pas", "dont_know")
    assert [block["kind"] for block in both["blocks"]] == ["choice"]
    assert again["options"] == question["options"]
    assert conversation.slots == before


def test_une_réponse_qui_sonne_comme_je_ne_sais_pas_est_prise(conversation):
    question = conversation.open()
    ((answer,),) = conversation.run(ActionUnsure, question["options"][0]["label"], "dont_know")
    assert answer["kind"] == "answer"
    assert conversation.slots["stage"] == "answered"


def test_après_une_digression_rien_n_est_dit_s_il_n_y_a_rien(conversation):
    assert conversation.run(ActionResume, "merci", "thank") == []
    conversation.press(conversation.open(), 1)
    assert conversation.run(ActionResume, "merci", "thank") == []
    assert conversation.run(ActionResume, "on reprend", "resume") != []


def test_après_une_digression_la_question_revient(conversation):
    question = conversation.open()
    ((again,),) = conversation.run(ActionResume, "merci", "thank")
    assert again["options"] == question["options"]


@pytest.mark.parametrize(
    ("action", "answered"),
    [(ActionWhy, False), (ActionUnsure, False), (ActionRepeat, True), (ActionResume, True)],
)
def test_un_catalogue_perdu_s_avoue_et_rien_n_est_oublié(conversation, action, answered, monkeypatch, tmp_path):
    question = conversation.open()
    if answered:
        conversation.press(question, 1)
    before = dict(conversation.slots)
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    dialogue.cache_clear()
    assert conversation.run(action, "on reprend", "resume") == ["utter_trouble"]
    assert conversation.slots == before


@pytest.mark.parametrize("action", [ActionBack, ActionRepeat, ActionResume])
def test_sans_catalogue_la_question_ouverte_se_repose_quand_même(conversation, action, monkeypatch, tmp_path):
    question = conversation.open()
    if action is ActionBack:
        conversation.press(question, 1)
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    dialogue.cache_clear()
    ((again,),) = conversation.run(action, "on reprend", "resume")
    assert again["options"] == question["options"]


@pytest.mark.parametrize("action", STEERING)
@pytest.mark.parametrize(
    "slots",
    [
        {},
        {"procedure": "carte_identite_perte_vol", "sheet": "carte_identite_perte_vol"},
        {"procedure": "carte_identite_perte_vol", "sheet": "F404", "aspect": "documents", "case": ["c.1"]},
        {"pending": [{"label": "Oui", "entities": {"option": "c.1"}}], "question": "ma carte"},
        {
            "procedure": "carte_identite_perte_vol",
            "sheet": "carte_identite_perte_vol",
            "aspect": "step:2",
            "pending": [{"label": "A", "entities": {"option": "cas.x"}}, {"label": "B", "entities": {}}],
        },
    ],
)
def test_une_conversation_d_une_version_d_avant_continue(conversation, action, slots):
    """Its slots lack trail, kept and stage."""
    conversation.slots |= slots
    said = conversation.run(action, "x", "resume")
    assert said
    assert said != ["utter_trouble"]
    assert conversation.slots["stage"] in STAGES
    assert conversation.run(ActionAnswer, "et combien ça coûte ?", "ask_cost") != ["utter_trouble"]


def test_un_historique_démesuré_est_ramené_à_sa_taille(conversation):
    state = {"procedure": "carte_identite_perte_vol", "sheet": "carte_identite_perte_vol", "question": "x" * 1000}
    many = [state | {"aspect": "cost", "case": [f"c.{n}"]} for n in range(500)]
    conversation.slots["trail"] = {"trail": many, "aside": [s | {"procedure": f"p{n}"} for n, s in enumerate(many)]}
    conversation.open()
    conversation.run(ActionCancel)
    assert len(conversation.memory.trail) <= STEPS_BACK
    assert len(conversation.memory.aside) <= LEFT_ASIDE
    assert len(json.dumps(conversation.slots)) < 40_000


def test_cent_tours_ne_grossissent_pas_les_emplacements(conversation):
    for n in range(50):
        question = conversation.open(f"ma carte {n} {'mot ' * 200}")
        if question["kind"] == "choices":
            conversation.press(question, 1 + n % 2)
        conversation.run(ActionCancel)
    assert len(json.dumps(conversation.slots)) < 40_000


@pytest.mark.parametrize("action", [ActionAnswer, *STEERING])
def test_chaque_action_remplit_les_emplacements_du_domaine_et_eux_seuls(conversation, action):
    conversation.open()
    before = conversation.memory
    conversation.run(action, "merci", "thank")
    assert set(conversation.slots) == set(SLOTS)
    assert conversation.slots["stage"] in STAGES
    assert conversation.memory.procedure in (before.procedure, "")
