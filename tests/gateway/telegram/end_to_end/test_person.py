"""A person instead of the bot, in Telegram: the queue, the agent, the ticket answered later, the number to call."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from guichet.gateway.clock import utc_now
from guichet.gateway.tables import feedback
from tests.gateway.handoffs.house import MORNING, TEAMS, WEEK, says
from tests.gateway.sealed import kept_contacts
from tests.gateway.telegram.end_to_end import script
from tests.gateway.telegram.end_to_end.counter import PATIENCE, open_counter, plain, read, saying

#: On Mondays nobody is there.
CLOSED_TODAY = "mardi: [9:00-12:00]"


class Town:
    """Its clock, which begins on a Monday morning, and when its agents are there."""

    def __init__(self, folder) -> None:
        self._began = utc_now()
        self.teams = folder / "teams.yml"
        self.skipped = timedelta(0)
        self.set_hours(WEEK)

    def clock(self):
        return MORNING + (utc_now() - self._began) + self.skipped

    def set_hours(self, week: str) -> None:
        self.teams.write_text(TEAMS.format(week=week), "utf-8")


@pytest.fixture
def town(tmp_path, engine):
    engine.behaviour = script.counter
    return Town(tmp_path)


@pytest.fixture
async def counter(settings, bot_api, town):
    async with open_counter(settings, bot_api, clock=town.clock, teams=town.teams) as open_:
        yield open_
    assert bot_api.complaints == []


async def waiting(counter, ana) -> str:
    """She asked for a person, and is told what that means; the reference of her request."""
    await ana.says("/humain")
    await ana.sees(saying("Vous préférez ne pas attendre ?"), PATIENCE)
    return await counter.reference(ana)


async def test_an_agent_comes_writes_is_answered_and_ends_it(counter, ana, engine, bot_api):
    camille = await counter.agent()
    reference = await waiting(counter, ana)
    queued, menu = ana.messages[-2:]
    assert "Votre place dans la file : 1." in plain(queued.text)
    assert f"Votre numéro de suivi : {reference}" in plain(queued.text)
    await counter.known.agents.take(camille, reference)
    await ana.sees(saying("Camille vous répond maintenant."), PATIENCE)
    assert not next(seen for seen in ana.messages if seen.message_id == menu.message_id).buttons
    ana.actions.clear()
    await counter.known.agents.typing(camille, reference)
    await bot_api.until(lambda: ana.actions == ["typing"], PATIENCE)
    await counter.known.agents.say(camille, reference, "1", says("Bonjour, quelle est votre rue ?"))
    await ana.sees(lambda seen: plain(seen.text) == "Camille :\nBonjour, quelle est votre rue ?", PATIENCE)
    await ana.says("la rue des Lilas")
    assert (await counter.events(ana))[-1].body["text"] == "la rue des Lilas"
    await counter.known.agents.close(camille, reference, "resolved")
    asked = await ana.sees(saying("Êtes-vous satisfait"), PATIENCE)
    assert read(ana)[-2].startswith("Camille a terminé cette conversation.")
    await ana.presses(contains="5 –")
    await ana.sees(lambda seen: seen.message_id == asked.message_id and not seen.buttons, PATIENCE)
    async with counter.known.database.read() as connection:
        assert list(await connection.execute(sa.select(feedback.c.satisfaction))) == [(5,)]
    await ana.says("merci")
    await ana.sees(saying("Vous avez dit : merci"), PATIENCE)
    assert [said for _, said in engine.heard] == ['/human_handoff{"reason": "asked"}', "merci"]
    await bot_api.until(lambda: not bot_api.unanswered_callbacks(), PATIENCE)


async def test_who_moves_up_in_the_queue_is_told_where_they_are(counter, ana, bot_api, town):
    await counter.agent()
    bob = bot_api.person("Bob")
    await waiting(counter, ana)
    await waiting(counter, bob)
    assert "Votre place dans la file : 2." in read(bob)[0]
    await ana.presses("Ne plus attendre")
    await ana.sees(saying("j'annule votre demande"), PATIENCE)
    town.skipped += timedelta(minutes=1)
    await counter.known.watch.look()
    await bob.sees(saying("Votre place dans la file : 1."), PATIENCE)


async def test_who_gives_up_has_the_bot_back_and_no_buttons_left(counter, ana, engine):
    await counter.agent()
    await waiting(counter, ana)
    await ana.presses("Ne plus attendre")
    await ana.sees(saying("j'annule votre demande"), PATIENCE)
    menu = await ana.sees(saying("Votre réponse : Ne plus attendre"), PATIENCE)
    assert not menu.buttons
    await ana.says("bonjour")
    await ana.sees(saying("Vous avez dit : bonjour"), PATIENCE)
    assert await counter.reference(ana) is None


async def test_out_of_hours_a_ticket_that_is_answered_later_as_a_message(counter, ana, town):
    camille = await counter.agent()
    town.set_hours(CLOSED_TODAY)
    await ana.says("/humain")
    await ana.sees(saying("Comment souhaitez-vous recevoir la réponse ?"), PATIENCE)
    reference = await counter.reference(ana)
    assert f"Votre numéro de suivi : {reference}" in read(ana)[0]
    assert "Réouverture : demain à 9 h" in read(ana)[0]
    await ana.says("combien coûte un passeport ?")
    await ana.sees(saying("Vous avez dit : combien"), PATIENCE)
    town.skipped += timedelta(days=1)
    await counter.known.agents.answer(camille, reference, "1", says("Adressez-vous à la mairie."))
    await ana.sees(saying("Êtes-vous satisfait"), PATIENCE)
    assert read(ana)[-3] == "Camille :\nAdressez-vous à la mairie."
    assert read(ana)[-2].startswith("Votre demande a reçu une réponse.")


async def test_a_number_to_call_back_is_shared_by_a_key_kept_apart_and_shown_masked(counter, ana, town):
    await counter.agent()
    await waiting(counter, ana)
    await ana.presses("Être rappelé par téléphone")
    await ana.sees(saying("Écrivez votre numéro de téléphone."), PATIENCE)
    assert ana.keyboard == [["Envoyer mon numéro"]]
    await ana.taps("Envoyer mon numéro")
    await ana.sees(saying("Un conseiller vous appellera au 01 … 78."), PATIENCE)
    assert ana.keyboard == []
    assert [contact.phone for contact in await kept_contacts(counter.known.database)] == ["0199005678"]
    stored = str(await counter.events(ana))
    assert not [digits for digits in ("0199005678", "99 00 56", "33199005678") if digits in stored]


async def test_a_number_that_was_not_asked_for_is_not_taken(counter, ana, engine):
    await ana.says("bonjour")
    await ana.sees(saying("Vous avez dit"), PATIENCE)
    own = {"phone_number": "+33199005678", "first_name": "Ana", "user_id": ana.account["id"]}
    await ana.sends(contact=own)
    await ana.sees(saying("Gardez vos coordonnées"), PATIENCE)
    assert len(engine.heard) == 1
    await counter.agent()
    await waiting(counter, ana)
    await ana.presses("Être rappelé par téléphone")
    await ana.sees(saying("Écrivez votre numéro de téléphone."), PATIENCE)
    await ana.sends(contact=own | {"user_id": 42})
    await ana.sees(saying("n'est pas celui de votre compte"), PATIENCE)
    assert await kept_contacts(counter.known.database) == []


async def test_the_person_who_waits_reads_only_people(counter, ana, engine):
    await counter.agent()
    await waiting(counter, ana)
    before = len(ana.messages)
    for words in ("êtes-vous là ?", "j'attends"):
        await ana.says(words)
    await ana.sends(voice={"file_id": "x", "file_unique_id": "x", "duration": 3})
    await ana.sees(saying("ne parvient pas au conseiller"), PATIENCE)
    assert len(ana.messages) == before + 1
    assert len(engine.heard) == 1
