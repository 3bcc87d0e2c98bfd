"""How a citizen wants to be reached, and what they want to add: asked for, kept apart, never taken for a question."""

from __future__ import annotations

import sqlalchemy as sa

from guichet.gateway import counter
from guichet.gateway.handoffs.contacts import Contact
from guichet.gateway.tables import contacts, events, messages, notes, requests, transitions
from tests.gateway.handoffs.house import by, says, words
from tests.gateway.sealed import kept_contacts

CLOSED_TODAY = "mardi: [9:00-12:00]"
EMAIL = "Recevoir la réponse par courriel"


async def test_what_was_left_to_reach_somebody_is_masked_in_the_conversation_and_goes_with_it(house):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    await visitor.press("Être rappelé par téléphone")
    await visitor.say("c'est le 06 12 34 56 78, merci")
    assert await kept_contacts(house.database) == [Contact("", "0612345678", "2026-03-02T09:30:00.000Z")]
    sealed = str(await house.rows(sa.select(contacts)))
    assert not [digits for digits in ("0612345678", "12 34") if digits in sealed]
    for table, column in ((events, events.c.body), (messages, messages.c.said), (requests, requests.c.file)):
        stored = str(await house.rows(sa.select(sa.cast(column, sa.Text)).select_from(table)))
        assert "12 34" not in stored
        assert "0612" not in stored
    await counter.erase(house.known, visitor.id)
    for table in (contacts, events, messages, requests, transitions, notes):
        assert await house.rows(sa.select(table)) == []


async def test_a_slip_in_an_address_is_told_and_other_words_go_their_way(house):
    await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    await visitor.press(EMAIL)
    await visitor.say("claire@exemple")
    (again,) = (await visitor.events())[-1:]
    assert again.body["asks"] == "email"
    await visitor.talk("au fait, combien ça coûte ?", words("86 €"))
    assert await visitor.last() == [("bot", "text", "86 €")]
    await visitor.talk("écrivez à claire@exemple.fr", words("Bien."))
    assert await house.rows(sa.select(contacts)) == []


async def test_a_note_is_the_next_message_and_not_a_button(house):
    await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    await visitor.press("Ajouter une précision")
    await visitor.press("Ici, cela me suffit")
    await visitor.press("Ajouter une précision")
    await visitor.say("c'est au deuxième étage")
    assert await visitor.last() == [("system", "text", "Merci, je l'ai ajouté à votre demande.")]


async def test_a_note_that_was_asked_for_is_not_taken_from_a_request_that_is_over(house):
    agent = await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    await visitor.press("Ajouter une précision")
    await house.known.agents.answer(by(agent), await visitor.reference(), "1", says("Voilà."))
    await visitor.talk("une autre question", words("Je vous écoute."))
    assert await visitor.last() == [("bot", "text", "Je vous écoute.")]


async def test_a_note_that_was_asked_for_is_said_to_the_agent_who_came_meanwhile(house):
    agent = await house.agent()
    house.set_hours(CLOSED_TODAY)
    visitor = await house.arrive()
    await visitor.ask_for_a_person()
    reference = await visitor.reference()
    await visitor.press("Ajouter une précision")
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "1", says("Bonjour !"))
    await visitor.say("bonjour")
    assert await visitor.last() == [("citizen", "text", "bonjour")]
    (waits,) = await house.rows(sa.select(requests.c.unanswered_since))
    assert waits.unanswered_since
