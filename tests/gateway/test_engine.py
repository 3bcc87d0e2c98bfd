"""What the gateway makes of an engine that answers, is slow, is down, or talks nonsense."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest

from tests.gateway.fake_engine import FakeEngine, status
from tests.gateway.running import arrive, serving, settings_for

ANSWER = {
    "kind": "answer",
    "text": "Voici ce qu'il faut savoir.",
    "procedure": {"id": "F1344", "title": "Carte d'identité", "sheet": "F1344", "url": "https://exemple.fr"},
    "aspect": "documents",
    "case": ["Majeur"],
    "blocks": [{"kind": "paragraph", "content": {"text": "Bonjour"}}],
    "source": {"title": "Carte", "url": "https://exemple.fr", "date": "2023-05-30"},
}


def says(*replies):
    async def behaviour(_sender, _text):
        return list(replies)

    return behaviour


async def test_frames_pass_through_whole(citizen, engine):
    engine.behaviour = says({"custom": {"frames": [ANSWER, {"kind": "later", "text": "x", "new": [1]}]}})
    answer, later = await citizen.answers(await citizen.say("documents ?"), count=2)
    assert {name: answer[name] for name in ANSWER} == ANSWER
    assert (later["kind"], later["text"], later["new"]) == ("later", "x", [1])


async def test_text_and_buttons_become_frames(citizen, engine):
    buttons = [{"title": "Oui", "payload": "/affirm"}, {"title": "Non", "payload": "/deny"}]
    engine.behaviour = says({"text": "Bien."}, {"text": "On continue ?", "buttons": buttons}, {"buttons": buttons})
    text, menu, bare = await citizen.answers(await citizen.say("et alors ?"), count=3)
    assert (text["kind"], text["text"]) == ("text", "Bien.")
    assert (menu["kind"], menu["reason"], menu["text"]) == ("choices", "menu", "On continue ?")
    assert [option["label"] for option in menu["options"]] == ["Oui", "Non"]
    assert bare["text"] == "- Oui\n- Non"


async def test_a_frame_can_t_forge_its_number_or_author(citizen, engine):
    engine.behaviour = says({"custom": {"frames": [{"kind": "text", "text": "x", "seq": 99, "author": "agent"}]}})
    (event,) = await citizen.ask("bonjour")
    assert (event["seq"], event["author"]) == (3, "bot")


@pytest.mark.parametrize(
    "frame",
    [
        {k: v for k, v in ANSWER.items() if k != "source"},
        {**ANSWER, "source": {"title": "sans adresse"}},
        {**ANSWER, "blocks": ["pas un bloc"]},
        {"kind": "choices", "text": ANSWER["text"], "options": [{"label": "sans payload"}]},
        {"kind": 3, "text": ANSWER["text"]},
    ],
)
async def test_a_malformed_frame_still_says_its_text(citizen, engine, frame):
    engine.behaviour = says({"custom": {"frames": [frame]}})
    (event,) = await citizen.ask("documents ?")
    assert (event["kind"], event["text"]) == ("text", ANSWER["text"])


UNUSABLE = {
    "error status": status(500),
    "not JSON": b"<html>",
    "not a list": {"text": "x"},
    "list of numbers": [1, 2],
    "text is a number": [{"text": 3}],
    "hangs up": None,
}


@pytest.mark.parametrize("answer", UNUSABLE.values(), ids=UNUSABLE.keys())
async def test_nonsense_becomes_an_honest_notice(citizen, engine, answer):
    async def behaviour(_sender, _text):
        return answer

    engine.behaviour = behaviour
    (notice,) = await citizen.ask("bonjour")
    assert notice["kind"] == "notice"
    assert notice["retry"] == 2
    assert "39 39" in notice["text"]
    assert [link["url"] for link in notice["links"]] == ["https://www.service-public.gouv.fr/", "tel:3939"]
    assert "secret" not in str(notice)


@pytest.mark.parametrize("replies", [[], [{}], [{"text": " "}], [{"custom": {"frames": []}}], [{"custom": 4}]])
async def test_an_empty_reply_is_not_silence(citizen, engine, replies):
    engine.behaviour = says(*replies)
    (notice,) = await citizen.ask("bonjour")
    assert (notice["kind"], notice["retry"]) == ("notice", 2)
    assert "rien à répondre" in notice["text"]


async def test_a_slow_engine_is_given_up_and_the_next_message_is_served(citizen, engine):
    async def slow_once(_sender, text):
        await asyncio.sleep(30 if text == "lent" else 0)
        return [{"text": "ok"}]

    engine.behaviour = slow_once
    first, second = await citizen.say("lent"), await citizen.say("vite")
    notice, answer = await citizen.answers(max(first, second), count=2)
    assert (notice["kind"], answer["text"]) == ("notice", "ok")


async def test_an_engine_that_is_down_is_tried_once_more(tmp_path):
    engine = FakeEngine()
    await engine.start()
    port = engine.port
    await engine.stop()
    async with serving(settings_for(tmp_path, port)) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
        (notice,) = await citizen.ask("il y a quelqu'un ?")
        assert notice["kind"] == "notice"
        assert (await http.get("/health/ready")).status_code == 503
        await engine.start(port)
        (answer,) = await citizen.ask("et maintenant ?")
        assert answer["text"] == "Vous avez dit : et maintenant ?"
    await engine.stop()


async def test_a_restarting_engine_loses_no_message(tmp_path):
    engine = FakeEngine()
    await engine.start()
    await engine.stop()
    settings = settings_for(tmp_path, engine.port)
    async with serving(settings) as url, httpx.AsyncClient(base_url=url, trust_env=False) as http:
        citizen = await arrive(http)
        seq = await citizen.say("patience")
        await engine.start(engine.port)
        (answer,) = await citizen.answers(seq)
        assert answer["text"] == "Vous avez dit : patience"
    await engine.stop()


async def test_messages_of_a_conversation_go_in_order_and_one_at_a_time(http, engine):
    async def shuffle(_sender, text):
        await asyncio.sleep(0.05 if text.endswith("0") else 0)
        return [{"text": f"réponse à {text}"}]

    engine.behaviour = shuffle
    citizens = [await arrive(http) for _ in range(4)]
    await asyncio.gather(*(_say_all(citizen) for citizen in citizens))
    for citizen in citizens:
        events = await _until(citizen, 13)
        said = [e["text"] for e in events if e["author"] == "citizen"]
        assert [e["text"] for e in events[1:] if e["author"] == "bot"] == [f"réponse à {text}" for text in said]
        assert [text for sender, text in engine.heard if sender == citizen.id] == said
    assert engine.overlaps == 0
    assert engine.most_busy > 1


async def _say_all(citizen) -> None:
    for i in range(6):
        await citizen.say(f"message {i}")


async def _until(citizen, count: int) -> list[dict]:
    async with asyncio.timeout(10):
        while len(events := await citizen.events()) < count:
            await asyncio.sleep(0.02)
    return events


async def test_the_logs_never_hold_what_was_said(citizen, engine, caplog):
    caplog.set_level(logging.DEBUG, "guichet")
    engine.behaviour = says({"custom": {"frames": [{"kind": "answer", "text": "réponse confidentielle"}]}})
    await citizen.ask("ma phrase confidentielle")
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert "message.received" in logged
    assert "confidentielle" not in logged
    assert citizen.token not in logged
