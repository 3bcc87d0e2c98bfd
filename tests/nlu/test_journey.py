"""What the engine tells the gateway of its own work, and the id that its log lines bear."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest
from rasa.shared.nlu.training_data.message import Message
from sanic import Blueprint, Sanic, response

from guichet import logs
from guichet.nlu import journey

HEARD = {"intent": {"name": "ask_cost"}, "procedures": {"decision": "answer"}}


@pytest.fixture
async def door():
    """An application of one call, which does what the engine does for a message; gives its address."""
    routes = Blueprint("door")
    journey.attach(routes)

    @routes.route("/quiet", methods=["POST"])
    async def quiet(request):
        return response.json({"about": logs.current()})

    @routes.route("/say", methods=["POST"])
    async def say(request):
        journey.start(journey.NLU)
        journey.understood(Message(data=HEARD))
        journey.stop(journey.NLU)
        with journey.stage(journey.ACTION):
            await asyncio.sleep(0.02)
        return response.json({"about": logs.current(), "carried": journey.headers()})

    Sanic.test_mode = True
    app = Sanic("journey", configure_logging=False)
    app.blueprint(routes)
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        await server.close()


async def call(address: str, path: str, message: str = ""):
    headers = {logs.HEADER: message} if message else {}
    async with aiohttp.ClientSession() as session, session.post(f"{address}{path}", headers=headers) as answer:
        return answer.headers.get(journey.TIMING, ""), await answer.json()


async def test_a_message_is_named_and_its_stages_are_timed(door):
    timing, told = await call(door, "/say", "abc:7")
    assert told == {"about": "abc:7", "carried": {logs.HEADER: "abc:7"}}
    parts = dict(part.split(";") for part in timing.split(", "))
    assert parts["intent"] == "desc=ask_cost"
    assert parts["decision"] == "desc=answer"
    assert 20 <= float(parts["action"].partition("=")[2]) < 2000
    assert 0 <= float(parts["nlu"].partition("=")[2]) < 1000


async def test_a_call_without_work_says_nothing(door):
    assert await call(door, "/quiet") == ("", {"about": ""})


async def test_one_message_is_never_told_as_the_one_before(door):
    async with aiohttp.ClientSession() as session:  # one connection, one task of the server for all three
        for message, about in (("abc:7", "abc:7"), ("", ""), ("pas un numéro".encode().hex() * 9, "")):
            headers = {logs.HEADER: message} if message else {}
            async with session.post(f"{door}/quiet", headers=headers) as answer:
                assert await answer.json() == {"about": about}
                assert journey.TIMING not in answer.headers


async def test_messages_at_once_keep_to_themselves(door):
    told = await asyncio.gather(*(call(door, "/say", f"c:{number}") for number in range(8)))
    assert [body["about"] for _, body in told] == [f"c:{number}" for number in range(8)]


def test_outside_a_message_nothing_is_noted():
    journey.start(journey.NLU)
    journey.stop(journey.NLU)
    journey.understood(Message(data=HEARD))
    with journey.stage(journey.ACTION):
        assert journey.headers() == {}


@pytest.mark.parametrize(
    ("intent", "linked", "decision"),
    [("greet", "answer", "none"), ("out_of_scope", "choose", "none"), ("describe_situation", "choose", "choose")],
)
def test_the_decision_is_the_one_that_counts(intent, linked, decision):
    begun = journey._work.set(journey.Work())
    try:
        journey.understood(Message(data={"intent": {"name": intent}, "procedures": {"decision": linked}}))
        assert journey._work.get().header() == f"intent;desc={intent}, decision;desc={decision}"
    finally:
        journey._work.reset(begun)
