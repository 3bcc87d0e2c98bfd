"""The accounts of the simulation find what they are there to find."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.simulation.agents import Agent, Word
from tests.simulation.citizens import Citizen, Sent
from tests.simulation.verdict import failures, judge

REFERENCE = "DEM-7F3K-Q2"


def _events() -> list[dict[str, Any]]:
    def said(author: str, text: str, **fields: Any) -> dict[str, Any]:
        return {"author": author, "kind": "text", "text": text, **fields}

    def moved(owner: str, **fields: Any) -> dict[str, Any]:
        return {"author": "system", "kind": "handoff", "text": owner, "owner": owner, **fields}

    told = [
        said("citizen", "une question, u0m0e", client_id="u0m0e"),
        said("bot", "Vous avez dit : une question, u0m0e"),
        said("citizen", "une personne, u0m1e", client_id="u0m1e"),
        moved("waiting", reference=REFERENCE),
        moved("agent", reference=REFERENCE),
        said("agent", "Voici, a0m0e"),
        moved("closed", reference=REFERENCE),
    ]
    return [{"seq": seq, **event} for seq, event in enumerate(told, start=1)]


def _day() -> tuple[Citizen, Agent]:
    citizen = Citizen(None, 0, random.Random(0))
    citizen.sent = [Sent("u0m0e", "une question, u0m0e", seq=1), Sent("u0m1e", "une personne, u0m1e", seq=3)]
    citizen.received = _events()
    citizen.left = {"owner": "closed", "reference": None}
    agent = Agent(None, 0, random.Random(0))
    agent.words = [Word("a0m0e", REFERENCE, accepted=True)]
    agent.read = {REFERENCE: [("citizen", 1, "u0m0e"), ("citizen", 3, "u0m1e"), ("agent", 6, "a0m0e")]}
    return citizen, agent


def test_a_good_day_is_a_good_day():
    citizen, agent = _day()
    assert failures(judge([citizen], [agent])) == []


def _at(citizen: Citizen, seq: int, **changes: Any) -> None:
    citizen.received[seq - 1] |= changes


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda c, a: _at(c, 5, author="bot"), "bot's words in a human's turn"),
        (lambda c, a: _at(c, 3, author="bot"), "citizens' messages lost"),
        (lambda c, a: _at(c, 2, author="citizen", client_id="u0m0e"), "citizens' messages doubled"),
        (lambda c, a: c.sent.reverse(), "citizens' messages out of order"),
        (lambda c, a: _at(c, 2, text="autre chose"), "citizens' messages without an answer"),
        (lambda c, a: _at(c, 6, author="system"), "agents' words lost"),
        (lambda c, a: _at(c, 7, author="agent", kind="text", text="Voici, a0m0e"), "agents' words doubled"),
        (lambda c, a: setattr(a.words[0], "accepted", False), "agents' words delivered though refused"),
        (lambda c, a: a.read[REFERENCE].pop(0), "agents' pages that differ from the citizen's"),
        (lambda c, a: c.received.pop(1), "events missing, repeated or out of order"),
        (lambda c, a: _at(c, 7, owner="waiting"), "requests still waiting"),
        (lambda c, a: _at(c, 7, owner="agent"), "requests still in somebody's hands"),
        (lambda c, a: c.left.update(reference=REFERENCE), "requests that citizen and counter see differently"),
        (lambda c, a: setattr(c, "erased", True), "erased conversations that are still there"),
        (lambda c, a: setattr(c, "two_numbers", 1), "citizens' messages with two numbers"),
    ],
)
def test_each_thing_that_must_not_be_is_found(spoil, found):
    citizen, agent = _day()
    spoil(citizen, agent)
    assert found in failures(judge([citizen], [agent]))
