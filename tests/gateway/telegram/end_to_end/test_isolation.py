"""What Telegram knows of people stays out of the counter, and conversations are closed to one another."""

from __future__ import annotations

import json
import logging

import httpx
import pytest
import sqlalchemy as sa

from guichet.gateway import tables
from tests.gateway.desk.answering import write_teams
from tests.gateway.running import Citizen, arrive
from tests.gateway.telegram.end_to_end import script
from tests.gateway.telegram.end_to_end.counter import PATIENCE, behind, open_counter, read, reads, saying

FIRST, LAST, USERNAME, PHONE = "Anastasiabérénice", "Dupontignac", "anastasia_du_93", "+33199005678"

#: Where each thing may be, of all that is stored.
ALLOWED = {("chats", "address")}


@pytest.fixture
async def counter(settings, bot_api, engine, tmp_path):
    engine.behaviour = script.counter
    async with open_counter(settings, bot_api, teams=write_teams(tmp_path)) as open_:
        yield open_
    assert bot_api.complaints == []


@pytest.fixture
async def http(counter):
    async with httpx.AsyncClient(base_url=counter.url, trust_env=False, timeout=15) as client:
        yield client


@pytest.fixture
def ana(bot_api):
    return bot_api.person(FIRST, last_name=LAST, username=USERNAME)


async def question(ana) -> tuple[int, str]:
    """The id of a question that she was asked, and what its first button sends."""
    await ana.says("la cantine")
    seen = await ana.sees(saying(script.PROMPT), PATIENCE)
    return seen.message_id, behind(seen, "École publique")


async def stored(counter) -> list[tuple[str, str, str]]:
    """Every value in the database: table, column, and the value as text."""
    found = []
    async with counter.known.database.read() as connection:
        for table in tables.metadata.sorted_tables:
            for row in (await connection.execute(sa.select(table))).mappings():
                found += [(table.name, name, json.dumps(value, ensure_ascii=False)) for name, value in row.items()]
    return found


def secrets(ana) -> tuple[str, ...]:
    digits = PHONE.removeprefix("+33")
    return (str(ana.chat_id), FIRST, LAST, USERNAME, digits, " ".join([digits[:1], digits[1:3], digits[3:5]]))


async def live(ana, counter) -> None:
    """She uses all there is."""
    await counter.agent()
    await question(ana)
    await ana.presses("École publique")
    await ana.sees(saying("Source"), PATIENCE)
    await ana.presses("👍 Utile")
    await ana.sends(photo=[{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}], caption="ma carte")
    await ana.sees(saying("Vous avez dit : ma carte"), PATIENCE)
    await ana.says("/humain")
    await ana.sees(saying("Vous préférez ne pas attendre ?"), PATIENCE)
    await ana.presses("Être rappelé par téléphone")
    await ana.sees(saying("Écrivez votre numéro"), PATIENCE)
    await ana.sends(contact={"phone_number": PHONE, "first_name": FIRST, "user_id": ana.account["id"]})
    await ana.sees(saying("vous appellera au"), PATIENCE)


async def test_who_they_are_is_nowhere_but_where_they_are_written_to(counter, bot_api, ana, engine, http, caplog):
    caplog.set_level(logging.INFO)
    await live(ana, counter)
    places = {(table, column) for table, column, value in await stored(counter) for s in secrets(ana) if s in value}
    assert places == ALLOWED
    told = [str(vars(record)) for record in caplog.records] + [(await http.get("/metrics")).text, str(engine.heard)]
    for secret in (*secrets(ana), bot_api.token):
        assert not [one for one in told if secret in one]


async def test_erasing_leaves_nothing_of_who_they_are(counter, ana, engine):
    await live(ana, counter)
    conversation = await counter.conversation(ana)
    await ana.says("/effacer")
    await ana.sees(lambda seen: "Oui, tout effacer" in seen.labels, PATIENCE)
    await ana.presses("Oui, tout effacer")
    await ana.sees(saying("nous n'avons plus rien"), PATIENCE)
    left = await stored(counter)
    assert not [row for row in left for secret in secrets(ana) if secret in row[2]]
    # The engine has still to forget what may have been on its way to it.
    assert {row[0] for row in left if conversation.id in row[2]} == {"forgetting"}
    assert engine.forgotten == [conversation.id]


async def test_a_button_of_a_page_does_nothing_in_telegram_nor_one_of_telegram_in_a_page(
    counter, bot_api, ana, http, engine
):
    message, data = await question(ana)
    citizen = await arrive(http)
    (asked,) = await citizen.ask("la cantine")
    heard = len(engine.heard)
    await ana.clicks(message, f"c:{asked['options'][0]['choice']}")
    await bot_api.until(lambda: ana.toasts, PATIENCE)
    assert ana.toasts[0].startswith("Ce bouton n'est plus valable.")
    refused = await citizen.call("POST", "/messages", json={"client_id": "x", "choice": data.removeprefix("c:")})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "choice_unknown")
    assert len(engine.heard) == heard


async def test_nobody_answers_for_somebody_else(counter, bot_api, ana, engine):
    message, data = await question(ana)
    bob = bot_api.person("Bob")
    await question(bob)
    heard = len(engine.heard)
    await bob.clicks(bob.messages[-1].message_id, data)
    stolen = {"id": "7", "from": bob.account, "data": data, "chat_instance": "1"}
    stolen["message"] = dict(ana.chat.messages[message].fields)
    await bot_api.post({"callback_query": stolen})
    await bot_api.until(lambda: bob.toasts, PATIENCE)
    assert len(engine.heard) == heard
    assert ana.messages[-1].buttons


async def test_a_conversation_of_telegram_has_no_way_in_by_http(counter, ana, http):
    await question(ana)
    conversation = await counter.conversation(ana)
    for token in ("x", str(ana.chat_id), conversation.id, conversation.token_digest):
        response = await Citizen(http, conversation.id, token).call("GET", "/events")
        assert response.status_code == 404


async def test_a_reference_tells_its_status_in_the_other_channel_and_nothing_else(counter, bot_api, ana, http):
    await counter.agent()
    citizen = await arrive(http)
    await citizen.answers(await citizen.say("mon secret, et quelqu'un"), 2)
    reference = (await citizen.call("GET")).json()["reference"]
    await ana.says(reference)
    seen = await ana.sees(saying(f"La demande {reference} attend un conseiller, depuis le"), PATIENCE)
    assert len(seen.text) < 80
    assert len(read(ana)) == 1
    await ana.says("/humain")
    await ana.sees(saying("Vous préférez ne pas attendre ?"), PATIENCE)
    theirs = await counter.reference(ana)
    (status,) = await (await arrive(http)).ask(theirs)
    assert status["text"].startswith(f"La demande {theirs} attend un conseiller")
    assert len(status["text"]) < 80


async def test_a_wrong_secret_is_refused_and_does_nothing(counter, bot_api, ana, engine):
    update = {"message": ana.chat.add(ana.account, text="bonjour").fields}
    assert [await bot_api.post(update, secret=wrong) for wrong in ("", "a-test-secreT", "x" * 300)] == [403] * 3
    assert engine.heard == []
    await ana.says("bonsoir")
    await reads(ana, "Vous avez dit : bonsoir")
