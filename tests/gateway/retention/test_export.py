"""All that is kept of a conversation can be had, by its id or its reference, as data or to be read."""

from __future__ import annotations

import json

import pytest

from guichet.errors import GuichetError
from guichet.gateway.retention import commands
from tests.gateway.retention.test_erasing import everything_said


async def test_by_reference_all_of_it_in_clear(house):
    visitor = await everything_said(house)
    reference = await visitor.reference()
    told = json.loads(await commands.export(house.settings, "", reference.lower(), False, house.clock))
    assert told["conversation"]["id"] == visitor.id
    assert [event["seq"] for event in told["events"]] == list(range(1, len(told["events"]) + 1))
    (request,) = told["requests"]
    assert request["contact"]["email"] == "saperlipopette@exemple.fr"
    assert request["notes"][0]["text"] == "aime le xylophone"
    assert request["letters"][0]["recipient"] == "saperlipopette@exemple.fr"
    assert [move["command"] for move in request["moves"]][-1] == "Take"
    assert told["feedback"][0]["comment"] == "je voulais un quetzal"
    assert "token" not in str(told)


async def test_to_be_read_it_says_the_same(house):
    visitor = await everything_said(house)
    told = await commands.export(house.settings, visitor.id, "", True, house.clock)
    for word in ("mon zorglub est en panne", "Courriel laissé", "saperlipopette@exemple.fr", "xylophone", "quetzal"):
        assert word in told
    assert told.index("Usager : mon zorglub") < told.index("Assistant : Quel zorglub ?")


async def test_nobody_else_is_in_it(house):
    visitor = await everything_said(house)
    other = await house.arrive()
    await other.say("rien à voir, un parapluie")
    assert "parapluie" not in await commands.export(house.settings, visitor.id, "", False, house.clock)


async def test_what_is_gone_is_said(house):
    with pytest.raises(GuichetError, match="DEM-7F3K-Q2 » inconnu — "):
        await commands.export(house.settings, "", "DEM-7F3K-Q2", False, house.clock)


async def test_the_command_previews_then_deletes(house):
    visitor = await house.arrive()
    await visitor.say("bonjour")
    counted = await commands.purge(house.settings, ("journal",), 1, True, house.clock)
    assert counted[0] == "À effacer : 0 · Lignes du journal des conseillers (durée : 1 jour(s))"
    assert counted[-1].startswith("Rien n'a été effacé.")
    await house.known.desk.audit.record(None, "agent.added", "camille")
    house.now = house.now.replace(year=2027)
    done = await commands.purge(house.settings, ("journal",), 1, False, house.clock)
    assert done[0].startswith("Effacé : 1 · Lignes du journal")
