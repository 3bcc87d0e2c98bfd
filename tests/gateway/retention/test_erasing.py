"""After a citizen has erased everything, no byte of it is left in the files of the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from guichet.gateway import counter
from guichet.gateway.conversations import Feedback
from guichet.gateway.tables import forgetting, metadata
from tests.gateway.handoffs.house import by, says, words

#: Words that are nowhere else.
MARKS = ("zorglub", "quetzal", "ornithorynque", "saperlipopette", "xylophone")


def found(folder) -> list[tuple[str, str]]:
    """Which of the words are in which file."""
    files = [path for path in folder.iterdir() if path.name.startswith("guichet.db")]
    return [(path.name, mark) for path in files for mark in MARKS if mark.encode() in path.read_bytes()]


async def everything_said(house):
    """A citizen with something in every table: messages, opinion, request, contact, notes, a letter."""
    agent = await house.agent()
    visitor = await house.arrive()
    await visitor.talk("mon zorglub est en panne", words("Quel zorglub ?"))
    opinion = Feedback("down", "je voulais un quetzal")
    await counter.rate(house.known, await house.known.conversations.get(visitor.id), opinion)
    await visitor.ask_for_a_person(question="un ornithorynque dans mon jardin")
    reference = await visitor.reference()
    await visitor.press("Recevoir la réponse par courriel")
    await visitor.say("saperlipopette@exemple.fr")
    await house.known.agents.take(by(agent), reference)
    await house.known.agents.add_note(by(agent), reference, "aime le xylophone")
    await house.known.agents.say(by(agent), reference, "1", says("Parlons de ce xylophone."))
    return visitor


async def test_nothing_is_left_in_any_file(house):
    if house.database.is_shared:
        pytest.skip("a server's files are its own")
    visitor = await everything_said(house)
    await house.database.scrub()
    assert {mark for _, mark in found(house.folder)} == set(MARKS) - {"saperlipopette"}
    await counter.erase(house.known, visitor.id)
    assert found(house.folder) == []


async def test_no_row_of_any_table_names_the_conversation(house):
    visitor = await everything_said(house)
    await counter.erase(house.known, visitor.id)
    for table in metadata.sorted_tables:
        if table is not forgetting:
            assert visitor.id not in str(await house.rows(sa.select(table))), table.name


async def test_the_engine_is_told_again_of_what_was_on_its_way(house):
    visitor = await everything_said(house)
    await counter.erase(house.known, visitor.id)
    assert house.engine.forgotten == [visitor.id]
    await house.later(minutes=1)
    await house.known.retention.look()
    assert house.engine.forgotten == [visitor.id, visitor.id]
    assert await house.rows(sa.select(forgetting)) == []
