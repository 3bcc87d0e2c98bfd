"""Buttons and switches: a person is a click away, an old button does no harm, and one request is enough."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from guichet.gateway.bodies import NewMessage
from guichet.gateway.handoffs.switches import BOT, HANDOFF
from guichet.gateway.tables import requests
from guichet.handoff import NotAllowed, Status
from tests.gateway.handoffs.house import asks_for_a_person, by, words

CLOSED_TODAY = "mardi: [9:00-12:00]"
EMAIL = "Recevoir la réponse par courriel"


async def test_with_hand_off_switched_off_asking_tells_why_and_other_ways(house):
    await house.agent()
    await house.known.switches.switch_off(HANDOFF, "Grève ce matin.", "alix")
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    assert await visitor.last(2) == [
        (
            "bot",
            "notice",
            "Les conseillers ne peuvent pas répondre ici depuis le 02/03/2026. Grève ce matin.",
        ),
        ("bot", "text", "Appelez le 39 39."),
    ]
    assert (await visitor.owner(), await visitor.status()) == ("bot", None)
    await house.known.switches.switch_on(HANDOFF)
    await visitor.ask_for_a_person()
    assert await visitor.status() is Status.WAITING


async def test_with_the_bot_switched_off_a_person_is_still_a_click_away(house):
    await house.agent()
    await house.known.switches.switch_off(BOT, "Mise à jour.", "alix")
    visitor = await house.arrive()
    await visitor.say("bonjour")
    (_, kind, notice), (_, _, menu) = await visitor.last(2)
    assert (kind, notice) == ("notice", "L'assistant automatique est arrêté depuis le 02/03/2026. Mise à jour.")
    assert menu == "Vous pouvez aussi demander une personne."
    assert house.engine.heard == []
    await visitor.press("Parler à une personne")
    assert await visitor.status() is Status.WAITING


async def test_with_the_engine_down_a_person_is_still_a_click_away(house):
    await house.agent()
    visitor = await house.arrive()
    await visitor.say("bonjour")
    house.engine.fail(visitor.id)
    await house.settle()
    await visitor.press("Parler à une personne")
    assert (await visitor.owner(), await visitor.status()) == ("waiting", Status.WAITING)
    (file,) = await house.rows(sa.select(requests.c.reason))
    assert file.reason == "trouble"


async def test_where_nobody_ever_answers_the_bot_says_other_ways_and_no_button_promises_more(house):
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    assert await visitor.last() == [("bot", "text", "Appelez le 39 39.")]
    await visitor.say("bonjour")
    house.engine.fail(visitor.id)
    await house.settle()
    assert [kind for _, kind, _ in await visitor.last(2)] == ["text", "notice"]


async def test_giving_up_ends_it_and_the_bot_goes_on(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await visitor.press("Ne plus attendre")
    assert (await visitor.owner(), await visitor.status()) == ("bot", Status.CLOSED)
    await visitor.talk("bon", words("Je vous écoute."))
    with pytest.raises(NotAllowed):
        await house.known.agents.take(by(agent), reference)


async def test_an_old_button_says_what_is_and_changes_nothing(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    give_up, later = await visitor.option("Ne plus attendre"), await visitor.option("Recevoir la réponse plus tard")
    await house.known.agents.take(by(agent), reference)
    for choice in (give_up, later):
        await visitor.send(_choice(choice, f"taken {choice}"))
        assert await visitor.status() is Status.TAKEN
        assert await visitor.last() == [("system", "text", "Un conseiller vous répond déjà ici : dites-lui.")]
    await house.known.agents.close(by(agent), reference, "resolved")
    for choice in (give_up, later):
        await visitor.send(_choice(choice, f"closed {choice}"))
        assert await visitor.last() == [("system", "text", "Cette demande est déjà terminée.")]
    assert (await visitor.owner(), await visitor.status()) == ("closed", Status.CLOSED)


def _choice(choice: str, client_id: str):
    return NewMessage(client_id, choice=choice)


@pytest.mark.parametrize("typed", ["/guichet:give_up", "／guichet:give_up", "//guichet:ask", '/human_handoff{"a": 1}'])
async def test_a_typed_command_is_only_words(house, typed):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    await visitor.say(typed)
    assert await visitor.status() is Status.WAITING
    assert await visitor.last() == [("citizen", "text", typed)]


async def test_asking_twice_keeps_one_request(house):
    await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    reference = await visitor.reference()
    await visitor.ask_for_a_person()
    assert "Votre demande est déjà enregistrée." in (await visitor.last(2))[0][2]
    house.set_hours("lundi: [0:00-24:00]")
    await visitor.ask_for_a_person()
    assert (await visitor.status(), await visitor.reference()) == (Status.WAITING, reference)
    assert len(await house.rows(sa.select(requests.c.id))) == 1


async def test_a_reply_that_asks_twice_for_a_person_asks_once(house):
    await house.agent()
    visitor = await house.arrive()
    await visitor.talk("quelqu'un !", asks_for_a_person(), asks_for_a_person())
    assert await visitor.status() is Status.WAITING
    assert len(await house.rows(sa.select(requests.c.id))) == 1


async def test_an_old_request_that_is_taken_up_again_is_the_conversation_s_request(house):
    agent = await house.agent()
    visitor, old = await house.waiting_citizen()
    await house.known.agents.close(by(agent), old, "resolved")
    await visitor.ask_for_a_person()
    await house.known.agents.close(by(agent), await visitor.reference(), "resolved")
    await house.known.agents.reopen(by(agent), old)
    assert (await visitor.owner(), await visitor.reference()) == ("agent", old)
    await visitor.say("ah, vous revoilà")
    unanswered = await house.rows(sa.select(requests.c.unanswered_since != "").where(requests.c.reference == old))
    assert unanswered == [(True,)]
    await house.known.agents.postpone(by(agent), old)
    await visitor.ask_for_a_person()
    assert await visitor.reference() == old


async def test_an_old_request_stays_closed_while_a_newer_one_is_open(house):
    agent = await house.agent()
    visitor, old = await house.waiting_citizen()
    await house.known.agents.close(by(agent), old, "resolved")
    await visitor.ask_for_a_person()
    with pytest.raises(NotAllowed):
        await house.known.agents.reopen(by(agent), old)
    assert await visitor.status() is Status.WAITING
