"""« Où en est ma demande ? »: what a number tells, to whom, and how often one may guess."""

from __future__ import annotations

from guichet.gateway.services import ALL_GUESSES, GUESSES
from guichet.references import new_reference
from tests.gateway.handoffs.house import asks_for_status, by

CLOSED_TODAY = "mardi: [9:00-12:00]"
ABOUT = {"procedure": {"id": "F1341", "title": "Carte d'identité"}}


async def test_a_conversation_learns_all_about_its_own_request_with_or_without_the_number(house):
    agent = await house.agent()
    visitor = await house.arrive()
    await visitor.ask_for_a_person(**ABOUT)
    reference = await visitor.reference()
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.give_back(by(agent), reference)
    for asked in ("", reference):
        await visitor.talk("où en est ma demande ?", asks_for_status(asked))
        told = f"La demande {reference} est terminée depuis le 02/03/2026. Elle concerne : Carte d'identité."
        assert await visitor.last() == [("bot", "text", told)]


async def test_another_conversation_learns_the_status_and_nothing_else(house):
    await house.agent()
    visitor, stranger = await house.arrive(), await house.arrive()
    await visitor.ask_for_a_person(**ABOUT)
    reference = await visitor.reference()
    await stranger.talk("où en est ma demande ?", asks_for_status(reference))
    told = f"La demande {reference} attend un conseiller, depuis le 02/03/2026."
    assert await stranger.last() == [("bot", "text", told)]


async def test_each_status_has_its_sentence(house):
    agent = await house.agent()
    visitor, stranger = await house.arrive(), await house.arrive()
    house.set_hours(CLOSED_TODAY)
    await visitor.ask_for_a_person()
    reference, said = await visitor.reference(), []
    for deed in (None, house.known.agents.take, house.known.agents.give_back):
        if deed:
            await deed(by(agent), reference)
        await stranger.talk("et maintenant ?", asks_for_status(reference))
        said.append((await stranger.last())[0][2].removeprefix(f"La demande {reference} est "))
    assert said == [
        "enregistrée depuis le 02/03/2026. Un conseiller doit encore y répondre.",
        "entre les mains d'un conseiller, depuis le 02/03/2026.",
        "terminée depuis le 02/03/2026.",
    ]


async def test_without_any_request_the_bot_asks_for_the_number(house):
    visitor = await house.arrive()
    await visitor.talk("où en est ma demande ?", asks_for_status())
    assert await visitor.last() == [("bot", "text", "Quel est votre numéro ?")]


async def test_a_conversation_may_guess_a_few_numbers_a_minute(house):
    visitor = await house.arrive()
    said = []
    for _ in range(GUESSES + 1):
        await visitor.talk("et celui-ci ?", asks_for_status(new_reference()))
        said.append((await visitor.last())[0][2])
    assert all(text.startswith("Je ne trouve pas de demande DEM-") for text in said[:-1])
    assert said[-1].startswith("Vous avez demandé beaucoup de numéros")
    await house.later(minutes=1)
    await visitor.talk("et celui-ci ?", asks_for_status(new_reference()))
    assert (await visitor.last())[0][2].startswith("Je ne trouve pas")


async def test_many_conversations_together_may_not_guess_much_more(house):
    said = []
    for _ in range(ALL_GUESSES // GUESSES + 1):
        visitor = await house.arrive()
        for _ in range(GUESSES):
            await visitor.talk("et celui-ci ?", asks_for_status(new_reference()))
            said.append((await visitor.last())[0][2])
    assert sum(text.startswith("Je ne trouve pas") for text in said) == ALL_GUESSES
