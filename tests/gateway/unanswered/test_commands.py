"""`guichet unanswered`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from guichet.errors import GuichetError
from guichet.gateway.unanswered import commands
from guichet.unanswered_commands import unanswered
from tests.core.small_project import POOL, small_project


@pytest.fixture
def project(tmp_path):
    return small_project(tmp_path / "depot")


async def listed(settings, hands, as_json=False, everything=False) -> list[str]:
    return await commands.listed(settings, as_json, everything, 20, hands)


async def test_an_empty_inbox_says_so(http, settings, hands):
    assert (await listed(settings, hands))[0].startswith("Aucune question sans réponse")


async def test_groups_are_listed_with_their_number(citizen, settings, hands):
    await citizen.ask("un zorglub")
    lines = await listed(settings, hands)
    assert lines[0] == "1 groupe(s), 1 message(s). Le plus lourd d'abord."
    assert lines[2:] == [
        "    1  1 usager(s) · rien trouvé 1 · dernier le 02/03",
        "       « un zorglub »",
        "       montré alors : Le RSA [rsa]",
    ]


async def test_as_json_a_group_is_a_line(citizen, settings, hands):
    await citizen.ask("un zorglub")
    (line,) = await listed(settings, hands, as_json=True)
    group = json.loads(line)
    assert (group["group"], group["text"], group["reasons"]) == (1, "un zorglub", {"none": 1})
    assert group["proposed"] == [{"id": "rsa", "title": "Le RSA", "count": 1}]
    assert citizen.id not in line


async def test_a_group_becomes_an_example_and_leaves_the_list(citizen, settings, hands, project):
    await citizen.ask("un zorglub pour nager")
    told = await commands.assign(settings, 1, "carte_piscine", (), "Zoé", hands, project)
    assert told == [
        f"Ajouté à {POOL} : « un zorglub pour nager »",
        "1 message(s) de moins dans la liste.",
        "Pour le mettre en service : guichet train, puis guichet evaluate, puis guichet models promote.",
    ]
    assert '- {text: "un zorglub pour nager", author: "Zoé", date: 2026-03-02}' in (project / POOL).read_text("utf-8")
    assert (await listed(settings, hands))[0].startswith("Aucune")
    assert "attribué 1" in (await listed(settings, hands, everything=True))[2]


async def test_a_refusal_leaves_the_group_in_the_list(citizen, settings, hands, project):
    await citizen.ask("un zorglub, jean@exemple.fr")
    with pytest.raises(GuichetError, match="crochets"):
        await commands.assign(settings, 1, "carte_piscine", (), "Zoé", hands, project)
    assert len(await listed(settings, hands)) > 1
    told = await commands.assign(settings, 1, "carte_piscine", ("un zorglub",), "Zoé", hands, project)
    assert told[0].endswith("« un zorglub »")


async def test_a_wording_alone_needs_no_group(http, settings, hands, project):
    told = await commands.assign(settings, None, "carte_piscine", ("pour nager",), "Zoé", hands, project)
    assert told[0] == f"Ajouté à {POOL} : « pour nager »"
    again = await commands.assign(settings, None, "carte_piscine", ("Pour nager !",), "Zoé", hands, project)
    assert again[0] == f"Déjà dans {POOL} : rien à écrire."


async def test_a_group_may_be_left_as_it_is(citizen, settings, hands):
    await citizen.ask("un zorglub")
    assert await commands.dismiss(settings, 1, "Zoé", hands) == [
        "Classé sans suite : 1 message(s) de moins dans la liste."
    ]
    with pytest.raises(GuichetError, match="pas dans la liste"):
        await commands.dismiss(settings, 1, "Zoé", hands)


@pytest.mark.parametrize(
    "arguments",
    [
        ("12",),
        ("rsa",),
        ("12", "rsa", "aah"),
        ("12", "rsa", "--none"),
        ("rsa", "--none"),
        ("--none", "12", "--text", "x"),
    ],
)
def test_what_does_not_fit_together_is_refused(arguments):
    result = CliRunner().invoke(unanswered, ["assign", *arguments])
    assert result.exit_code == 2
    assert "Error" in result.output
