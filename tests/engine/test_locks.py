"""Locks of conversations: one turn at a time in one engine."""

import asyncio

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from guichet.engine.locks import TurnLocks


async def turn(locks, conversation, seen, number):
    async with locks.lock(conversation):
        seen.append(("begins", number))
        await asyncio.sleep(0)
        seen.append(("ends", number))


def pairs(seen):
    return list(zip(seen[::2], seen[1::2], strict=True))


async def test_turns_of_one_conversation_follow_each_other():
    locks, seen = TurnLocks(), []
    await asyncio.gather(*(turn(locks, "ana", seen, number) for number in range(5)))
    assert pairs(seen) == [(("begins", n), ("ends", n)) for n in range(5)]


async def test_conversations_do_not_wait_for_each_other():
    locks, seen = TurnLocks(), []
    await asyncio.gather(turn(locks, "ana", seen, 1), turn(locks, "bob", seen, 2))
    assert seen[:2] == [("begins", 1), ("begins", 2)]


async def test_a_turn_that_fails_lets_the_next_one_in():
    locks = TurnLocks()
    with pytest.raises(ZeroDivisionError):
        async with locks.lock("ana"):
            raise ZeroDivisionError
    seen = []
    await asyncio.wait_for(turn(locks, "ana", seen, 2), 1)
    assert seen == [("begins", 2), ("ends", 2)]
