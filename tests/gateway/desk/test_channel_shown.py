"""By which channel a citizen writes, as agents see it, and whether what agents say gets there."""

from __future__ import annotations

import re
from html import unescape

import pytest

from guichet.gateway.database import Database
from tests.gateway.desk.answering import someone_asking
from tests.gateway.desk.messaging import ADDRESS, BLOCKED, Chat
from tests.gateway.desk.signing import words_of
from tests.gateway.desk.test_stream import BEAT, flow


@pytest.fixture
def heartbeat():
    return BEAT


@pytest.fixture
async def database(url, settings):
    known = Database(settings.database_url)
    yield known
    await known.close()


@pytest.fixture
async def asking(http, database):
    """Somebody who asks for a person in Telegram, told everything so far: the citizen, the reference and the chat."""
    citizen, reference = await someone_asking(http)
    chat = Chat(database, citizen.id)
    await chat.open(seq=(await citizen.events())[-1]["seq"])
    return citizen, reference, chat


async def test_queue_list_and_file_name_the_channel(camille, asking, http):
    _, reference, _ = asking
    await someone_asking(http)
    queue = words_of(await camille.read("/desk/"))
    assert (queue.count("Canal : Telegram"), queue.count("Canal : Site")) == (1, 1)
    assert "Telegram" in words_of(await camille.read(f"/desk/demandes?q={reference}"))
    page = words_of(await camille.read(f"/desk/demandes/{reference}"))
    assert "Accueil Canal : Telegram" in page
    assert "Canal Telegram" in page
    await camille.send(f"/desk/demandes/{reference}/prendre")
    assert "sans réponse depuis moins d’une minute Canal : Telegram" in words_of(await camille.read("/desk/file"))
    await camille.send(f"/desk/demandes/{reference}/dire", text="Bonjour")
    assert "Vous avez répondu. Canal : Telegram" in words_of(await camille.read("/desk/file"))


async def test_a_channel_without_a_name_here_is_called_as_it_is(camille, database, http):
    citizen, reference = await someone_asking(http)
    await Chat(database, citizen.id).open("whatsApp")
    assert "Canal : WhatsApp" in words_of(await camille.read(f"/desk/demandes/{reference}"))


async def test_a_citizen_who_blocked_the_counter_is_told_of_where_one_writes(camille, asking):
    _, reference, chat = asking
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    assert "bloqué" not in words_of(await camille.read(path))
    await chat.block()
    for page in (await camille.read(path), await camille.read(f"{path}/suite?after=1")):
        assert BLOCKED in words_of(page)
    await chat.unblock()
    assert "bloqué" not in words_of(await camille.read(path))


async def test_who_left_a_number_can_be_reached_otherwise(camille, asking):
    citizen, reference, chat = asking
    await chat.block()
    other = "vous pouvez la joindre autrement"
    assert other not in words_of(await camille.read(f"/desk/demandes/{reference}"))
    menu = [e for e in await citizen.events() if e["kind"] == "choices"][-1]
    (phone,) = [o["choice"] for o in menu["options"] if "téléphone" in o["label"]]
    await citizen.choose(phone)
    await citizen.say("06 12 34 56 78")
    assert other in words_of(await camille.read(f"/desk/demandes/{reference}"))


async def test_words_that_should_have_arrived_are_counted_and_the_citizen_s_are_not(camille, asking, hands):
    citizen, reference, chat = asking
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    for text in ("Bonjour", "Je regarde"):
        await camille.send(f"{path}/dire", text=text)
    await citizen.say("merci")
    assert "arrivé" not in words_of(await camille.read(path))
    hands.turn(seconds=15)
    assert "2 messages ne sont pas encore arrivés dans Telegram." in words_of(await camille.read(path))
    first = next(e["seq"] for e in await citizen.events() if e["author"] == "agent")
    await chat.tell(first)
    assert "Un message n’est pas encore arrivé dans Telegram." in words_of(await camille.read(path))
    await chat.tell(first + 1)
    assert "arrivé" not in words_of(await camille.read(path))


async def test_nothing_is_late_in_a_page_that_fetches(camille, http, hands):
    _, reference = await someone_asking(http)
    path = f"/desk/demandes/{reference}"
    await camille.send(f"{path}/prendre")
    await camille.send(f"{path}/dire", text="Bonjour")
    hands.turn(minutes=5)
    assert "undelivered" not in (await camille.read(path)).text


async def test_the_page_hears_of_it_without_news(camille, asking, hands):
    _, reference, chat = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    await camille.send(f"/desk/demandes/{reference}/dire", text="Bonjour")
    async with flow(camille, reference) as heard:
        assert await heard.silent()
        hands.turn(seconds=15)
        assert await heard.next() == "request"
        await chat.block()
        assert await heard.next() == "request"
        assert await heard.silent()


async def test_the_page_hears_of_an_arrival_that_its_stream_did_not_miss(camille, asking):
    """A page may have read « pas encore arrivé » between two looks of its stream: it must not say so for ever."""
    _, reference, chat = asking
    await camille.send(f"/desk/demandes/{reference}/prendre")
    async with flow(camille, reference) as heard:
        await chat.tell(99)
        assert await heard.next() == "request"


async def test_requests_of_a_channel_can_be_chosen_where_there_are_several(camille, asking, http):
    _, reference, _ = asking
    assert 'name="canal"' not in (await camille.read("/desk/demandes")).text
    _, other = await someone_asking(http)
    assert 'name="canal"' in (await camille.read("/desk/demandes")).text
    for channel, listed, left in (("telegram", reference, other), ("widget", other, reference)):
        page = await camille.read(f"/desk/demandes?canal={channel}")
        assert (listed in page.text, left in page.text) == (True, False)
        assert f'<option value="{channel}" selected>' in page.text
    nothing = await camille.read("/desk/demandes?canal=%3Cb%3E")
    assert (nothing.status_code, "<b>" in nothing.text) == (200, False)
    assert "Rien ne correspond." in words_of(nothing)


async def test_supervisors_read_numbers_by_channel_and_the_conversations_behind(chief, asking, http):
    citizen, _, _ = asking
    only = words_of(await chief.read("/desk/suivi?periode=jour"))
    assert "Par canal" not in only
    for _ in range(2):
        await someone_asking(http)
    page = await chief.read("/desk/suivi?periode=jour")
    assert "Par canal" in words_of(page)
    assert "Site 2 2 0 2 Telegram 1 1 0 1" in words_of(page)
    (lot,) = re.findall(r'href="([^"]+canal=telegram[^"]*)"', page.text)
    listed = await chief.read(unescape(lot))
    assert "Toutes les conversations : Telegram" in words_of(listed)
    assert re.findall(r'href="/desk/conversations/([^"]+)"', listed.text) == [citizen.id]
    table = (await chief.read("/desk/suivi/demandes.csv?periode=jour")).text
    assert sorted(line.split(";")[-2] for line in table.splitlines()[1:]) == ["Site", "Site", "Telegram"]


async def test_no_page_of_the_desk_knows_where_a_citizen_is_found(chief, asking):
    citizen, reference, chat = asking
    await chat.block()
    request = f"/desk/demandes/{reference}"
    paths = ("/desk/", "/desk/demandes", request, f"{request}/suite", f"/desk/conversations/{citizen.id}")
    for path in (*paths, "/desk/suivi/demandes.csv", "/desk/suivi/conversations", "/desk/journal"):
        page = await chief.read(path)
        assert page.status_code == 200
        assert ADDRESS not in page.text, path
