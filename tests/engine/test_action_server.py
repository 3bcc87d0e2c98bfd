"""The action server over a real port, and the engine's way of calling it."""

import dataclasses

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from sanic import response

from guichet import settings
from guichet.action_server import application
from guichet.engine.remote_action import ActionError, ActionServer
from guichet.errors import GuichetError
from tests.engine.serving import new_app, served

TOKEN = "un-jeton-de-seize-signes"


@pytest.fixture(scope="module")
def app():
    return application(dataclasses.replace(settings.load(), internal_token=TOKEN))


def calls(session, token=TOKEN):
    return ActionServer(str(session._base_url.with_path("/webhook")), token)


def body(action):
    return {
        "next_action": action,
        "sender_id": "ana",
        "tracker": {"sender_id": "ana", "slots": {}},
        "version": "3.6.21",
    }


async def test_who_does_not_know_the_token_gets_nothing(app):
    async with served(lambda app: None, app) as session:
        for headers in ({}, {"Authorization": "Bearer autre-jeton-tout-a-fait"}, {"Authorization": TOKEN}):
            async with session.post("/webhook", json=body("action_repeat"), headers=headers) as answer:
                assert (answer.status, await answer.read()) == (401, b"")
            async with session.get("/actions", headers=headers) as answer:
                assert answer.status == 401
        async with session.get("/health") as answer:
            assert answer.status == 200


async def test_a_failure_says_nothing_of_the_conversation(app):
    secret = body("action_repeat") | {"tracker": "mon secret"}
    async with served(lambda app: None, app) as session:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with session.post("/webhook", json=secret, headers=headers) as answer:
            assert (answer.status, await answer.read()) == (500, b"")


def test_without_a_token_it_does_not_start():
    with pytest.raises(GuichetError, match="GUICHET_INTERNAL_TOKEN"):
        application(dataclasses.replace(settings.load(), internal_token=""))


@pytest.mark.parametrize(
    "answer",
    [
        lambda: response.empty(status=500),
        lambda: response.text("pas du JSON"),
        lambda: response.json({"events": "rien", "responses": []}),
        lambda: response.json([]),
    ],
)
async def test_what_is_no_answer_is_an_error(answer):
    async def webhook(request):
        return answer()

    async with served(lambda app: app.add_route(webhook, "/webhook", methods=["POST"]), new_app()) as session:
        server = calls(session)
        with pytest.raises(ActionError):
            await server.call({})
        await server.close()


async def test_a_server_that_is_not_there_is_an_error():
    server = ActionServer("http://127.0.0.1:9/webhook")
    with pytest.raises(ActionError, match="ClientConnectorError"):
        await server.call({})
    await server.close()


async def test_one_connection_serves_many_calls():
    ports = set()

    async def webhook(request):
        ports.add(request.port)
        return response.json({"events": [], "responses": []})

    async with served(lambda app: app.add_route(webhook, "/webhook", methods=["POST"]), new_app()) as session:
        server = calls(session)
        for _ in range(5):
            await server.call({})
        await server.close()
    assert len(ports) == 1
