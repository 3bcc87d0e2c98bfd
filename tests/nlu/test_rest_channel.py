"""The engine forgets a conversation when told to, whatever is wrapped around its tracker store."""

from __future__ import annotations

import pytest
from rasa.core.tracker_store import AwaitableTrackerStore, FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from guichet.nlu.rest_channel import erase


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path):
    domain = Domain.empty()
    if request.param == "memory":
        return AwaitableTrackerStore(InMemoryTrackerStore(domain))
    return FailSafeTrackerStore(SQLTrackerStore(domain, dialect="sqlite", db=str(tmp_path / "tracker.db")))


async def test_one_conversation_is_erased_and_the_other_stays(store):
    for name in ("a", "b"):
        tracker = DialogueStateTracker(name, [])
        tracker.update(UserUttered("mon secret"))
        await store.save(tracker)
    erase(store, "a")
    erase(store, "jamais vue")
    assert await store.retrieve("a") is None
    assert (await store.retrieve("b")).latest_message.text == "mon secret"


def test_a_store_that_cannot_forget_says_so():
    with pytest.raises(TypeError, match="not known"):
        erase(object(), "a")
