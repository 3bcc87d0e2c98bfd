"""What of a conversation goes into the inbox, what never does, and what a citizen sees of it: nothing."""

from __future__ import annotations

import asyncio
import json

import pytest

from guichet.gateway.engine import Reply
from guichet.gateway.replies import to_frames
from guichet.gateway.unanswered.entries import LEFT
from tests.gateway.running import arrive
from tests.gateway.unanswered.confused import NEAR, told


async def rate(citizen, seq: int, rating: str = "down", comment: str = "") -> None:
    body = {"rating": rating, "seq": seq, "comment": comment}
    assert (await citizen.call("POST", "/feedback", json=body)).status_code == 204


async def choice(citizen, events: list[dict], number: int) -> list[dict]:
    """What is said to a press of the button of that number."""
    return await citizen.answers(await citizen.choose(events[-1]["options"][number]["choice"]))


async def test_words_that_lead_nowhere_are_kept_masked_with_what_came_near(citizen, kept):
    await citizen.ask("un zorglub, écrivez à jean@exemple.fr")
    (entry,) = await kept.open()
    assert (entry.why, entry.words) == ("none", "un zorglub, écrivez à [adresse électronique masquée]")
    assert [vars(one) for one in entry.proposed] == NEAR


async def test_the_citizen_is_shown_nothing_of_it(citizen, kept):
    await citizen.ask("un zorglub")
    events = await citizen.events()
    assert [event["kind"] for event in events] == ["text", "text", "text"]
    assert "unanswered" not in json.dumps(events)
    assert "rsa" not in json.dumps(events)


async def test_what_is_understood_or_small_talk_is_not_kept(citizen, kept):
    await citizen.ask("mon passeport")
    await citizen.ask("merci")
    assert await kept.all() == []


async def test_procedures_that_were_offered_and_not_taken_are_kept_once_something_else_is_said(citizen, kept):
    await citizen.ask("mes papiers")
    assert await kept.open() == []
    await citizen.ask("merci")
    assert told(await kept.open()) == [("choose", "mes papiers")]


async def test_none_of_these_is_no_choice(citizen, kept):
    await choice(citizen, await citizen.ask("mes papiers"), 2)
    assert told(await kept.open()) == [("choose", "mes papiers")]


@pytest.mark.parametrize("number", [0, 1])
async def test_a_procedure_that_is_chosen_settles_it(citizen, kept, number):
    await choice(citizen, await citizen.ask("mes papiers"), number)
    assert await kept.all() == []


async def test_a_procedure_chosen_by_typing_settles_it_too(citizen, kept):
    await citizen.ask("mes papiers")
    await citizen.ask("la carte")
    assert await kept.all() == []


async def test_the_same_procedures_offered_again_are_one_question(citizen, kept):
    await citizen.ask("mes papiers")
    await citizen.ask("quels papiers")
    await citizen.ask("merci")
    assert told(await kept.open()) == [("choose", "mes papiers")]


async def test_who_leaves_before_choosing_counts_after_a_while(citizen, kept, hands):
    await citizen.ask("mes papiers")
    hands.now += LEFT
    assert await kept.open() == []
    hands.turn(minutes=1)
    assert told(await kept.open()) == [("choose", "mes papiers")]


async def test_a_thumb_down_is_kept_on_the_question_with_its_comment(citizen, kept):
    await citizen.ask("comment refaire ma carte")
    (answer,) = await citizen.ask("oui")
    await rate(citizen, answer["seq"], comment="ce n'est pas ça, appelez-moi au 06 12 34 56 78")
    (entry,) = await kept.open()
    assert (entry.why, entry.words) == ("thumb", "comment refaire ma carte")
    assert entry.comment == "ce n'est pas ça, appelez-moi au [numéro de téléphone masqué]"
    assert [one.id for one in entry.proposed] == ["F1"]


async def test_a_thumb_that_is_turned_up_is_taken_back(citizen, kept):
    (answer,) = await citizen.ask("mon passeport")
    await rate(citizen, answer["seq"])
    await rate(citizen, answer["seq"], comment="toujours pas")
    assert [entry.comment for entry in await kept.open()] == ["toujours pas"]
    await rate(citizen, answer["seq"], "up")
    assert await kept.open() == []


async def test_a_person_proposed_by_the_bot_is_kept_on_the_words_before(citizen, kept):
    (menu,) = await citizen.ask("perdu")
    await citizen.answers(await citizen.choose(menu["options"][0]["choice"]))
    assert told(await kept.open()) == [("handoff", "perdu")]


async def test_a_person_asked_for_is_no_failure(citizen, kept):
    await citizen.ask("je veux quelqu'un")
    assert await kept.all() == []


async def test_what_is_said_in_danger_is_never_kept(citizen, kept):
    await citizen.ask("un zorglub, je veux me suicider")
    (answer,) = await citizen.ask("mon passeport, mon mari me frappe")
    await rate(citizen, answer["seq"])
    (other,) = await citizen.ask("mon passeport")
    await rate(citizen, other["seq"], comment="j'ai envie de mourir")
    assert await kept.all() == []


async def test_what_is_said_to_a_person_is_never_kept(citizen, kept, http):
    await citizen.ask("je veux quelqu'un")
    await citizen.say("un zorglub pour l'agent")
    events = await citizen.events()
    await rate(citizen, events[-1]["seq"])
    await rate(citizen, next(e["seq"] for e in events if e["kind"] == "handoff"))
    assert await kept.all() == []


async def test_an_opinion_is_never_put_on_what_was_said_to_a_person(citizen, kept):
    (old,) = await citizen.ask("mes papiers")
    await citizen.ask("je veux quelqu'un")
    await citizen.say("un secret pour l'agent")
    menu = next(e for e in reversed(await citizen.events()) if e["kind"] == "choices")
    give_up = next(o for o in menu["options"] if o["label"] == "Ne plus attendre")
    await citizen.answers(await citizen.choose(give_up["choice"]))
    (answer,) = await citizen.answers(await citizen.choose(old["options"][0]["choice"]))
    await rate(citizen, answer["seq"])
    assert "secret" not in str(await kept.all())


async def test_erasing_a_conversation_empties_it_here_too(citizen, kept, http):
    other = await arrive(http)
    await citizen.ask("un zorglub")
    await other.ask("deux zorglubs")
    assert (await citizen.call("DELETE")).status_code == 204
    assert told(await kept.all()) == [("none", "deux zorglubs")]


async def test_an_engine_that_fails_settles_nothing(citizen, kept, engine):
    await citizen.ask("mes papiers")
    behaviour, engine.behaviour = engine.behaviour, _fail
    await citizen.ask("la carte")
    engine.behaviour = behaviour
    await citizen.ask("la carte")
    assert await kept.all() == []


async def _fail(_sender, _message):
    await asyncio.sleep(0)
    return b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("raw", [{"found": "x"}, {"found": [{"id": 1}]}, {"found": [{"id": "x"}]}])
def test_what_is_badly_told_is_dropped_and_the_words_are_said(raw):
    replies = [Reply(text="Pas compris."), Reply(custom={"frames": [], "unanswered": raw})]
    assert [frame.kind for frame in to_frames(replies)] == ["text"]
