"""Whoever blocks the bot is told nothing, and gets the rest once they are back."""

from __future__ import annotations

import pytest

from tests.gateway.desk.answering import write_teams
from tests.gateway.handoffs.house import says
from tests.gateway.telegram.end_to_end import script
from tests.gateway.telegram.end_to_end.counter import PATIENCE, open_counter, read, reads, saying, whole


@pytest.fixture
async def counter(settings, bot_api, tmp_path):
    async with open_counter(settings, bot_api, teams=write_teams(tmp_path)) as open_:
        yield open_


async def test_who_blocked_us_is_told_nothing_and_everything_once_they_are_back(counter, bot_api, ana, engine):
    camille = await counter.agent()
    engine.behaviour = script.counter
    await ana.says("/humain")
    await ana.sees(saying("Vous préférez ne pas attendre ?"), PATIENCE)
    reference = await counter.reference(ana)
    await ana.blocks()
    before = len(bot_api.calls)
    await counter.known.agents.take(camille, reference)
    await counter.known.agents.say(camille, reference, "1", says("Bonjour, quelle est votre rue ?"))
    await bob_reads_meanwhile(bot_api)
    assert not [call for call in bot_api.calls[before:] if call.chat_id == ana.chat_id]
    await ana.unblocks()
    await ana.sees(saying("quelle est votre rue ?"), PATIENCE)
    came = [text for text in read(ana) if text.startswith("Camille")]
    assert came == ["Camille vous répond maintenant.", "Camille :\nBonjour, quelle est votre rue ?"]


async def bob_reads_meanwhile(bot_api) -> None:
    """Whatever was to be delivered before has been tried by then."""
    bob = bot_api.person("Bob")
    await bob.says("bonjour")
    await reads(bob, "Vous avez dit : bonjour")


async def test_who_leaves_in_the_middle_of_a_long_answer_reads_the_rest_once_when_they_are_back(
    counter, bot_api, ana, engine
):
    engine.behaviour = script.at_length
    await ana.says("/start")
    await ana.sees(saying("assistant automatique"), PATIENCE)
    with bot_api.hold("sendMessage") as held:
        await ana.says("bonjour")
        await held.until(1, PATIENCE)
        bot_api.fail("sendMessage", code=403, chat=ana)
    await counter.noted(ana, "stopped_at")
    assert len(ana.messages) == 2
    await ana.unblocks()
    await ana.sees(lambda _: whole(ana).endswith("249e phrase de la réponse."), PATIENCE)
    assert len(ana.messages) == 3
    assert whole(ana).count(" 100e phrase") == 1


async def test_who_is_gone_is_shown_as_unreachable_and_delays_nobody(counter, bot_api, ana):
    await ana.says("un")
    await reads(ana, "Vous avez dit : un")
    ana.deactivates()
    await ana.says("deux")
    await counter.noted(ana, "stopped_at")
    await bob_reads_meanwhile(bot_api)
