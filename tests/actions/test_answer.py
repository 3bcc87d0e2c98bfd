"""The actions, with Rasa's own tracker and dispatcher, over a catalogue of the project's editors' sheets."""

import asyncio
import json
import re
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("rasa_sdk", reason="rasa-sdk is only in the engine's environment (.venv-engine)")

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.answer import ActionAnswer, dialogue
from actions.memory import heard, remembered, to_slots
from actions.walk import ActionRepeat
from guichet.catalogue.editors import load_editors
from guichet.catalogue.importer import import_editors
from guichet.dialogue.turn import Memory, Offer
from guichet.settings import ROOT

SLOTS = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]
LOST_CARD = {"id": "carte_identite_perte_vol", "sheets": ["F1344"], "title": "Carte perdue", "score": 0.9}


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

    def hear(self, text, intent="describe_situation", decision="none", found=(), entities=(), action=ActionAnswer):
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": [{"entity": name, "value": value} for name, value in dict(entities).items()],
            "procedures": {"decision": decision, "procedures": list(found)},
        }
        return self.run(action(), message)

    def run(self, action, message):
        tracker = Tracker("c", dict(self.slots), message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = json.loads(json.dumps(asyncio.run(action.run(dispatcher, tracker, {}))))
        self.slots.update({event["name"]: event["value"] for event in events})
        return json.loads(json.dumps(dispatcher.messages))


def frames(messages):
    return [frame for message in messages for frame in message["custom"].get("frames", ())]


def responses(messages):
    return [message["response"] for message in messages if message.get("response")]


def test_une_démarche_trouvée_pose_sa_question_en_boutons(conversation):
    (frame,) = frames(conversation.hear("mes papiers", "describe_situation", "answer", [LOST_CARD]))
    assert (frame["kind"], frame["prompt"]) == ("choices", "Que s'est-il passé ?")
    assert frame["options"][0] == {
        "label": "La carte est perdue",
        "payload": '/choose{"procedure": "carte_identite_perte_vol", "sheet": "carte_identite_perte_vol", '
        '"option": "cas.la-carte-est-perdue"}',
    }
    assert conversation.slots["procedure"] == "carte_identite_perte_vol"


def test_le_bouton_pressé_mène_à_la_réponse_avec_sa_source_et_sa_date(conversation):
    (question,) = frames(conversation.hear("ma carte", "ask_documents", "answer", [LOST_CARD]))
    pressed = json.loads(question["options"][0]["payload"].removeprefix("/choose"))
    (answer,) = frames(conversation.hear("/choose", "choose", entities=pressed))
    assert (answer["kind"], answer["aspect"], answer["case"]) == ("answer", "documents", ["La carte est perdue"])
    assert answer["source"]["date"] == "2023-05-30"
    assert "Source : " in answer["text"]


def test_la_suite_de_la_conversation_garde_la_démarche(conversation):
    conversation.hear("carte volée en france", "describe_situation", "answer", [LOST_CARD])
    (answer,) = frames(conversation.hear("et combien ça coûte ?", "ask_cost"))
    assert (answer["procedure"]["id"], answer["aspect"]) == ("carte_identite_perte_vol", "cost")
    assert "25 €" in answer["text"]


def test_répéter_redit_la_même_chose(conversation):
    assert responses(conversation.hear("répète", "repeat", action=ActionRepeat)) == ["utter_nothing_to_repeat"]
    said = conversation.hear("carte volée en france, combien", "ask_cost", "answer", [LOST_CARD])
    assert conversation.hear("répète", "repeat", action=ActionRepeat) == said


def test_une_démarche_que_le_catalogue_n_a_pas(conversation):
    gone = {"id": "F0", "sheets": [], "title": "?", "score": 1.0}
    assert responses(conversation.hear("x", "describe_situation", "answer", [gone])) == ["utter_lost"]


def test_ce_qui_n_est_pas_compris_est_dit_à_part_sans_rien_montrer(conversation):
    said = conversation.hear("zorglub", "nlu_fallback", "none", [LOST_CARD])
    assert responses(said) == ["utter_lost"]
    assert said[-1]["custom"] == {
        "frames": [],
        "unanswered": {"found": [{"id": LOST_CARD["id"], "title": LOST_CARD["title"]}]},
    }
    understood = conversation.hear("mes papiers", "describe_situation", "answer", [LOST_CARD])
    assert [message for message in understood if "unanswered" in message["custom"]] == []


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "intent": None, "entities": None, "procedures": None},
        {"text": "", "intent": {}, "entities": []},
        {"text": "x", "intent": {"name": None}, "procedures": {}},
        {"text": "x", "intent": {"name": "choose"}, "entities": [{"entity": "option", "value": ["a", "b"]}]},
    ],
)
def test_un_message_incomplet_a_une_réponse(conversation, message):
    assert responses(conversation.run(ActionAnswer(), message)) == ["utter_lost"]


@pytest.mark.parametrize(
    "message",
    [
        {"text": "x", "intent": {"name": "x"}, "procedures": {"decision": "answer", "procedures": []}},
        {"text": "x", "intent": {"name": "x"}, "procedures": {"decision": "answer", "procedures": [{"id": "F1"}]}},
        {"text": "x", "intent": "pas un objet"},
    ],
)
def test_un_message_impossible_s_excuse_et_n_échoue_pas(conversation, message, caplog):
    assert responses(conversation.run(ActionAnswer(), message)) == ["utter_trouble"]
    failed = next(record for record in caplog.records if record.message == "action.failed")
    assert (failed.stage, failed.conversation) == ("action_answer", "c")


ACCIDENTS = {
    "absent": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"pas une base" * 1000),
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:5000]),
}


@pytest.mark.parametrize("accident", ACCIDENTS)
@pytest.mark.parametrize("action", [ActionAnswer, ActionRepeat])
def test_un_catalogue_perdu_ou_abîmé_s_avoue_et_rien_n_est_oublié(tmp_path, monkeypatch, var, accident, action):
    (tmp_path / "catalogue.db").write_bytes((var / "catalogue.db").read_bytes())
    ACCIDENTS[accident](tmp_path / "catalogue.db")
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    dialogue.cache_clear()
    conversation = Conversation()
    conversation.slots |= {"procedure": "carte_identite_perte_vol", "sheet": "carte_identite_perte_vol"}
    before = dict(conversation.slots)
    messages = conversation.hear("carte perdue", "describe_situation", "answer", [LOST_CARD], action=action)
    assert responses(messages) == ["utter_trouble"]
    assert conversation.slots == before
    dialogue.cache_clear()


def test_un_catalogue_revenu_répond_sans_redémarrage(tmp_path, monkeypatch, var):
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    dialogue.cache_clear()
    conversation = Conversation()
    asked = ("carte volée en france, combien", "ask_cost", "answer", [LOST_CARD])
    assert responses(conversation.hear(*asked)) == ["utter_trouble"]
    (tmp_path / "catalogue.db").write_bytes((var / "catalogue.db").read_bytes())
    assert [frame["kind"] for frame in frames(conversation.hear(*asked))] == ["answer"]
    dialogue.cache_clear()


TEXTS = st.text(max_size=12)
OFFERS = st.builds(Offer, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3))
MEMORIES = st.builds(
    Memory,
    procedure=TEXTS,
    sheet=TEXTS,
    aspect=TEXTS,
    case=st.lists(TEXTS, max_size=3).map(tuple),
    pending=st.lists(OFFERS, max_size=3).map(tuple),
    question=TEXTS,
    asked=TEXTS,
    later=st.one_of(st.none(), TEXTS),
    office=TEXTS,
    commune=TEXTS,
    missed=st.booleans(),
)


@given(MEMORIES, st.lists(MEMORIES, max_size=2), st.lists(MEMORIES, max_size=2))
def test_la_mémoire_passe_par_les_emplacements_sans_rien_perdre(memory, trail, aside):
    memory = replace(memory, trail=tuple(trail), aside=tuple(aside))
    events = json.loads(json.dumps(to_slots(memory)))
    slots = {event["name"]: event["value"] for event in events}
    assert set(slots) == set(SLOTS)
    assert remembered(Tracker("c", slots, {}, [], False, None, {}, "")) == memory


def test_une_conversation_neuve_n_a_pas_de_mémoire():
    assert remembered(Tracker("c", dict.fromkeys(SLOTS), {}, [], False, None, {}, "")) == Memory()


def test_ce_qui_est_entendu_vient_du_dernier_message():
    message = {
        "text": "ma carte",
        "intent": {"name": "ask_cost"},
        "entities": [{"entity": "sheet", "value": "F1"}, {"entity": "n", "value": 3}, {"entity": "vide"}],
        "procedures": {"decision": "choose", "procedures": [LOST_CARD]},
    }
    understood = heard(Tracker("c", {}, message, [], False, None, {}, ""))
    assert (understood.text, understood.intent, understood.decision) == ("ma carte", "ask_cost", "choose")
    assert [(f.id, f.sheets, f.title) for f in understood.found] == [
        ("carte_identite_perte_vol", ("F1344",), "Carte perdue")
    ]
    assert understood.entities == {"sheet": "F1"}


def test_les_actions_ont_le_nom_que_les_règles_appellent():
    declared = set(yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["actions"])
    for module in iter_modules(actions.__path__, "actions."):
        import_module(module.name)
    assert {action().name() for action in every(Action)} == declared


def every(base):
    """The actions of the project: what rasa-sdk finds under `actions/`."""
    for action in base.__subclasses__():
        if action.__module__.startswith("actions."):
            yield action
        yield from every(action)


def test_chaque_réponse_nommée_dans_le_code_est_écrite():
    written = set()
    for path in (ROOT / "data" / "responses").glob("*.yml"):
        written |= set(yaml.safe_load(path.read_text("utf-8"))["responses"])
    code = "".join(
        p.read_text("utf-8") for p in [*(ROOT / "guichet/dialogue").glob("*.py"), *(ROOT / "actions").glob("*.py")]
    )
    named = set(re.findall(r'"(utter_\w+)"', code))
    assert named
    assert named - written == set()
