"""The store of conversations: what it keeps, what it forgets, and what happens when two engines or none agree."""

import pytest

pytest.importorskip("rasa", reason="Rasa n'est que dans l'environnement du moteur (.venv-engine)")

import sqlite3

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from sqlalchemy.exc import DBAPIError

from guichet.engine.conversation import HELD, TOLD
from guichet.engine.tracker_store import OutrunError, TurnStore
from guichet.errors import GuichetError


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture
def open_store(url):
    """Opens one more engine's store over the same database."""
    opened = []

    def open_one(**options):
        slots = [AnySlot("procedure", [{}], influence_conversation=False)]
        domain = Domain([], [], slots, {}, [], {}, {})
        opened.append(TurnStore(domain, url, **options))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


async def take_turn(store, sender, text, procedure="F1"):
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(text, {"name": "inform", "confidence": 0.9}, [], {"intent_ranking": ["long"] * 10}))
    tracker.update(SlotSet("procedure", procedure))
    frames = [{"kind": "answer", "text": "long" * 100, "procedure": {"id": procedure, "title": f"Titre {procedure}"}}]
    tracker.update(BotUttered(data={"custom": {"frames": frames}}))
    await store.save(tracker)
    return tracker


def words(tracker):
    return [event["text"] for event in tracker.said() if event["event"] == "user"]


async def test_a_conversation_never_seen_is_none(open_store):
    assert await open_store().retrieve("ana") is None


async def test_a_restarted_engine_goes_on_where_it_was(open_store):
    for number in range(HELD + 3):
        before = await take_turn(open_store(), "ana", f"message {number}", f"F{number}")
    after = await open_store().retrieve("ana")
    assert after.number == before.number == HELD + 3
    assert words(after) == words(before) == [f"message {number}" for number in range(HELD + 3)]
    assert after.get_slot("procedure") == f"F{HELD + 2}"
    assert [e.type_name for e in after.events] == [e.type_name for e in before.events]
    assert after.latest_message.text == before.latest_message.text


async def test_held_in_memory_or_read_again_it_is_the_same(open_store):
    held, read = open_store(), open_store(room=0)
    for number in range(HELD + 3):
        await take_turn(held, "ana", f"message {number}", f"F{number}")
    one, other = await held.retrieve("ana"), await read.retrieve("ana")
    assert [event.as_dict() | {"timestamp": 0} for event in one.events] == [
        event.as_dict() | {"timestamp": 0} for event in other.events
    ]
    assert one.said() == other.said()
    assert one.current_slot_values() == other.current_slot_values()


async def test_what_is_far_back_is_forgotten_everywhere(open_store, url):
    store = open_store()
    for number in range(TOLD + 5):
        await take_turn(store, "ana", f"message {number}")
    assert len(words(await store.retrieve("ana"))) == TOLD
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        assert database.execute("SELECT COUNT(*) FROM turns").fetchone() == (TOLD,)


async def test_replies_and_rankings_are_not_kept(open_store, url):
    tracker = await take_turn(open_store(), "ana", "bonjour")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        (data,) = database.execute("SELECT data FROM turns").fetchone()
    assert "Titre F1" in data
    assert "longlong" not in data
    assert "intent_ranking" not in data
    assert tracker.said()[1]["data"] == {"custom": {"frames": [{"kind": "answer", "procedure": {"title": "Titre F1"}}]}}


async def test_two_engines_see_what_the_other_did(open_store):
    one, other = open_store(), open_store()
    await take_turn(one, "ana", "un")
    await take_turn(other, "ana", "deux")
    await take_turn(one, "ana", "trois")
    assert words(await other.retrieve("ana")) == ["un", "deux", "trois"]


async def test_of_two_turns_at_once_one_is_stored(open_store):
    one, other = open_store(), open_store()
    await take_turn(one, "ana", "un")
    mine, theirs = await one.retrieve("ana"), await other.retrieve("ana")
    for tracker in (mine, theirs):
        tracker.update(SlotSet("procedure", "F2"))
    await one.save(mine)
    with pytest.raises(OutrunError):
        await other.save(theirs)
    assert (await other.retrieve("ana")).number == 2


async def test_a_turn_that_fails_half_way_leaves_no_trace(open_store):
    store = open_store()
    await take_turn(store, "ana", "un")
    (await store.retrieve("ana")).update(SlotSet("procedure", "jamais rendu"))
    assert (await store.retrieve("ana")).get_slot("procedure") == "F1"


async def test_a_forgotten_conversation_is_gone_for_every_engine(open_store):
    one, other = open_store(), open_store()
    await take_turn(one, "ana", "mon secret")
    await take_turn(one, "bob", "bonjour")
    await other.retrieve("ana")
    other.forget("ana")
    other.forget("jamais vue")
    assert await one.retrieve("ana") is None
    assert list(await one.keys()) == ["bob"]


async def test_a_database_that_fails_is_an_error_and_nothing_is_kept_in_memory(open_store, url):
    store = open_store()
    await take_turn(store, "ana", "un")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        database.execute("ALTER TABLE turns RENAME TO away")
    with pytest.raises(DBAPIError):
        await take_turn(store, "ana", "deux")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        database.execute("ALTER TABLE away RENAME TO turns")
    assert words(await store.retrieve("ana")) == ["un"]


def test_conversations_of_an_engine_of_before_are_removed(url, open_store):
    path = url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE events (data TEXT)")
    open_store()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE name = 'events'").fetchone() is None


def test_a_wrong_address_is_one_line_without_the_password():
    with pytest.raises(GuichetError, match="GUICHET_TRACKER_URL") as failure:
        TurnStore(None, "postgresql://guichet:secret@127.0.0.1:9/none")
    assert "secret" not in str(failure.value)
    assert "\n" not in str(failure.value)
