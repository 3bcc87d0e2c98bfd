"""A guided conversation in Telegram: what somebody reads, presses, ticks and shares on their screen."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from guichet.gateway.tables import events, feedback
from tests.gateway.telegram.end_to_end import script
from tests.gateway.telegram.end_to_end.counter import PATIENCE, behind, plain, read, saying


@pytest.fixture(autouse=True)
def scripted(engine):
    engine.behaviour = script.counter


@pytest.fixture(autouse=True)
async def well_behaved(counter, bot_api):
    """Whatever is done, each button is answered, and Telegram has nothing to complain of."""
    yield
    await bot_api.until(lambda: not bot_api.unanswered_callbacks(), PATIENCE)
    assert bot_api.complaints == []


async def asked(ana) -> int:
    """The id of the question."""
    await ana.says("la cantine de mon fils")
    seen = await ana.sees(saying(script.PROMPT), PATIENCE)
    assert seen.labels == ["École publique", "École privée"]
    return seen.message_id


async def with_checklist(ana):
    await asked(ana)
    await ana.presses("École publique")
    await ana.sees(saying("Source"), PATIENCE)
    return await ana.sees(lambda seen: "☐" in str(seen.buttons), PATIENCE)


async def test_a_pressed_answer_is_said_in_the_question_and_leads_to_the_checklist(ana):
    question = await asked(ana)
    await ana.presses("École publique")
    checklist = await ana.sees(saying("Documents à apporter"), PATIENCE)
    answered = await ana.sees(lambda seen: seen.message_id == question and not seen.buttons, PATIENCE)
    assert plain(answered.text) == f"{script.PROMPT}\n\nVotre réponse : École publique"
    assert answered.message_id < checklist.message_id
    words = plain(checklist.text)
    assert words.startswith("Votre liste : Inscrire son enfant à la cantine\nVotre situation : École publique ›")
    assert "5. Relevé d'identité bancaire" in words.replace("’", "'")
    rest = plain((await ana.sees(saying("Source"), PATIENCE)).text)
    for said in ("4,20 € le repas", "sous 10 jours", "au plus tard le 15 juin", "Service-Public, fiche du 2 mars 2026"):
        assert said in rest


async def test_an_answer_in_words_leaves_a_question_without_buttons(ana, engine):
    question = await asked(ana)
    await ana.says("c'est une école privée")
    await ana.sees(saying("L'inscription se fait en mairie"), PATIENCE)
    seen = await ana.sees(lambda seen: seen.message_id == question and not seen.buttons, PATIENCE)
    assert plain(seen.text) == script.PROMPT
    assert [said for _, said in engine.heard] == ["la cantine de mon fils", "c'est une école privée"]


async def test_a_button_that_is_not_there_any_more_changes_nothing(ana, engine, bot_api):
    question = await asked(ana)
    data = behind(ana.messages[-1], "École privée")
    await ana.presses("École publique")
    await ana.sees(saying("Source"), PATIENCE)
    await ana.clicks(question, data)
    await bot_api.until(lambda: ana.toasts, PATIENCE)
    assert ana.toasts == ["Vous avez déjà répondu à cette question."]
    assert engine.heard[-1][1] == script.PUBLIC


async def test_documents_are_ticked_and_unticked_where_they_stand(ana, bot_api):
    checklist = await with_checklist(ana)
    before = len(ana.messages)
    assert [label[:4] for label in checklist.labels[:5]] == ["☐ 1.", "☐ 2.", "☐ 3.", "☐ 4.", "☐ 5."]
    for number in (1, 3):
        await ana.presses(contains=f"{number}. ", on=checklist.message_id)
    await ana.sees(lambda seen: str(seen.buttons).count("☑") == 2, PATIENCE)
    await ana.presses(contains="1. ", on=checklist.message_id)
    seen = await ana.sees(lambda seen: str(seen.buttons).count("☑") == 1, PATIENCE)
    assert (seen.message_id, seen.text) == (checklist.message_id, checklist.text)
    assert [label[:1] for label in seen.labels[:5]] == ["☐", "☐", "☑", "☐", "☐"]
    await bot_api.until(lambda: len(ana.toasts) == 3, PATIENCE)
    assert ana.toasts == ["1 document sur 5", "2 documents sur 5", "1 document sur 5"]
    assert len(ana.messages) == before


async def test_ticks_are_stored_nowhere(ana, counter):
    checklist = await with_checklist(ana)
    last = (await counter.conversation(ana)).last_seq
    await ana.presses(contains="2. ", on=checklist.message_id)
    await ana.sees(lambda seen: "☑" in str(seen.buttons), PATIENCE)
    assert (await counter.conversation(ana)).last_seq == last


async def test_a_thumb_is_kept_and_its_buttons_go(ana, counter, bot_api):
    await with_checklist(ana)
    await ana.presses("👍 Utile")
    await bot_api.until(lambda: ana.toasts, PATIENCE)
    assert ana.toasts == ["Merci, votre avis est noté."]
    await ana.sees(lambda seen: "Source" in seen.text and "👍" not in str(seen.buttons), PATIENCE)
    async with counter.known.database.read() as connection:
        query = sa.select(feedback.c.rating, events.c.kind).join(events, events.c.seq == feedback.c.seq)
        assert list(await connection.execute(query)) == [("up", "checklist")]


async def test_a_shared_place_shows_offices_on_a_map_and_is_known_to_a_kilometre(ana, counter, engine):
    await ana.sends(location={"latitude": 48.856613, "longitude": 2.352222, "horizontal_accuracy": 12.0})
    venue = await ana.sees(lambda seen: seen.venue, PATIENCE)
    assert venue.venue["title"] == "Mairie de Valbourg"
    await ana.sees(saying("Annuaire de l'administration"), PATIENCE)
    shown = [seen for seen in ana.messages if "Mairie" in seen.text or seen.venue]
    assert [bool(seen.venue) for seen in shown] == [False, True, False]
    assert "Ouvert jusqu'à 17 h" in plain(shown[0].text)
    assert engine.heard[-1][1] == '/choose{"near": "48.86 2.35"}'
    assert "48.8566" not in str(await counter.events(ana))


async def test_a_goodbye_asks_for_satisfaction_once_it_is_said(ana, counter, bot_api):
    await ana.says("au revoir")
    seen = await ana.sees(saying("Êtes-vous satisfait"), PATIENCE)
    assert read(ana)[-2] == "Au revoir !"
    assert len(seen.labels) == 5
    await ana.presses(contains="4 –")
    await ana.sees(lambda now: now.message_id == seen.message_id and not now.buttons, PATIENCE)
    async with counter.known.database.read() as connection:
        assert (await connection.execute(sa.select(feedback.c.satisfaction))).scalar() == 4
