"""The accounts of load and chaos find what they are there to find."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.load.verdict import judge
from tests.load.visitors import Asked, Visitor
from tests.responses import responses


def _visitor() -> Visitor:
    """Two messages, each answered: the first in two frames, the second by a notice."""
    visitor = Visitor(None, 0, random.Random(0))
    visitor.sent = [Asked("u0m0e", "bonjour", seq=2, began=10.0), Asked("u0m1e", "merci", seq=5, began=20.0)]
    visitor.received = [
        {"seq": 1, "author": "bot", "at": "a"},
        {"seq": 2, "author": "citizen", "at": "b", "client_id": "u0m0e"},
        {"seq": 3, "author": "bot", "at": "c"},
        {"seq": 4, "author": "bot", "at": "c"},
        {"seq": 5, "author": "citizen", "at": "d", "client_id": "u0m1e"},
        {"seq": 6, "author": "bot", "at": "e", "retry": 5},
    ]
    visitor.arrivals = {3: 10.5, 6: 21.0}
    return visitor


def _numbered(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event | {"seq": seq} for seq, event in enumerate(events, start=1)]


def test_what_went_well_is_well():
    account = judge([_visitor()])
    assert account.failures == []
    assert (account.accepted, account.notices, account.seconds) == (2, 1, [0.5, 1.0])


def test_the_words_of_an_action_server_in_trouble_are_no_answer():
    visitor = _visitor()
    visitor.received[3]["text"] = f"{responses()['utter_trouble'][0]}\n1. Parler à une personne"
    assert judge([visitor]).notices == 2


def test_a_message_that_nothing_answers_is_lost():
    visitor = _visitor()
    visitor.received.pop()
    assert judge([visitor]).lost == 1


def test_a_message_that_was_acknowledged_and_is_not_there_is_lost():
    visitor = _visitor()
    visitor.received = visitor.received[:4]
    assert judge([visitor]).lost == 1


@pytest.mark.parametrize("after", [4, 6])
def test_a_second_answer_to_a_message_is_found(after):
    visitor = _visitor()
    visitor.received.insert(after, {"author": "bot", "at": "again"})
    visitor.received = _numbered(visitor.received)
    assert judge([visitor]).doubled == 1


def test_a_message_that_is_stored_twice_is_found():
    visitor = _visitor()
    visitor.received += [visitor.received[4] | {"seq": 7}, {"seq": 8, "author": "bot", "at": "f"}]
    assert judge([visitor]).doubled == 1


def test_events_that_are_missing_are_found():
    visitor = _visitor()
    del visitor.received[2]
    assert judge([visitor]).disordered > 0
