"""Choices: only their conversation can send them back, and their payload never leaves the gateway."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.gateway.slash import neutralise
from tests.gateway.running import arrive

PAYLOAD = '/choose{"procedure": "F1344"}'
OPTION = {"label": "Carte d'identité", "payload": PAYLOAD, "procedure": {"id": "F1344", "title": "Carte"}}


@pytest.fixture
def offering(engine):
    async def offer(_sender, text):
        if text == PAYLOAD:
            return [{"text": "choisi"}]
        return [{"custom": {"frames": [{"kind": "choices", "text": "?", "reason": "procedure", "options": [OPTION]}]}}]

    engine.behaviour = offer
    return engine


async def test_a_choice_goes_to_the_engine_as_its_payload_and_shows_as_its_label(citizen, offering):
    (offer,) = await citizen.ask("ma carte")
    (option,) = offer["options"]
    assert set(option) == {"choice", "label", "procedure"}
    assert PAYLOAD not in json.dumps(offer)
    seq = await citizen.choose(option["choice"])
    (answer,) = await citizen.answers(seq)
    assert answer["text"] == "choisi"
    said = (await citizen.events(seq - 1))[0]
    assert (said["author"], said["kind"], said["text"]) == ("citizen", "text", "Carte d'identité")
    assert said["choice"] == option["choice"]
    assert PAYLOAD not in json.dumps(await citizen.events())
    assert PAYLOAD not in (await citizen.call("GET", "/transcript")).text


async def test_a_step_of_a_life_event_says_by_when_and_what_it_leads_to(citizen, engine):
    step = {"deadline": "Dans les 5 jours.", "procedures": [{"id": "F961", "title": "Déclarer la naissance"}]}

    async def offer(_sender, _text):
        options = [OPTION | step | {"secret": 1}]
        return [{"custom": {"frames": [{"kind": "choices", "text": "?", "options": options}]}}]

    engine.behaviour = offer
    (offered,) = (await citizen.ask("j'attends un enfant"))[0]["options"]
    assert {name: offered[name] for name in step} == step
    assert "secret" not in offered


async def test_a_choice_of_another_conversation_is_refused(http, offering):
    owner, stranger = await arrive(http), await arrive(http)
    (offer,) = await owner.ask("ma carte")
    body = {"client_id": "x", "choice": offer["options"][0]["choice"]}
    response = await stranger.call("POST", "/messages", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "choice_unknown")
    assert (owner.id, PAYLOAD) not in offering.heard
    assert len(await stranger.events()) == 1


async def test_a_payload_typed_as_text_is_only_text(citizen, offering):
    seq = await citizen.say(PAYLOAD)
    await citizen.answers(seq)
    assert offering.heard[-1][1] == 'choose{"procedure": "F1344"}'
    assert (await citizen.events(seq - 1))[0]["text"] == PAYLOAD


COMMANDS = [
    "/restart",
    " \t/restart",
    "\u200b/restart",
    "\ufeff\u2060/restart",
    "\u0301/restart",
    "\u3164/restart",
    "／restart",
    "⁄restart",
    "∕restart",
    "//restart",
    "/ / /restart",
    ". /restart",
    '"/restart',
    "\u202e/restart",
    "/\u200b/restart",
    "\ufe0f/restart",
]


@pytest.mark.parametrize("text", COMMANDS)
async def test_a_slash_command_never_reaches_the_engine_and_stays_as_written(citizen, engine, text):
    seq = await citizen.say(text)
    await citizen.answers(seq)
    assert engine.heard[-1][1] == "restart"
    assert (await citizen.events(seq - 1))[0]["text"] == text.strip()


def test_what_is_not_a_command_stays_as_it_is():
    for text in ("1/2 part", "et/ou", "12/03/2024", "« oui »", "👍", "?", "- mon passeport", "http://a.fr/b"):
        assert neutralise(text) == text
    assert neutralise("///") == "?"


PIECES = st.sampled_from(
    [*"/／⁄∕⧸ \t\n\u00a0\u200b\u200d\ufeff\u0301\u3164\u2800\ufe0f.-«\"'(_", "restart", "é", "1", "{"]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30))
def test_rasa_never_sees_a_leading_slash(text):
    import unicodedata

    said = neutralise(text)
    bare = "".join(c for c in unicodedata.normalize("NFKD", said) if c.isalnum() or c == "/")
    assert not unicodedata.normalize("NFKC", said).strip().startswith("/")
    assert not bare.startswith("/") or bare.strip("/") == "" or not said.strip("/")
