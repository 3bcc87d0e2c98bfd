"""What comes in by a messaging channel: the same counter, its own conversations, and nothing that tells where from."""

from __future__ import annotations

import asyncio
import logging

from guichet.gateway.channels.visitors import Visitors
from guichet.gateway.database import Database
from guichet.gateway.tables import channel_updates, chats, conversations, events, messages
from tests.gateway.channels.conftest import Writer, until
from tests.gateway.channels.postcards import Postcards
from tests.gateway.running import arrive, rows


async def test_personal_data_is_masked_before_it_is_stored(gateway, settings, engine):
    async with gateway() as citizen:
        await citizen.write("mon adresse est ana@exemple.fr")
        await until(lambda: bool(citizen.read()))
    kept = await rows(settings, events.c.body), await rows(settings, messages.c.said)
    assert "exemple.fr" not in str(kept)
    assert engine.heard[0][1] == "mon adresse est [adresse électronique masquée]"


async def test_an_address_stays_in_its_table_and_out_of_the_logs(gateway, settings, caplog):
    caplog.set_level(logging.DEBUG, "guichet")
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        metrics = (await citizen.http.get("/metrics")).text
    [(conversation, channel)] = await rows(settings, conversations.c.id, conversations.c.channel)
    assert (channel, await rows(settings, chats.c.address)) == ("postcards", [("rue-des-lilas",)])
    assert "lilas" not in conversation + caplog.text + metrics
    assert "lilas" not in str((await rows(settings, events), await rows(settings, messages)))


async def test_two_first_messages_at_once_make_one_conversation(gateway, settings):
    async with gateway() as citizen:
        await asyncio.gather(*(citizen.write(f"message {n}") for n in range(4)))
        await until(lambda: len(citizen.read()) == 4)
    assert len(await rows(settings, conversations.c.id)) == 1


async def test_a_button_of_another_conversation_is_refused(gateway, engine, post):
    async def ask(_sender, _text):
        return [{"text": "Lequel ?", "buttons": [{"title": "Celui-ci", "payload": "/affirm"}]}]

    engine.behaviour = ask
    async with gateway() as citizen:
        await citizen.write("un")
        await until(lambda: bool(post.buttons(citizen.who)))
        other = await arrive(citizen.http)
        response = await other.call(
            "POST", "/messages", json={"client_id": "1", "choice": post.buttons(citizen.who)[0]}
        )
        assert response.json()["error"]["code"] == "choice_unknown"
        neighbour = Writer(citizen.http, post, "place-du-marche")
        card = {"number": "1", "from": neighbour.who, "button": post.buttons(citizen.who)[0]}
        assert (await citizen.http.post("/channels/postcards", json=card)).status_code == 422


async def test_erasing_leaves_no_trace_of_the_chat(gateway, settings, engine):
    async with gateway() as citizen:
        await citizen.write("un")
        await citizen.reads("Vous avez dit : un")
        visitors = Visitors(citizen.known, Postcards.name)
        conversation = await visitors.find(citizen.who)
        await visitors.erase(conversation)
        assert await visitors.find(citizen.who) is None
    assert await rows(settings, chats) == await rows(settings, events) == []
    assert engine.forgotten == [conversation.id]


async def test_updates_are_forgotten_when_they_can_no_longer_come_again(settings, gateway):
    async with gateway() as citizen:
        await citizen.write("un", number="1")
        assert not await Visitors(citizen.known, Postcards.name).once("1", _never)
    database = Database(settings.database_url)
    async with database.write() as connection:
        await connection.execute(channel_updates.update().values(at="2020-01-01T00:00:00.000Z"))
    await database.close()
    async with gateway():
        async with asyncio.timeout(10):
            while await rows(settings, channel_updates):
                await asyncio.sleep(0.02)


async def test_an_update_whose_work_failed_is_done_when_it_comes_again(gateway):
    done = []

    async def fail():
        raise OSError

    async def work():
        done.append(1)

    async with gateway() as citizen:
        visitors = Visitors(citizen.known, Postcards.name)
        for attempt in (fail, work, work):
            try:
                await visitors.once("9", attempt)
            except OSError:
                done.append(0)
    assert done == [0, 1]


async def _never() -> None:
    raise AssertionError
