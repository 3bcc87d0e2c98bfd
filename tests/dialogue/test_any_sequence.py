"""Quoi qu'on dise et dans quelque ordre que ce soit : une réponse, et une mémoire qui ne déborde pas."""

import json
from dataclasses import asdict

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("Stemmer", reason="the search's stemmer is only in the engine's environment (.venv-engine)")

from guichet.dialogue.turn import LEFT_ASIDE, STEPS_BACK, Heard, Memory
from guichet.frames import person
from guichet.settings import ROOT
from tests.dialogue.fake_offices import FakeOffices
from tests.dialogue.talking import (
    ARRIVAL,
    LOST_CARD,
    MOVING,
    PASSPORT,
    RENEWAL,
    TRIP,
    FakeCatalogue,
    Found,
    Talk,
    counter,
)

PERSON = [person("lost")]

#: Rasa drops in silence what a button carries under any other name.
ENTITIES = {name for entry in yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["entities"] for name in entry}

#: What the slots may weigh, in bytes of JSON: they are written again at each message.
_HEAVIEST = 40_000

GONE = Found("F404", (), "Retirée")
INTENTS = st.sampled_from(
    "ask_cost ask_documents ask_where ask_recourse ask_checklist ask_status ask_definition ask_form "
    "describe_situation inform deny affirm choose ill_at_ease out_of_scope nlu_fallback x".split()
)
WORDS = st.sampled_from(
    """2|la deuxième|non|oui|3 ans|pour mon fils|volée|elle est périmée depuis 8 ans|je vis à l'étranger|Lyon|97400
    |Saint-Denis|c'est quoi un quitus|cerfa 90001|cerfa 99999|une lettre|non, en France|je me suis trompé|aucune
    |combien ça coûte|où ?|quels papiers|en bateau|j'en ai pas|🙂|""".split("|")
)
IDS = ["F10", "F1", "F20", "F30", "F31", "carte_perte_vol", "F404", "c1.2", "c1.1", "c1.1.1.2", "c1", "", "🙂"]
VALUES = st.sampled_from([*IDS, "cost", "checklist", "step:2", "step:99", "step:", "true", "69123"])
FOUND = st.lists(st.sampled_from([PASSPORT, LOST_CARD, MOVING, RENEWAL, ARRIVAL, TRIP, GONE]), min_size=1, max_size=5)
HEARD = st.builds(
    Heard,
    text=st.one_of(WORDS.map(str.strip), st.text(max_size=20)),
    intent=INTENTS,
    decision=st.sampled_from(["answer", "choose", "none"]),
    found=FOUND.map(tuple),
    entities=st.dictionaries(
        st.sampled_from(["procedure", "sheet", "option", "aspect", "none", "commune"]), VALUES, max_size=3
    ),
)
POINTS = st.one_of(st.sampled_from(["45.77 4.83", "-20.88 55.45", "0 0", "x y"]), st.text(max_size=20))
POSITIONS = POINTS.map(lambda words: Heard("/choose", "choose", entities={"near": words}))
OPENINGS = st.builds(
    lambda found, intent: Heard("les affaires du village", intent, "answer", (found,)),
    st.sampled_from([LOST_CARD, RENEWAL, RENEWAL, ARRIVAL, ARRIVAL]),
    st.sampled_from(["describe_situation", "ask_documents", "ask_where", "ask_checklist"]),
)
PRESSES = st.integers(1, 3)
STEERING = st.sampled_from(["back", "cancel", "why", "unsure", "taken_up", "again", "resume"])
MOVES = st.lists(st.one_of(HEARD, OPENINGS, POSITIONS, PRESSES, PRESSES, STEERING, STEERING), max_size=25)


def make(talk, move):
    """One move of a conversation: a message, a button of the last question if there is one, or a wish."""
    if isinstance(move, Heard):
        return talk.say(move.text, move.intent, move.decision, *move.found, **move.entities)
    if isinstance(move, str):
        return getattr(talk, move)()
    # The button that asks for a person leaves the dialogue: another action takes it.
    shown = [f for f in talk.turn.frames if f["kind"] == "choices" and f["options"] != PERSON] if talk.turn else []
    return talk.press(shown[-1], min(move, len(shown[-1]["options"]))) if shown else talk.again()


def carried(turn):
    """The names of what the buttons of a turn tell the engine."""
    options = [option for frame in turn.frames if frame["kind"] == "choices" for option in frame["options"]]
    return {name for option in options for name in json.loads(option["payload"][option["payload"].index("{") :])}


def weight(memory):
    return len(json.dumps(asdict(memory), ensure_ascii=False).encode())


@pytest.mark.parametrize("available", [True, False])
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(moves=MOVES)
def test_aucune_conversation_ne_se_tait_ni_ne_déborde(available, moves):
    talk = Talk(counter(FakeCatalogue(), FakeOffices(available)))
    for move in moves:
        before = talk.memory
        turn = make(talk, move)
        silent = not (turn.responses or turn.frames)
        assert not silent or (move == "resume" and before.stage in ("none", "answered"))
        json.dumps(turn.frames)
        assert all(frame["text"] for frame in turn.frames)
        assert {f["reason"] for f in turn.frames if f["kind"] == "choices"} <= {"procedure", "case", "menu"}
        assert carried(turn) <= ENTITIES
        assert len(talk.memory.trail) <= STEPS_BACK
        assert len(talk.memory.aside) <= LEFT_ASIDE
        assert weight(talk.memory) < _HEAVIEST


def test_ce_que_disent_le_bouton_d_une_commune_et_une_position_arrive_aux_actions():
    talk = Talk(counter(FakeCatalogue(), FakeOffices()))
    talk.say("/choose", "choose", near="0 0")
    assert carried(talk.say("Saint-Denis", "inform")) == {"commune"}
    assert {"commune", "near"} <= ENTITIES


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(moves=MOVES)
def test_retour_finit_toujours_au_début(moves):
    talk = Talk(counter(FakeCatalogue(), FakeOffices()))
    for move in moves:
        make(talk, move)
    for _ in range(STEPS_BACK):
        talk.back()
    assert talk.back().responses == ("utter_nothing_to_go_back",)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(moves=MOVES)
def test_dire_ou_demander_pourquoi_ne_change_pas_ce_qui_est_en_cours(moves):
    talk = Talk(counter(FakeCatalogue(), FakeOffices()))
    for move in moves:
        make(talk, move)
    before = talk.memory
    talk.why()
    talk.resume() if before.stage in ("procedure", "case", "commune") else None
    talk.unsure()
    assert _in_hand(talk.memory) == _in_hand(before)


def _in_hand(memory):
    return (memory.procedure, memory.sheet, memory.aspect, memory.case, memory.later, memory.stage, memory.pending)


def test_les_plus_longs_messages_d_affilée_ne_débordent_pas():
    talk, every = Talk(counter(FakeCatalogue(), FakeOffices())), [LOST_CARD, RENEWAL, PASSPORT, ARRIVAL, MOVING]
    for n in range(40):
        talk.ask(f"{'é' * 990} {n}", every[n % 5], "ask_documents")
        talk.say(f"{'à' * 990} {n}", "inform")
    assert weight(talk.memory) < _HEAVIEST
    assert talk.memory != Memory()
