"""One model takes the place of another in an engine that answers."""

from __future__ import annotations

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from guichet.nlu.model_exchange import ExchangeError, exchange, held
from guichet.training import silence
from tests.bank.tiny import train_saying

FIRST, SECOND = "Je suis le premier.", "Je suis le second."


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """Two models in one folder."""
    folder = tmp_path_factory.mktemp("exchange")
    return [train_saying(folder / "project", folder / "models", sentence) for sentence in (FIRST, SECOND)]


@pytest.fixture
def agent(models):
    """An engine with the first of them."""
    with silence():
        return Agent.load(str(models[0]))


async def said(processor, sender):
    channel = CollectingOutputChannel()
    await processor.handle_message(UserMessage("bonjour", channel, sender))
    return [message["text"] for message in channel.messages]


async def test_the_new_model_answers_and_what_the_old_one_began_it_ends(agent, models):
    old = agent.processor
    await exchange(agent, models[1].name)
    assert held(agent) == models[1].name
    assert await said(agent.processor, "ana") == [SECOND]
    assert await said(old, "bob") == [FIRST]


async def test_the_conversation_goes_on(agent, models):
    await said(agent.processor, "ana")
    await exchange(agent, models[1].name)
    await said(agent.processor, "ana")
    tracker = await agent.tracker_store.retrieve("ana")
    assert [event.text for event in tracker.events if event.type_name == "bot"] == [FIRST, SECOND]


async def test_what_is_no_model_changes_nothing(agent, models):
    broken = models[0].with_name("guichet-0000000000000000.tar.gz")
    broken.write_bytes(b"not a model")
    with silence(), pytest.raises(ExchangeError):
        await exchange(agent, broken.name)
    assert await said(agent.processor, "ana") == [FIRST]


@pytest.mark.parametrize("name", ["", "model.tar.gz", "../models/{}", "/etc/{}", "{}\n"])
async def test_only_names_of_models_of_the_same_folder_are_taken(agent, models, name):
    with pytest.raises(ExchangeError, match="not a model of this engine's folder"):
        await exchange(agent, name.format(models[1].name))
    assert held(agent) == models[0].name


async def test_an_engine_without_a_model_says_so():
    assert held(Agent()) == ""
    with pytest.raises(ExchangeError):
        await exchange(Agent(), "guichet-0000000000000000.tar.gz")
