"""The action for people in danger, with Rasa's own tracker and dispatcher: it speaks even with no catalogue."""

import asyncio
import json

import pytest
import yaml

pytest.importorskip("rasa_sdk", reason="rasa-sdk is only in the engine's environment (.venv-engine)")

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.danger import ActionDanger
from actions.memory import remembered, to_slots
from guichet.catalogue.importer import import_feed
from guichet.dialogue.turn import Memory, Offer
from guichet.settings import ROOT
from tests.catalogue.archives import feed_files, sheet, write_zip

SLOTS = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["slots"]
IN_A_WALK = Memory("p", "F1", pending=(Offer("Oui", {"option": "c.1"}),), question="ma carte")


def run(memory, **message):
    slots = dict.fromkeys(SLOTS) | {e["name"]: e["value"] for e in to_slots(memory)}
    dispatcher = CollectingDispatcher()
    events = asyncio.run(ActionDanger().run(dispatcher, Tracker("c", slots, message, [], False, None, {}, ""), {}))
    after = slots | {event["name"]: event["value"] for event in events}
    shown = [frame for said in dispatcher.messages for frame in said["custom"]["frames"]]
    return json.loads(json.dumps(shown)), remembered(Tracker("c", after, {}, [], False, None, {}, ""))


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("GUICHET_VAR", str(tmp_path))
    return tmp_path


def test_le_bon_numéro_d_abord_puis_les_démarches_et_le_fil_est_gardé(var):
    files = {**feed_files(), "F12544.xml": sheet("F12544", "Violences conjugales", "Le 3919.")}
    import_feed(str(write_zip(var / "feed.zip", files)), var / "catalogue.db", var)
    (notice, offered), memory = run(IN_A_WALK, text="mon mari me frappe", danger="violences_conjugales")
    assert (notice["kind"], notice["calls"][0]["number"]) == ("notice", "39 19")
    assert [o["payload"] for o in offered["options"]] == ['/choose{"procedure": "F12544"}', "/resume"]
    assert memory == IN_A_WALK


def test_sans_catalogue_l_avis_est_dit_quand_même(var):
    (notice,), memory = run(Memory(), text="mon mari me frappe", danger="violences_conjugales")
    assert "39 19" in notice["text"]
    assert memory == Memory()


def test_un_danger_entendu_sans_savoir_lequel_a_une_réponse(var):
    (notice,), _ = run(Memory(), text="ça va très mal")
    assert (notice["danger"], notice["calls"][0]["href"]) == ("en_danger", "tel:112")
