"""Commands and links: typed in any way, each does one thing."""

from __future__ import annotations

import pytest

from guichet.gateway.channels.telegram.hearing.commands import parse_command
from guichet.gateway.channels.telegram.hearing.numbers import french_number
from guichet.gateway.channels.telegram.wording import load
from guichet.gateway.engine import EngineError
from tests.core.catalogues import sheet, write_catalogue
from tests.gateway.telegram.hearing.room import ANA


@pytest.fixture
def catalogue(room):
    return write_catalogue(
        room.house.settings.catalogue_path,
        sheet("F1342", "Passeport d'un majeur"),
        sheet("carte_identite_perte_vol", "Perte ou vol de la carte d'identité", type="editor"),
        sheet("carte_identite_renouvellement", "Renouvellement de la carte d'identité", type="editor"),
    )


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        ("/aide", "aide", ""), ("/AIDE", "aide", ""), ("  /Aide  ", "aide", ""), ("/help", "aide", ""),
        ("/aide@GuichetTestBot", "aide", ""), ("/humain, merci", "humain", "merci"), ("/démarrer", "start", ""),
        ("/start carte_identite_perte", "start", "carte_identite_perte"), ("/effacér", "effacer", ""),
        ("/aide\ncarte grise", "aide", "carte grise"), ("/supprimer", "effacer", ""), ("/météo", "", ""),
    ],
)  # fmt: skip
def test_a_command_is_known_however_it_is_typed(typed, name, words):
    command = parse_command(typed, load().hearing.commands)
    assert (command.name, command.words) == (name, words)


@pytest.mark.parametrize(
    "typed", ["aide", "/", "/12/2024", "/etc/passwd", "//aide", "voir /aide", "/ aide", '/greet{"a": 1}']
)
def test_what_only_looks_like_a_command_is_text(typed):
    assert parse_command(typed, load().hearing.commands) is None


async def test_start_is_the_welcome_the_first_time_and_a_greeting_after(room):
    await room.says("/start")
    assert [event.author for event in await room.events()] == ["bot"]
    await room.says("/start")
    assert await room.for_engine() == ["/greet"]


@pytest.mark.parametrize(
    ("parameter", "opened"),
    [
        ("carte_identite_perte_vol", "carte_identite_perte_vol"), ("carte_identite_perte", "carte_identite_perte_vol"),
        ("F1342", "F1342"), ("f1342", "F1342"),
    ],
)  # fmt: skip
async def test_a_link_opens_its_procedure(room, catalogue, parameter, opened):
    await room.says(f"/start {parameter}")
    assert await room.for_engine() == [f'/choose{{"procedure": "{opened}"}}']
    assert (await room.events())[0].author == "bot"


@pytest.mark.parametrize(
    ("parameter", "asked"), [("carte_identite", "carte identite"), ("garde-d_enfant", "garde d enfant")]
)
async def test_a_link_to_no_one_procedure_is_asked_in_words(room, catalogue, parameter, asked):
    await room.says(f"/start {parameter}")
    assert await room.for_engine() == [asked]


async def test_help_and_a_person_are_what_the_engine_calls_them(room):
    await room.says("/aide")
    await room.says("/humain")
    assert await room.for_engine() == ["/help", '/human_handoff{"reason": "asked"}']
    assert await room.said() == ["/aide", "/humain"]


async def test_words_after_a_command_are_heard(room):
    await room.says("/aide carte grise")
    await room.says("/humain mon dossier est bloqué")
    assert await room.for_engine() == ["carte grise", '/human_handoff{"reason": "asked"}', "mon dossier est bloqué"]


async def test_a_command_that_does_not_exist_names_those_that_do(room):
    await room.says("/meteo")
    assert await room.told() == [room.words.unknown_command]
    assert all(f"/{name}" in room.words.unknown_command for name in ("aide", "humain", "effacer"))
    assert await room.said() == []


async def test_erasing_is_asked_first_and_says_what_disappears(room):
    await room.says("bonjour")
    await room.says("/effacer")
    await room.shown()
    ((address, asked, buttons),) = room.channel.replies
    assert (address, buttons) == (str(ANA), [("Oui, tout effacer", "e:yes"), ("Non, garder", "e:no")])
    assert "coordonnées" in asked
    assert await room.said() == ["bonjour"]


async def test_yes_erases_everything_and_says_so(room):
    await room.says("bonjour")
    conversation = await room.visitors.find(str(ANA))
    await room.presses("e:yes", keys=[[("Oui, tout effacer", "e:yes")], [("Non, garder", "e:no")]])
    await room.shown()
    assert await room.visitors.find(str(ANA)) is None
    assert room.house.engine.forgotten == [conversation.id]
    assert room.channel.replies[0][1].startswith("C'est fait")
    assert room.channel.buttons == [(str(ANA), 5, [])]
    assert room.channel.answered == [("77", "", False)]


async def test_no_keeps_everything(room):
    await room.says("bonjour")
    await room.presses("e:no", keys=[[("Oui, tout effacer", "e:yes")], [("Non, garder", "e:no")]])
    await room.shown()
    assert await room.said() == ["bonjour"]
    assert room.channel.replies[0][1] == room.words.erasing.kept
    assert room.channel.buttons == [(str(ANA), 5, [])]


async def test_nothing_to_erase_is_said_and_opens_nothing(room):
    await room.says("/effacer")
    await room.presses("e:yes")
    await room.shown()
    assert [words[:22] for _, words, _ in room.channel.replies] == ["Il n'y a rien à efface"] * 2
    assert await room.visitors.find(str(ANA)) is None


async def test_without_the_engine_nothing_is_erased_and_the_buttons_stay(room, monkeypatch):
    async def down(_conversation_id):
        raise EngineError("refused")

    await room.says("bonjour")
    monkeypatch.setattr(room.house.engine, "forget", down)
    await room.presses("e:yes", keys=[[("Oui, tout effacer", "e:yes")]])
    await room.shown()
    assert await room.said() == ["bonjour"]
    assert "rien n'est effacé" in room.channel.replies[0][1]
    assert room.channel.buttons == []


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("+33612345678", "06 12 34 56 78"), ("33612345678", "06 12 34 56 78"), ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("0612345678", "0612345678"), ("32470123456", "+32470123456"), ("+262692123456", "+262692123456"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_france(given, written):
    assert french_number(given) == written
