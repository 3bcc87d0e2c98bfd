"""The store over a real PostgreSQL: several engines, and a database that goes away and comes back."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from sqlalchemy.exc import DBAPIError

from guichet.engine.tracker_store import OutrunError, TurnStore
from tests.services import postgres


@pytest.fixture(scope="module")
def cluster():
    with postgres() as started:
        yield started


@pytest.fixture
def stores(cluster):
    """Two engines' stores over one database."""
    cluster.create("tracker")
    opened = [TurnStore(Domain.empty(), cluster.url_of("tracker", "psycopg2")) for _ in range(2)]
    yield opened
    for store in opened:
        store.close()


async def take_turn(store, text):
    tracker = await store.get_or_create_tracker("ana", append_action_listen=False)
    tracker.update(UserUttered(text))
    await store.save(tracker)


def words(tracker):
    return [event["text"] for event in tracker.said()]


async def test_two_engines_one_conversation_and_a_cut(stores, cluster):
    one, other = stores
    await take_turn(one, "un")
    await take_turn(other, "deux")
    mine, theirs = await one.retrieve("ana"), await other.retrieve("ana")
    for tracker in (mine, theirs):
        tracker.update(UserUttered("trois"))
    await one.save(mine)
    with pytest.raises(OutrunError):
        await other.save(theirs)
    cluster.stop()
    with pytest.raises(DBAPIError):
        await take_turn(one, "perdu")
    cluster.start()
    await take_turn(one, "quatre")
    assert words(await other.retrieve("ana")) == ["un", "deux", "trois", "quatre"]
    one.forget("ana")
    assert await other.retrieve("ana") is None
