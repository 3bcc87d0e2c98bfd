"""What operators are told of a message's journey: stages, decisions, outcomes, and the id that goes with it."""

from __future__ import annotations

import asyncio
import logging

import pytest

from guichet.gateway.frames import Frame
from guichet.gateway.outcomes import OUTCOMES, outcome
from guichet.gateway.shapes import NOT_UNDERSTOOD
from tests.gateway.fake_engine import status, timed

TIMING = "nlu;dur=4.5, action;dur=8.25, intent;desc=ask_cost, decision;desc=answer"


async def counted(http) -> dict[str, float]:
    """The samples of `/metrics` as they are written."""
    lines = (await http.get("/metrics")).text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


async def test_each_stage_of_a_message_is_timed(http, citizen, engine):
    async def answer(_sender, _text):
        return timed([{"text": "C'est gratuit."}], TIMING)

    engine.behaviour = answer
    await citizen.ask("combien ça coûte ?")
    found = await counted(http)
    for stage in ("waiting", "engine", "nlu", "action", "store", "delivery"):
        assert found[f'guichet_stage_seconds_count{{stage="{stage}"}}'] == 1, stage
    assert found['guichet_stage_seconds_sum{stage="nlu"}'] == pytest.approx(0.0045)
    assert found['guichet_stage_seconds_sum{stage="action"}'] == pytest.approx(0.00825)
    assert found["guichet_reply_seconds_count"] == 1
    assert 0 < found["guichet_reply_seconds_sum"] < 5


async def test_what_was_heard_and_what_came_of_it_is_counted(http, citizen, engine):
    async def answer(_sender, _text):
        return timed([{"text": "Je ne connais que les démarches."}], "intent;desc=out_of_scope, decision;desc=none")

    engine.behaviour = answer
    await citizen.ask("quel temps fera-t-il ?")
    found = await counted(http)
    assert found['guichet_intents_total{intent="out_of_scope"}'] == 1
    assert found['guichet_decisions_total{decision="none"}'] == 1
    assert found['guichet_replies_total{outcome="declined"}'] == 1
    assert found['guichet_messages_total{channel="widget"}'] == 1


@pytest.mark.parametrize(
    "timing",
    [
        "",
        "nlu",
        "nlu;dur=abc",
        "nlu;dur=-1",
        "other;dur=3",
        'intent;desc="Zoé"',
        "decision;desc=maybe",
        ",,;;",
        "x" * 9000,
    ],
)
async def test_what_the_engine_says_wrong_is_not_counted(http, citizen, engine, timing):
    async def answer(_sender, _text):
        return timed([{"text": "Bonjour"}], timing.encode().decode("latin-1"))

    engine.behaviour = answer
    assert (await citizen.ask("bonjour"))[0]["text"] == "Bonjour"
    found = await counted(http)
    assert found['guichet_replies_total{outcome="talk"}'] == 1
    assert not [name for name in found if "intents_total{" in name or '"nlu"' in name]
    assert {value for name, value in found.items() if "decisions_total{" in name} == {0}


async def test_the_engine_is_told_which_message_it_works_on(citizen, engine):
    seq = await citizen.say("bonjour")
    await citizen.answers(seq)
    head = next(head for head in engine.heads if head.startswith("POST"))
    assert f"x-request-id: {citizen.id}:{seq}" in head.lower().replace(citizen.id.lower(), citizen.id)


async def test_a_failure_is_counted_and_the_log_says_which_message(http, citizen, engine, caplog):
    async def fail(_sender, _text):
        return status(500)

    engine.behaviour = fail
    told = (await citizen.ask("bonjour"))[0]
    assert told["kind"] == "notice"
    found = await counted(http)
    assert found['guichet_engine_failures_total{reason="status"}'] == 1
    assert found['guichet_replies_total{outcome="failed"}'] == 1
    assert found['guichet_logged_errors_total{event="engine.failed"}'] == 1


async def test_the_journey_is_in_the_log_at_debug_alone(citizen, caplog):
    caplog.set_level(logging.DEBUG, "guichet")
    await citizen.ask("mon chat s'appelle Zoé")
    async with asyncio.timeout(5):
        while "message.replied" not in caplog.messages:
            await asyncio.sleep(0.01)
    stages = [record.stage for record in caplog.records if record.message == "message.stage"]
    assert stages == ["waiting", "engine", "store"]
    levels = {record.levelname for record in caplog.records if record.message in ("message.stage", "message.replied")}
    assert levels == {"DEBUG"}
    assert "Zoé" not in str([vars(record) for record in caplog.records])


CASES = {
    "danger": [Frame("notice", "Appelez le 15", {"level": "danger"}), Frame("answer", "…")],
    "failed": [Frame("notice", "Indisponible", {"retry": 3, "links": []})],
    "off": [Frame("notice", "Le robot est arrêté")],
    "handoff": [Frame("handoff", "Je vous mets en relation", {"request": {}})],
    "not_understood": [Frame(NOT_UNDERSTOOD, ""), Frame("text", "Je n'ai pas compris")],
    "answer": [Frame("answer", "…"), Frame("choices", "Et aussi", {"reason": "procedure"})],
    "offices": [Frame("offices", "…")],
    "choose": [Frame("choices", "Laquelle ?", {"reason": "procedure"})],
    "question": [Frame("choices", "Êtes-vous majeur ?", {"reason": "case"})],
    "talk": [Frame("text", "Bonjour"), Frame("choices", "Que faire ?", {"reason": "menu"})],
}


@pytest.mark.parametrize("name", CASES)
def test_a_reply_has_one_outcome(name):
    assert outcome(CASES[name]) == name


def test_a_definition_is_an_answer_and_all_outcomes_are_known():
    assert outcome([Frame("text", "Un PACS est…", {"source": {}})]) == "answer"
    assert outcome([Frame("text", "Désolé"), *CASES["question"]], "out_of_scope") == "declined"
    assert {*CASES, "declined"} == set(OUTCOMES)
