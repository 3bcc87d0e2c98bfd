"""The contract of the public API, call by call, on a running server and a real SQLite file."""

from __future__ import annotations

import asyncio
import re

import pytest

from guichet.gateway.tables import choices, conversations, events, feedback, messages
from tests.gateway.running import arrive, rows


async def stored(settings) -> str:
    """Everything there is about conversations, and what is on disk."""
    files = settings.var.glob("guichet.db*")
    found = [await rows(settings, table) for table in (conversations, events, messages, choices, feedback)]
    return str(found) + str(b"".join(path.read_bytes() for path in files))


async def test_opening_gives_an_id_and_a_token_that_is_stored_nowhere(http, settings):
    response = await http.post("/api/conversations")
    assert response.status_code == 201
    assert set(response.json()) == {"id", "token"}
    assert re.fullmatch(r"[\w-]{22}", response.json()["id"])
    assert response.json()["token"] not in await stored(settings)


async def test_the_bot_speaks_first_and_says_what_it_is(citizen):
    (welcome,) = await citizen.events()
    assert (welcome["seq"], welcome["author"], welcome["kind"]) == (1, "bot", "text")
    assert "automatique" in welcome["text"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", welcome["at"])


async def test_a_message_is_acknowledged_then_answered(citizen, engine):
    seq = await citizen.say("Je déménage")
    (answer,) = await citizen.answers(seq)
    assert seq == 2
    assert answer == {
        "seq": 3,
        "at": answer["at"],
        "author": "bot",
        "kind": "text",
        "text": "Vous avez dit : Je déménage",
    }
    assert engine.heard == [(citizen.id, "Je déménage")]


async def test_the_state_of_a_conversation(citizen):
    state = (await citizen.call("GET")).json()
    assert state == {"id": citizen.id, "owner": "bot", "position": None, "reference": None}


async def test_the_same_client_id_gets_the_same_answer_and_one_message(citizen, engine):
    body = {"client_id": "same", "text": "une fois"}
    first = await citizen.call("POST", "/messages", json=body)
    again = await citizen.call("POST", "/messages", json={**body, "text": "autre chose"})
    await citizen.answers(first.json()["seq"])
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert [text for _, text in engine.heard] == ["une fois"]


async def test_twenty_posts_of_one_message_at_once_make_one_message(citizen, engine):
    body = {"client_id": "same", "text": "une fois"}
    responses = await asyncio.gather(*(citizen.call("POST", "/messages", json=body) for _ in range(20)))
    assert {(r.status_code, r.json()["seq"]) for r in responses} == {(202, 2)}
    await citizen.answers(2)
    assert len(engine.heard) == 1
    assert [event["seq"] for event in await citizen.events()] == [1, 2, 3]


async def test_twenty_different_posts_at_once_get_twenty_numbers_and_answers(citizen, engine):
    posts = (citizen.call("POST", "/messages", json={"client_id": f"m{i}", "text": f"message {i}"}) for i in range(20))
    numbers = [response.json()["seq"] for response in await asyncio.gather(*posts)]
    assert len(set(numbers)) == 20
    async with asyncio.timeout(10):
        while len(events := await citizen.events()) < 41:
            await asyncio.sleep(0.02)
    assert [event["seq"] for event in events] == list(range(1, 42))
    assert engine.overlaps == 0


async def test_one_client_id_in_two_conversations_is_two_messages(http, engine):
    for citizen in (await arrive(http), await arrive(http)):
        await citizen.ask("bonjour")
    assert len(engine.heard) == 2


async def test_personal_data_is_masked_before_it_is_stored_or_sent(citizen, engine, settings):
    seq = await citizen.say("Appelez-moi au 06 12 34 56 78, fiche F1344")
    await citizen.answers(seq)
    said = (await citizen.events(seq - 1))[0]
    assert said["text"] == "Appelez-moi au [numéro de téléphone masqué], fiche F1344"
    assert said["masked"] == ["phone"]
    assert "06 12" not in engine.heard[0][1]
    assert "06 12 34" not in await stored(settings)


async def test_feedback_is_stored_with_its_comment_masked(citizen, settings):
    await citizen.ask("bonjour")
    body = {"seq": 3, "rating": "down", "comment": "rappelez le 0612345678"}
    assert (await citizen.call("POST", "/feedback", json=body)).status_code == 204
    assert (await citizen.call("POST", "/feedback", json={"rating": "up"})).status_code == 204
    kept = await rows(settings, feedback.c.seq, feedback.c.rating, feedback.c.comment)
    assert kept == [(3, "down", "rappelez le [numéro de téléphone masqué]"), (None, "up", "")]


async def test_the_transcript_is_a_page_with_every_word_escaped(citizen, engine):
    async def answer(_sender, _text):
        source = {"title": "Carte d'identité", "url": "https://www.service-public.gouv.fr/x", "date": "2023-05-30"}
        frame = {"kind": "answer", "text": "Voici <b>tout</b>", "source": source | {"producer": "DILA"}}
        return [{"custom": {"frames": [frame | {"procedure": {"id": "F1", "title": "t"}}]}}]

    engine.behaviour = answer
    await citizen.ask("<script>alert(1)</script>")
    response = await citizen.call("GET", "/transcript")
    assert response.headers["content-type"].startswith("text/html")
    assert "sha256-" in response.headers["content-security-policy"]
    assert "script-src" not in response.headers["content-security-policy"]
    assert "&lt;script&gt;alert(1)" in response.text
    assert "<script" not in response.text
    assert "Voici &lt;b&gt;tout" in response.text
    assert "Source\u00a0: Carte d&#x27;identité — DILA · fiche du 30 mai 2023" in response.text
    assert "https://www.service-public.gouv.fr/x" in response.text


async def test_erasing_leaves_nothing(citizen, engine, settings):
    await citizen.ask("mon secret de polichinelle")
    assert (await citizen.call("DELETE")).status_code == 204
    assert engine.forgotten == [citizen.id]
    for method, rest in (("GET", ""), ("GET", "/events"), ("GET", "/transcript"), ("DELETE", "")):
        assert (await citizen.call(method, rest)).status_code == 404
    for table in (conversations, events, messages, choices, feedback):
        assert await rows(settings, table) == []


async def test_erasing_is_refused_while_the_engine_cannot_forget(citizen, engine):
    await citizen.ask("bonjour")
    await engine.stop()
    refused = await citizen.call("DELETE")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "unavailable")
    assert (await citizen.call("GET")).status_code == 200


async def test_erasing_while_the_engine_works_is_no_error(http, citizen, engine):
    gate = asyncio.Event()

    async def wait(_sender, _text):
        await gate.wait()
        return [{"text": "trop tard"}]

    engine.behaviour = wait
    await citizen.say("bonjour")
    while not engine.heard:
        await asyncio.sleep(0.01)
    await citizen.call("DELETE")
    gate.set()
    other = await arrive(http)
    assert (await other.ask("encore là ?"))[0]["text"] == "trop tard"
    assert "guichet_engine_failures_total{" not in (await http.get("/metrics")).text


@pytest.mark.parametrize("rest", ["", "/events", "/transcript"])
async def test_without_a_token_or_with_a_wrong_one_nothing_is_shown(http, citizen, rest):
    other = await arrive(http)
    for headers, status, code in (
        ({}, 401, "token_missing"),
        ({"Authorization": "Basic abc"}, 401, "token_missing"),
        ({"Authorization": "Bearer"}, 401, "token_missing"),
        ({"Authorization": f"Bearer {other.token}"}, 404, "not_found"),
        ({"Authorization": "Bearer é".encode("latin-1")}, 404, "not_found"),
    ):
        response = await http.get(f"{citizen.path}{rest}", headers=headers)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_an_unknown_conversation_looks_like_a_wrong_token(http, citizen):
    wrong = await http.get(citizen.path, headers={"Authorization": "Bearer wrong"})
    unknown = await http.get("/api/conversations/nobody", headers=citizen.headers)
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
