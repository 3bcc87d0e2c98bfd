"""A helpdesk in the place of the desk, by HTTP both ways, with a gateway that really runs."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import httpx
import pytest

from tests.gateway.bridge.fake_helpdesk import ACCOUNT, INBOX, SECRET, TOKEN, FakeHelpdesk, Talk
from tests.gateway.bridge.helpdesk_tool import WEBHOOK
from tests.gateway.running import Citizen, arrive, serving

TEAMS = 'teams: [{id: accueil, name: Accueil, departement: "75", week: {lundi-dimanche: [0:00-24:00]}}]'
ASKS = {"kind": "handoff", "owner": "waiting", "text": "Appelez le 39 39.", "request": {"reason": "asked"}}


@pytest.fixture
async def helpdesk(monkeypatch):
    async with FakeHelpdesk().serving() as fake:
        values = {"URL": fake.url, "INBOX_IDENTIFIER": INBOX, "ACCOUNT_ID": ACCOUNT, "TOKEN": TOKEN}
        for name, value in (values | {"WEBHOOK_SECRET": SECRET}).items():
            monkeypatch.setenv(f"CHATWOOT_{name}", value)
        yield fake


@pytest.fixture
async def options(settings, engine, tmp_path):
    """How to serve a gateway whose agents are in the helpdesk; nobody has an account at the desk."""

    async def behaviour(_sender, message):
        return [{"custom": {"frames": [ASKS]}}] if "quelqu'un" in message else [{"text": f"Réponse à {message}"}]

    engine.behaviour = behaviour
    (tmp_path / "teams.yml").write_text(TEAMS, "utf-8")
    bridged = replace(settings, agent_tool="tests.gateway.bridge.helpdesk_tool:build")
    return {"settings": bridged, "teams": tmp_path / "teams.yml"}


@pytest.fixture
async def http(options, helpdesk):
    async with serving(**options) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=15) as client:
        helpdesk.webhook = f"{url}{WEBHOOK}"
        yield client


async def until(condition, seconds: float = 10):
    async with asyncio.timeout(seconds):
        while not (found := condition()):
            await asyncio.sleep(0.01)
    return found


async def asked(citizen: Citizen) -> str:
    """The reference of a request that waits."""
    seq = await citizen.say("Je veux parler à quelqu'un")
    async with asyncio.timeout(10):
        while True:
            frames = [event for event in await citizen.events(seq, wait=5) if event["kind"] == "handoff"]
            if frames:
                return frames[0]["reference"]


async def talking(citizen: Citizen, helpdesk: FakeHelpdesk) -> Talk:
    """What the helpdesk has of a request that waits."""
    reference = await asked(citizen)
    return await until(lambda: helpdesk.talk(reference))


async def heard(citizen: Citizen, author: str, count: int = 1) -> list[dict]:
    """All that somebody said, as soon as there are so many."""
    async with asyncio.timeout(10):
        while True:
            found = [event for event in await citizen.events() if event["author"] == author]
            if len(found) >= count:
                return found
            await citizen.events(found[-1]["seq"] if found else 0, wait=0.2)


async def test_both_talk_the_helpdesk_closes_and_the_bot_is_back(citizen, helpdesk):
    await citizen.ask("Mon passeport est perdu")
    reference = await asked(citizen)
    talk = await until(lambda: helpdesk.talk(reference))
    await until(lambda: talk.messages)
    assert "Usager : Mon passeport est perdu\n\nAssistant : Réponse à Mon passeport" in talk.messages[0]
    assert await helpdesk.reply(talk, "Bonjour, où l'avez-vous perdu ?") == 204
    (said,) = await heard(citizen, "agent")
    assert (said["text"], said["agent"]) == ("Bonjour, où l'avez-vous perdu ?", "Camille")
    await citizen.say("Dans le train")
    await until(lambda: talk.messages[-1] == "Usager : Dans le train")
    assert await helpdesk.resolve(talk) == 204
    ending = (await heard(citizen, "system", 4))[-1]
    assert (ending["owner"], ending["closing"], ending["reference"]) == ("closed", True, reference)
    assert (await citizen.ask("Merci"))[-1]["text"] == "Réponse à Merci"
    everything = "\n".join(talk.messages)
    assert everything.count("Je veux parler") == everything.count("Dans le train") == 1
    assert "où l'avez-vous perdu" not in everything, "its own words don't come back"


async def test_another_agent_there_takes_over(citizen, helpdesk):
    talk = await talking(citizen, helpdesk)
    await helpdesk.reply(talk, "Bonjour.")
    await helpdesk.reply(talk, "Je suis sa collègue.", "Awa Diop", 8)
    first, second = await heard(citizen, "agent", 2)
    assert (first["agent"], second["agent"]) == ("Camille", "Awa")


async def test_a_word_after_the_end_takes_it_up_again(citizen, helpdesk):
    talk = await talking(citizen, helpdesk)
    await helpdesk.reply(talk, "Bonjour.")
    await helpdesk.resolve(talk)
    await helpdesk.reply(talk, "Une chose encore.")
    assert [said["text"] for said in await heard(citizen, "agent", 2)] == ["Bonjour.", "Une chose encore."]
    assert (await citizen.call("GET")).json()["owner"] == "agent"


async def test_what_is_called_back_twice_is_said_once(citizen, helpdesk):
    talk = await talking(citizen, helpdesk)
    for _ in range(3):
        assert await helpdesk.reply(talk, "Bonjour.", id=55) == 204
    assert len(await heard(citizen, "agent")) == 1


async def test_notes_and_machines_there_are_not_for_citizens(citizen, helpdesk):
    talk = await talking(citizen, helpdesk)
    await helpdesk.reply(talk, "À surveiller", private=True)
    await helpdesk.reply(talk, "Message automatique", sender=None)
    await helpdesk.reply(talk, "Mes propres mots", message_type="incoming")
    await helpdesk.reply(talk, "Bonjour.")
    assert [said["text"] for said in await heard(citizen, "agent")] == ["Bonjour."]


async def test_a_call_that_is_not_signed_or_too_old_is_refused(citizen, helpdesk, http):
    talk = await talking(citizen, helpdesk)
    body = {"event": "message_created", "id": 1, "content": "Bonjour", "message_type": "outgoing"}
    body |= {"sender": {"id": 7, "name": "Camille", "type": "user"}}
    body |= {"conversation": {"contact_inbox": {"source_id": talk.source_id}}}
    assert await helpdesk.call_back(body, secret="autre") == 401
    assert await helpdesk.call_back(body, at=int(time.time()) - 3_600) == 401
    assert (await http.post(WEBHOOK, json=body)).status_code == 401
    assert [event for event in await citizen.events() if event["author"] == "agent"] == []
    assert await helpdesk.call_back(body) == 204


@pytest.mark.parametrize("body", [[], {}, {"event": "message_created", "id": "a"}])
async def test_a_signed_call_that_says_nothing_usable_is_an_error_there(helpdesk, http, body):
    assert await helpdesk.call_back(body) == 422


async def test_an_agent_there_learns_that_a_message_reached_nobody(citizen, helpdesk):
    talk = await talking(citizen, helpdesk)
    assert await helpdesk.reply(talk, "e" * 4_001) == 422
    talk.source_id = "DEM-2222-22"
    assert await helpdesk.reply(talk, "Bonjour.") == 422


async def test_what_a_citizen_erases_is_gone_there_too(citizen, helpdesk):
    reference = await asked(citizen)
    await until(lambda: helpdesk.talk(reference))
    assert (await citizen.call("DELETE")).status_code == 204
    await until(lambda: reference not in helpdesk.contacts)
    assert helpdesk.talks == []


async def test_a_helpdesk_that_is_down_keeps_nobody_waiting_and_learns_all_of_it_later(citizen, helpdesk):
    helpdesk.down = True
    began = time.monotonic()
    reference = await asked(citizen)
    await citizen.say("Il y a quelqu'un d'autre ?")
    assert time.monotonic() - began < 2
    helpdesk.down = False
    talk = await until(lambda: helpdesk.talk(reference))
    await until(lambda: talk.messages)
    assert "\n".join(talk.messages).index("Je veux parler") < "\n".join(talk.messages).index("d'autre ?")


async def test_a_gateway_that_starts_again_goes_on_where_it_was(options, helpdesk):
    async with serving(**options) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
        reference = await asked(citizen)
        talk = await until(lambda: helpdesk.talk(reference))
        await until(lambda: talk.messages)
        helpdesk.down = True
        await citizen.say("Vous êtes là ?")
    helpdesk.down = False
    async with serving(**options):
        await until(lambda: talk.messages[-1].endswith("Vous êtes là ?"))
    assert "\n".join(talk.messages).count("Je veux parler") == 1
