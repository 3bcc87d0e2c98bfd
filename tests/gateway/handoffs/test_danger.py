"""Somebody in danger is told whom to call, also where the bot gets nothing or can say nothing."""

from __future__ import annotations

from guichet.gateway.handoffs.switches import BOT
from tests.gateway.handoffs.house import by

WORDS = "je veux mourir"


def is_alarm(event) -> bool:
    numbers = [call["number"].replace(" ", "") for call in event.body.get("calls", ())]
    return (event.kind, event.body.get("level")) == ("notice", "danger") and "3114" in numbers


async def test_while_they_wait_and_while_an_agent_has_them(house):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await visitor.say(WORDS)
    *_, alarm = await visitor.events()
    assert alarm.author == "system"
    assert is_alarm(alarm)
    await house.known.agents.take(by(agent), reference)
    await visitor.say("merci")
    await visitor.say(WORDS)
    assert [is_alarm(event) for event in (await visitor.events())[-4:]] == [False, False, False, True]
    assert house.engine.heard[1:] == []


async def test_with_the_engine_down_and_with_the_bot_switched_off(house):
    visitor = await house.arrive()
    await visitor.say(WORDS)
    house.engine.fail(visitor.id)
    await house.settle()
    *_, alarm, notice = await visitor.events()
    assert is_alarm(alarm)
    assert "Allô Service Public" in notice.body["text"]
    await house.known.switches.switch_off(BOT, "Mise à jour.", "alix")
    await visitor.say(WORDS)
    *_, alarm, notice = await visitor.events()
    assert is_alarm(alarm)
    assert "arrêté" in notice.body["text"]
