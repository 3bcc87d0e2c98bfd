"""How long things stay in the inbox, and what takes them off the list."""

from __future__ import annotations

from guichet.gateway.unanswered.entries import ASSIGNED, DISMISSED, KEPT, SETTLED_KEPT
from tests.gateway.running import arrive
from tests.gateway.unanswered.confused import told


async def test_what_is_settled_leaves_the_list_and_its_words_go_later(citizen, kept, hands):
    await citizen.ask("un zorglub")
    (entry,) = await kept.open()
    assert await kept.settle([entry.id], ASSIGNED, "camille", "rsa") == 1
    assert await kept.open() == []
    assert await kept.settle([entry.id], DISMISSED, "zoé") == 0
    hands.now += SETTLED_KEPT
    await kept.tidy()
    assert told(await kept.all()) == [("none", "un zorglub")]
    hands.turn(hours=2)
    await kept.tidy()
    assert await kept.all() == []


async def test_what_nobody_saw_to_is_deleted_in_the_end(http, citizen, kept, hands):
    await citizen.ask("un zorglub")
    hands.now += KEPT
    await (await arrive(http)).ask("deux zorglubs")
    hands.turn(hours=2)
    await kept.tidy()
    assert told(await kept.all()) == [("none", "deux zorglubs")]
