"""The engine's door over a real port: what is answered, and what a failed turn answers."""

import json

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.engine.agent import agent_at_start
from guichet.engine.locks import TurnLocks
from guichet.engine.receiving import TurnInput
from guichet.engine.remote_action import ActionServer
from guichet.engine.tracker_store import TurnStore
from tests.engine.serving import new_app, served


async def answering(message):
    await message.output_channel.send_response(message.sender_id, {"text": f"reçu : {message.text}"})


async def failing(message):
    await message.output_channel.send_response(message.sender_id, {"text": "une moitié de réponse"})
    raise OSError(f"disk full while storing {message.text}")


async def asked(handler, body):
    blueprint = TurnInput().blueprint(handler)
    async with served(lambda app: app.blueprint(blueprint)) as session, session.post("/webhook", data=body) as answer:
        return answer.status, await answer.read()


async def test_a_turn_is_answered():
    status, body = await asked(answering, '{"sender": "ana", "message": "bonjour"}')
    assert status == 200
    assert [reply["text"] for reply in json.loads(body)] == ["reçu : bonjour"]


async def test_a_turn_that_fails_is_no_half_answer(caplog):
    assert await asked(failing, '{"sender": "ana", "message": "mon secret"}') == (503, b"")
    assert "OSError" in caplog.text
    assert "mon secret" not in caplog.text


@pytest.mark.parametrize("body", ["", "[]", '{"sender": "ana"}', '{"sender": 3, "message": "x"}', "{" * 5000])
async def test_what_is_no_message_is_refused(body):
    assert (await asked(answering, body))[0] == 400


@pytest.fixture
def hollow(tmp_path):
    """An engine that was started with a file that is no model."""
    broken = tmp_path / "guichet-ffffffffffffffff.tar.gz"
    broken.write_bytes(b"not a model")
    store = TurnStore(None, f"sqlite:///{tmp_path / 'tracker.db'}")
    yield agent_at_start(broken, store, TurnLocks(), ActionServer("http://127.0.0.1:9/webhook"))
    store.close()


async def test_an_engine_without_a_usable_model_stays_up_and_says_so(hollow):
    app = new_app()
    app.ctx.agent = hollow
    blueprint = TurnInput().blueprint(hollow.handle_message)
    async with served(lambda app: app.blueprint(blueprint), app) as session:
        async with session.get("/") as answer:
            assert answer.status == 503
        async with session.post("/webhook", data='{"sender": "ana", "message": "bonjour"}') as answer:
            assert answer.status == 503
