"""How often somebody may do something: alone, with other gateways through a real Redis, and while Redis is away."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from guichet.gateway import rates
from guichet.gateway.limits import network
from guichet.gateway.rates import Rate
from guichet.gateway.redis_wire import connect
from guichet.gateway.shared_rates import ANSWER, Outage, SharedRate
from tests.services import redis


class Hands:
    def __init__(self):
        self.now = datetime(2026, 11, 22, tzinfo=timezone.utc)

    def __call__(self):
        return self.now

    def pass_by(self, seconds):
        self.now += timedelta(seconds=seconds)


def test_a_burst_then_one_at_a_time():
    hands = Hands()
    rate = Rate(6, hands)
    assert [rate.take("a") for _ in range(7)] == [0, 0, 0, 0, 0, 0, 10]
    assert rate.take("b") == 0
    hands.pass_by(10)
    assert [rate.take("a"), rate.take("a")] == [0, 10]


def test_memory_is_bounded_however_many_call(monkeypatch):
    monkeypatch.setattr(rates, "MANY", 100)
    rate = Rate(1, Hands())
    assert [rate.take(str(n)) for n in range(1_000)] == [0] * 1_000
    assert len(rate._buckets) == 100
    assert rate.take("999") > 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("unix:", "unix:", True),
    ],
)
def test_whom_an_address_stands_for(one, other, same):
    assert (network(one) == network(other)) is same


def two_gateways(server, per_minute):
    clients = [connect(server.url) for _ in range(2)]
    return clients, [SharedRate("test", Rate(per_minute, Hands()), client, Outage()) for client in clients]


async def test_gateways_count_together():
    with redis() as server:
        clients, (one, other) = two_gateways(server, 6)
        taken = [await (one if n % 2 else other).take("a") for n in range(7)]
        assert taken[:6] == [0] * 6
        assert 1 <= taken[6] <= 10
        assert await one.take("b") == 0
        names = [key async for key in clients[0].scan_iter("*")]
        assert len(names) == 2
        assert all([0 < await clients[0].pttl(name) <= 60_000 for name in names])
        for client in clients:
            await client.aclose()


async def test_while_redis_is_away_each_gateway_counts_alone_and_nobody_waits():
    with redis() as server:
        clients, (one, other) = two_gateways(server, 2)
        assert [await one.take("a"), await other.take("a")] == [0, 0]
        assert await one.take("a") > 0
        server.kill()
        begun = asyncio.get_running_loop().time()
        assert [await other.take("b") for _ in range(3)] == [0, 0, 30]
        assert asyncio.get_running_loop().time() - begun < 1.0
        for client in clients:
            await client.aclose()


class Hanging:
    async def eval(self, *_):
        await asyncio.sleep(60)


async def test_a_redis_that_hangs_is_waited_for_once():
    rate = SharedRate("test", Rate(100, Hands()), Hanging(), Outage())
    begun = asyncio.get_running_loop().time()
    assert [await rate.take("a") for _ in range(20)] == [0] * 20
    assert asyncio.get_running_loop().time() - begun < 2 * ANSWER
