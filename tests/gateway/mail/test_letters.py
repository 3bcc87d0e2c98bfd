"""Which letters are written, what they say, and which never leave."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
import sqlalchemy as sa

from guichet.gateway import counter
from guichet.gateway.frames import Frame
from guichet.gateway.mail.mail_tables import mails
from guichet.gateway.tables import events
from guichet.settings import MailSettings
from tests.gateway.handoffs.house import Died, House, asks_for_a_person, by, says

NIGHT = "mardi: [9:00-12:00]"
BY_MAIL = "Recevoir la réponse par courriel"
ADDRESS = "claire.dupont@exemple.fr"
QUESTION = "Mon voisin Paul fait du bruit"


async def ticket(house: House, address: str = ADDRESS):
    """A citizen whose request waits for a later answer, an agent, and the reference."""
    agent = await house.agent()
    house.set_hours(NIGHT)
    visitor = await house.arrive()
    await visitor.ask_for_a_person(question=QUESTION)
    if address:
        await visitor.press(BY_MAIL)
        await visitor.say(address)
    return visitor, agent, await visitor.reference()


async def stored(house: House) -> list:
    return await house.rows(sa.select(mails).order_by(mails.c.id))


async def test_the_answer_to_a_ticket_leaves_at_once(house, sender, office):
    _, agent, reference = await ticket(house)
    await house.known.agents.answer(by(agent), reference, "1", says("Adressez-vous à la mairie."))
    await sender.send_due()
    (letter,) = office.letters
    assert (letter["To"], letter["Subject"]) == (ADDRESS, f"Réponse à votre demande {reference}")
    said = letter.get_content()
    assert f"Camille vous répond, pour votre demande {reference}" in said
    assert "Adressez-vous à la mairie." in said
    assert "Revenez là où vous avez posé votre question" in said
    assert QUESTION not in said
    assert "claire" not in said


async def test_what_left_keeps_neither_address_nor_words(house, sender):
    _, agent, reference = await ticket(house)
    await house.known.agents.answer(by(agent), reference, "1", says("Adressez-vous à la mairie."))
    await sender.send_due()
    (mail,) = await stored(house)
    assert (mail.status, mail.recipient, mail.subject, mail.body) == ("sent", "", "", "")


async def test_a_quote_leaves_as_its_plain_text(house, sender, office):
    _, agent, reference = await ticket(house)
    quote = Frame("answer", "Il coûte 86 €.\nSource : Passeport", {"source": {"title": "Passeport"}})
    await house.known.agents.answer(by(agent), reference, "1", quote)
    await sender.send_due()
    assert "Il coûte 86 €.\nSource : Passeport" in office.letters[0].get_content().replace("\r\n", "\n")


async def test_without_an_address_nothing_is_written(house):
    _, agent, reference = await ticket(house, address="")
    await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
    assert await stored(house) == []


async def test_an_answer_that_is_sent_twice_is_one_letter(house):
    _, agent, reference = await ticket(house)
    for _ in range(2):
        await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
    assert len(await stored(house)) == 1


async def test_what_an_agent_writes_to_somebody_away_comes_in_one_letter(house, sender, office):
    _, agent, reference = await ticket(house)
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "1", says("Bonjour."))
    await house.later(minutes=1)
    await house.known.agents.say(by(agent), reference, "2", says("Quelle est votre {commune} ?"))
    await sender.send_due()
    assert office.letters == []
    await house.later(minutes=2)
    await sender.send_due()
    (letter,) = office.letters
    said = letter.get_content()
    assert "Bonjour.\n\nQuelle est votre {commune} ?\n\n--\n" in said.replace("\r\n", "\n")
    assert said.count("numéro de suivi") == 1


async def test_who_writes_back_soon_gets_no_letter(house, sender, office):
    visitor, agent, reference = await ticket(house)
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "1", says("Bonjour."))
    await house.later(minutes=1)
    await visitor.say("Bonjour, je suis là")
    await house.later(minutes=5)
    await sender.send_due()
    assert office.letters == []
    assert [mail.status for mail in await stored(house)] == ["dropped"]
    await house.known.agents.take(by(agent), reference)  # nobody's since, as Camille's browser was silent
    await house.known.agents.say(by(agent), reference, "2", says("Je cherche."))
    await house.later(minutes=5)
    await sender.send_due()
    assert "Je cherche." in office.letters[0].get_content()


async def test_erasing_the_conversation_takes_its_letters_along(house, sender, office):
    visitor, agent, reference = await ticket(house)
    await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
    await counter.erase(house.known, visitor.id)
    assert await stored(house) == []
    await sender.send_due()
    assert office.letters == []


async def test_the_answer_and_its_letter_are_there_both_or_neither(house):
    _, agent, reference = await ticket(house)
    for statements in range(40):
        house.database.statements_left = statements
        with suppress(Died):
            await house.known.agents.answer(by(agent), reference, "1", says("Voilà."))
        house.database.statements_left = None
        words = await house.rows(sa.select(events).where(events.c.author == "agent"))
        assert len(words) == len(await stored(house))
        if words:
            break
    assert len(words) == 1, "it never got to the end"


@pytest.mark.parametrize("mail", [MailSettings(), MailSettings("localhost", sender="guichet@mairie.example")])
async def test_e_mail_is_offered_only_where_some_leaves(tmp_path, empty_database, mail):
    house = House(tmp_path, empty_database)
    house.settings = replace(house.settings, mail=mail)
    await house.open()
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    later = await house.arrive()
    house.set_hours(NIGHT)
    await later.talk("une personne", asks_for_a_person())
    for citizen in (visitor, later):
        labels = [option["label"] for event in await citizen.events() for option in event.body.get("options", ())]
        assert labels
        assert (BY_MAIL in labels) is mail.works
    await house.die()
