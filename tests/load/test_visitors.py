"""What a simulated citizen does when the counter asks to wait, and what they come to say."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import httpx

from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import serving, settings_for
from tests.load.crowd import Crowd
from tests.load.talks import BUTTON, Talks
from tests.load.visitors import Pace, Visitor


async def test_a_refusal_with_a_delay_is_polite_and_the_same_call_is_made_again():
    answers = [httpx.Response(429, headers={"Retry-After": "0"}), httpx.Response(503), httpx.Response(202)]
    http = httpx.AsyncClient(base_url="http://counter", transport=httpx.MockTransport(lambda _: answers.pop(0)))
    visitor = Visitor(http, 0, random.Random(0))
    assert (await visitor.call("POST", "/")).status_code == 202
    assert visitor.tally == Counter({"refus polis (429)": 1, "erreurs (503)": 1})


async def test_a_crowd_talks_and_every_message_is_answered(tmp_path, engine):
    async with serving(settings_for(tmp_path, engine.port)) as url:
        crowd = Crowd(url, 5, Pace(0, 0.05))
        crowd.start()
        while len(crowd.visitors) < 8:
            await asyncio.sleep(0.02)
        assert await crowd.rush() > 0
        account = await crowd.disperse()
    assert account.failures == []
    assert account.errors == 0
    assert account.accepted == len(engine.heard) == len(account.seconds)


async def test_a_message_that_the_counter_forgets_is_found(tmp_path):
    engine = FakeEngine()
    await engine.start()
    async with serving(settings_for(tmp_path, engine.port)) as url:
        crowd = Crowd(url, 1, Pace(0, 0))
        visitor = crowd.welcome()
        visitor.talk = ["bonjour"]
        await visitor.live()
        visitor.sent[0].client_id = "another"
        account = await crowd.account()
    await engine.stop()
    assert account.lost == 1


def test_talks_ask_held_out_questions_and_press_buttons():
    talks = [Talks(random.Random(seed)).draw() for seed in range(30)]
    assert all(BUTTON in talk for talk in talks)
    assert max(len(talk) for talk in talks) <= 12
    assert len({talk[0] for talk in talks}) > 5
