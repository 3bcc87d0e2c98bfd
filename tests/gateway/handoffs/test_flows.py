"""Hand-off told in sentences: who asks, who answers, and what becomes of it when nobody does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from guichet.gateway.desk.door.accounts import Role
from guichet.gateway.tables import requests, transitions
from guichet.handoff import NotAllowed, Status
from tests.gateway.handoffs.house import by, says, words

CLOSED_TODAY = "mardi: [9:00-12:00]"
EMAIL = "Recevoir la réponse par courriel"


async def test_a_request_is_taken_answered_and_closed_and_the_bot_is_back(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    assert (await visitor.owner(), await visitor.status()) == ("waiting", Status.WAITING)
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "1", says("Bonjour, je regarde."))
    await visitor.say("merci")
    await house.known.agents.close(by(agent), reference, "resolved")
    assert (await visitor.owner(), await visitor.status()) == ("closed", Status.CLOSED)
    await visitor.talk("et pour mon passeport ?", words("Voici."))
    assert await visitor.owner() == "bot"
    spoken = [(e.author, e.kind, e.body.get("owner"), e.body.get("closing")) for e in (await visitor.events())[2:]]
    assert spoken == [
        ("system", "handoff", "waiting", None),
        ("system", "choices", None, None),
        ("system", "handoff", "agent", None),
        ("agent", "text", None, None),
        ("citizen", "text", None, None),
        ("system", "handoff", "closed", True),
        ("citizen", "text", None, None),
        ("bot", "text", None, None),
    ]
    assert house.engine.heard == [
        (visitor.id, "je veux parler à quelqu'un"),
        (visitor.id, "et pour mon passeport ?"),
    ]


async def test_out_of_hours_it_becomes_a_ticket_that_is_answered_later(house):
    agent = await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    reference = await visitor.reference()
    assert (await visitor.owner(), await visitor.status()) == ("bot", Status.TICKET)
    (_, _, said), (_, _, menu) = await visitor.last(2)
    assert "Personne n'est là" in said
    assert "Réouverture : demain à 9 h" in said
    assert reference in said
    assert menu == "Comment souhaitez-vous recevoir la réponse ?"
    await visitor.press(EMAIL)
    await visitor.say("claire@exemple.fr")
    assert await visitor.last() == [("system", "text", "Merci. La réponse arrivera à c…@exemple.fr, et ici.")]
    await visitor.talk("combien coûte un passeport ?")
    await house.later(days=1)
    await house.known.agents.answer(by(agent), reference, "1", says("Adressez-vous à la mairie."))
    *_, answer, ending = await visitor.events()
    assert (answer.author, answer.body) == ("agent", {"text": "Adressez-vous à la mairie.", "agent": "Camille"})
    assert (ending.body["owner"], ending.body["closing"]) == ("closed", True)


async def test_who_waited_long_enough_gets_a_number_instead(house):
    await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.later(minutes=9, seconds=59)
    assert await visitor.status() is Status.WAITING
    await house.later(seconds=1)
    assert (await visitor.owner(), await visitor.status(), await visitor.reference()) == (
        "bot",
        Status.TICKET,
        reference,
    )
    assert "personne n'a pu se libérer" in await visitor.read()


async def test_who_waits_when_the_counter_closes_gets_a_number_at_once(house):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    house.set_hours(CLOSED_TODAY)
    await house.later(seconds=2)
    assert await visitor.status() is Status.TICKET


async def test_a_restart_does_not_end_anybody_s_patience_at_once(house):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    await house.die()
    await house.open()
    await house.later(minutes=9, seconds=30)
    await house.restart()
    await house.later(seconds=31)
    assert await visitor.status() is Status.WAITING
    await house.later(seconds=30)
    assert await visitor.status() is Status.TICKET


async def test_when_the_agent_is_gone_the_citizen_is_first_in_the_queue_again(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    house.now += timedelta(minutes=5)
    other, _ = await house.waiting_citizen()
    await house.known.desk.accounts.seen(agent.id)
    await house.later(minutes=1, seconds=59)
    assert await visitor.status() is Status.TAKEN
    await house.later(seconds=1)
    assert (await visitor.status(), await visitor.owner()) == (Status.WAITING, "waiting")
    assert "Votre conseiller a été déconnecté" in await visitor.read()
    places = [(await house.known.floor.whereabouts(v.id))[0] for v in (visitor, other)]
    assert places == [1, 2]


async def test_an_agent_whose_account_is_closed_leaves_nobody_behind(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    await house.known.desk.accounts.disable(agent.id)
    await house.later(seconds=61)
    assert await visitor.status() is Status.WAITING


async def test_a_transfer_to_a_colleague_is_taken_by_them(house):
    camille, sacha = await house.agent("camille"), await house.agent("sacha")
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(camille), reference)
    moved = await house.known.agents.transfer(by(camille), reference, "etat_civil", sacha.id)
    assert (moved.team, moved.wanted_id, moved.status) == ("etat_civil", sacha.id, Status.WAITING)
    with pytest.raises(NotAllowed):
        await house.known.agents.say(by(camille), reference, "1", says("encore moi"))
    await visitor.say("vous êtes là ?")
    await house.known.agents.take(by(sacha), reference)
    await house.known.agents.close(by(sacha), reference, "resolved")
    owners = [e.body["owner"] for e in await visitor.events() if e.kind == "handoff"]
    assert owners == ["waiting", "agent", "waiting", "agent", "closed"]
    done = await house.rows(sa.select(transitions.c.command, transitions.c.actor, transitions.c.agent_id))
    assert done == [
        ("Ask", "citizen", ""),
        ("Take", "agent", camille.id),
        ("Transfer", "agent", camille.id),
        ("Take", "agent", sacha.id),
        ("Close", "agent", sacha.id),
    ]


async def test_only_a_supervisor_acts_on_a_colleague_s_request(house):
    camille, sacha = await house.agent("camille"), await house.agent("sacha")
    chief = await house.agent("alix", Role.SUPERVISOR)
    visitor, reference = await house.waiting_citizen()
    agents = house.known.agents
    await agents.take(by(camille), reference)
    for refused in (
        agents.close(by(sacha), reference, "resolved"),
        agents.transfer(by(sacha), reference, "accueil"),
        agents.give_back(by(sacha), reference),
        agents.postpone(by(sacha), reference),
        agents.say(by(chief), reference, "1", says("Bonjour")),
    ):
        with pytest.raises(NotAllowed) as code:
            await refused
        assert code.value.code == "not_yours"
    await agents.close(by(chief), reference, "resolved")
    assert await visitor.status() is Status.CLOSED


async def test_the_team_is_that_of_the_theme(house):
    await house.agent()
    await house.waiting_citizen()
    other = await house.arrive()
    await other.ask_for_a_person(theme="N19810", procedure={"id": "F1341", "title": "Carte d'identité"})
    teams = await house.rows(sa.select(requests.c.team, requests.c.procedure_title).order_by(requests.c.id))
    assert teams == [("accueil", ""), ("etat_civil", "Carte d'identité")]


async def test_an_answer_of_the_bot_that_comes_after_a_person_did_is_not_said(house):
    agent = await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    reference = await visitor.reference()
    await visitor.say("combien ça coûte ?")
    await house.known.agents.take(by(agent), reference)
    await visitor.hear(words("86 €"))
    assert "86 €" not in await visitor.read()
    (waits,) = await house.rows(sa.select(requests.c.unanswered_since))
    assert waits.unanswered_since
    await house.known.agents.say(by(agent), reference, "1", says("Cela dépend."))
    assert await house.rows(sa.select(requests.c.unanswered_since)) == [("",)]


async def test_what_the_bot_had_not_begun_when_a_person_came_is_for_the_person(house):
    agent = await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    await visitor.say("combien ça coûte ?")
    await visitor.say("et où ?")
    await house.known.agents.take(by(agent), await visitor.reference())
    await visitor.hear(words("86 €"))
    assert [text for _, text in house.engine.heard] == ["je veux parler à quelqu'un", "combien ça coûte ?"]
    await house.known.agents.give_back(by(agent), await visitor.reference())
    await visitor.talk("merci", words("Au revoir."))
    assert await visitor.last() == [("bot", "text", "Au revoir.")]


async def test_what_is_said_twice_by_an_agent_is_there_once(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await house.known.agents.take(by(agent), reference)
    first = await house.known.agents.say(by(agent), reference, "1", says("Tenez."))
    assert await house.known.agents.say(by(agent), reference, "1", says("Tenez.")) == first
    assert (await visitor.read()).count("Tenez.") == 1
