"""What a tool is told, when, and what its failures do: nothing to anybody else."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from guichet.errors import GuichetError
from guichet.gateway import counter
from guichet.gateway.bridge import Bridge, load_tool, tool_agent
from guichet.gateway.leases import OwnLeases
from guichet.gateway.tool_news import AgentTool, Backlog
from guichet.handoff import Status
from tests.gateway.handoffs.house import Died, by, says


class Listener(AgentTool):
    """Writes down what it hears, or does with it what a test says."""

    def __init__(self) -> None:
        self.heard = []
        self.forgotten = []
        self.calls = 0
        self.behaviour = None
        self.starts = 0

    async def start(self) -> None:
        self.starts += 1
        if self.starts < 2:
            raise ConnectionError("not yet")

    async def happened(self, news) -> None:
        self.calls += 1
        if self.behaviour:
            await self.behaviour(news)
        self.heard.append(news)

    async def erased(self, reference) -> None:
        self.calls += 1
        if self.behaviour:
            await self.behaviour(None)
        self.forgotten.append(reference)

    @property
    def told(self) -> list[tuple[list[str], list[str]]]:
        """Of each time: what was done, and whose words came."""
        return [
            ([move.command for move in news.moves], [said.event.author for said in news.said]) for news in self.heard
        ]


def make(_agents, _settings) -> Listener:
    """As an operator would name it."""
    return Listener()


@pytest.fixture
def tool():
    return Listener()


@pytest.fixture
def bridge(house, tool):
    return Bridge(Backlog(house.database), house.known.broadcast, tool, OwnLeases(), call=0.3, pause=0.0)


@asynccontextmanager
async def running(bridge):
    await bridge.start()
    try:
        yield
    finally:
        await bridge.stop()


async def until(condition) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.002)


async def test_at_first_all_of_it_then_only_what_is_new(house, tool, bridge):
    agent = await house.agent()
    visitor, reference = await house.waiting_citizen()
    await bridge.look()
    await bridge.look()
    await visitor.say("Allô ?")
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.say(by(agent), reference, "x:1", says("Bonjour."))
    await bridge.look()
    assert tool.told == [
        (["Ask"], ["bot", "citizen", "system", "system"]),
        (["Take"], ["citizen", "system", "agent"]),
    ]
    first, second = tool.heard
    assert (first.request.reference, first.request.status) == (reference, "waiting")
    assert second.request.status == "taken"
    assert second.said[-1].sent_as == f"{agent.id}:x:1"
    assert [said.sent_as for said in second.said[:-1]] == ["", ""]


async def test_a_conversation_without_a_request_is_nobody_s_affair(house, tool, bridge):
    visitor = await house.arrive()
    await visitor.talk("bonjour")
    await bridge.look()
    assert tool.heard == []


async def test_after_the_end_only_what_is_done_counts(house, tool, bridge):
    agent = await house.agent()
    _, reference = await house.waiting_citizen()
    await house.known.agents.close(by(agent), reference, "resolved")
    await bridge.look()
    assert tool.heard == [], "over before the tool was there"
    other, mine = await house.waiting_citizen()
    await bridge.look()
    await house.known.agents.close(by(agent), mine, "resolved")
    await bridge.look()
    await other.talk("et mon passeport ?")
    await bridge.look()
    await house.known.agents.reopen(by(agent), mine)
    await bridge.look()
    assert tool.told[1:] == [
        (["Close"], ["system"]),
        (["Reopen"], ["citizen", "bot", "system"]),
    ]


async def test_contact_details_are_there_to_answer(house, tool, bridge):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    await visitor.press("Être rappelé par téléphone")
    await visitor.say("06 12 34 56 78")
    await bridge.look()
    assert tool.heard[0].contact.phone == "0612345678"
    assert "0612345678" not in str(tool.heard[0].said)


async def test_what_failed_is_told_again_with_what_came_since(house, tool, bridge):
    await house.agent()
    visitor, _ = await house.waiting_citizen()

    async def fails(_news):
        raise ValueError("secret")

    tool.behaviour = fails
    await bridge.look()
    await visitor.say("Allô ?")
    await bridge.look()
    tool.behaviour = None
    await bridge.look()
    assert (tool.calls, tool.told) == (3, [(["Ask"], ["bot", "citizen", "system", "system", "citizen"])])


async def test_what_ended_while_the_tool_failed_is_told_all_the_same(house, tool, bridge):
    agent = await house.agent()
    _, reference = await house.waiting_citizen()

    async def fails(_news):
        raise ConnectionError

    tool.behaviour = fails
    await bridge.look()
    await house.known.agents.close(by(agent), reference, "resolved")
    tool.behaviour = None
    await bridge.look()
    assert [moves for moves, _ in tool.told] == [["Ask", "Close"]]


async def test_one_request_that_hangs_keeps_no_other_back(house, tool, bridge):
    await house.agent()
    _, stuck = await house.waiting_citizen()
    _, fine = await house.waiting_citizen()

    async def hangs(news):
        if news.request.reference == stuck:
            await asyncio.sleep(60)

    tool.behaviour = hangs
    began = time.monotonic()
    await bridge.look()
    assert time.monotonic() - began < 2
    assert [news.request.reference for news in tool.heard] == [fine]


async def test_a_failing_tool_is_left_alone_longer_each_time(house, tool):
    await house.agent()
    await house.waiting_citizen()

    async def fails(_news):
        raise ConnectionError

    tool.behaviour = fails
    bridge = Bridge(Backlog(house.database), house.known.broadcast, tool, OwnLeases(), pause=30.0)
    for _ in range(5):
        await bridge.look()
    assert tool.calls == 1


async def test_a_crash_tells_it_again_and_never_not_at_all(house, tool):
    await house.agent()
    visitor, _ = await house.waiting_citizen()
    for statements in range(30):
        bridge = Bridge(Backlog(house.database), house.known.broadcast, tool, OwnLeases(), pause=0.0)
        house.database.statements_left = statements
        try:
            await bridge.look()
        except Died:
            await house.restart()
            continue
        house.database.statements_left = None
        break
    assert visitor.id in {news.request.conversation_id for news in tool.heard}
    assert {tuple(moves) for moves, _ in tool.told} == {("Ask",)}
    before = len(tool.heard)
    await Bridge(Backlog(house.database), house.known.broadcast, tool, OwnLeases()).look()
    assert len(tool.heard) == before


async def test_an_erased_request_is_told_until_the_tool_has_forgotten_it(house, tool, bridge):
    await house.agent()
    visitor, reference = await house.waiting_citizen()
    await bridge.look()
    await counter.erase(house.known, visitor.id)

    async def fails(_news):
        raise ConnectionError

    tool.behaviour = fails
    await bridge.look()
    tool.behaviour = None
    await bridge.look()
    await bridge.look()
    assert tool.forgotten == [reference]


async def test_the_task_starts_the_tool_until_it_works_and_tells_at_once(house, tool, bridge):
    await house.agent()
    async with running(bridge):
        await until(lambda: tool.starts == 2)
        visitor, _ = await house.waiting_citizen()
        await until(lambda: tool.heard)
        await visitor.say("Allô ?")
        await until(lambda: len(tool.heard) == 2)


async def test_a_tool_s_failure_leaves_no_words_in_the_log(house, tool, bridge, caplog):
    caplog.set_level(logging.INFO)
    await house.agent()
    await house.waiting_citizen()

    async def fails(news):
        raise ValueError(news.said[1].event.body["text"])

    tool.behaviour = fails
    await bridge.look()
    ours = [record for record in caplog.records if record.name == "guichet.gateway.bridge"]
    assert [(record.getMessage(), record.reason, record.exc_info) for record in ours] == [
        ("bridge.tool.failed", "ValueError", None)
    ]


async def test_nobody_looks_for_the_browser_of_a_tool_s_agent(house):
    house.settings = replace(house.settings, agent_tool=f"{__name__}:make")
    await house.restart()
    visitor, reference = await house.waiting_citizen()
    assert await visitor.status() is Status.WAITING, "without any account at the desk"
    await house.known.agents.take(tool_agent("7", "Camille"), reference)
    await house.later(hours=2)
    await house.later(hours=2)
    assert await visitor.status() is Status.TAKEN


@pytest.mark.parametrize(
    "setting", ["nothing.here:build", "guichet.gateway.bridge:missing", "guichet.gateway.bridge", ":x", "x:"]
)
def test_a_tool_that_is_not_there_is_said_in_one_line(house, setting):
    with pytest.raises(GuichetError, match=r"^GUICHET_AGENT_TOOL : « .* » introuvable .* — ") as refusal:
        load_tool(setting, house.known.agents, house.settings)
    assert "\n" not in str(refusal.value)
