"""The files for a spreadsheet: columns, encoding, nothing that runs, and no word of a citizen."""

from __future__ import annotations

import csv
import io

import pytest

from guichet.gateway.desk.door.audit import Filter
from tests.gateway.desk.ledger import ledger
from tests.gateway.desk.signing import signed_in


@pytest.fixture
async def book(url, settings):
    async with ledger(settings) as book:
        yield book


@pytest.fixture
async def sam(url, settings, hands):
    async with signed_in(url, settings, "sam", "supervisor", clock=hands) as browser:
        yield browser


def table(response) -> list[list[str]]:
    """The file as a spreadsheet reads it."""
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


async def test_requests_with_their_moments_in_paris(book, sam, hands):
    steps = [(7, "Take", "taken"), (20, "Close", "closed")]
    about = {"procedure_id": "F1", "procedure_title": "=HYPERLINK(1)", "outcome": "resolved", "said": ["mon secret"]}
    reference = await book.request(hands.now, steps, agent_id="nobody", **about)
    response = await sam.read("/desk/suivi/demandes.csv?periode=jour")
    head, line = table(response)
    assert dict(zip(head, line, strict=True)) == {
        "Numéro": reference,
        "État": "Terminée",
        "Issue": "Résolue",
        "Motif": "L’usager l’a demandé",
        "Équipe": "Accueil",
        "Conseiller": "",
        "Démarche (code)": "F1",
        "Démarche": "'=HYPERLINK(1)",
        "Ouverte le": "2026-03-02 10:00",
        "Prise le": "2026-03-02 10:07",
        "Terminée le": "2026-03-02 10:20",
        "Délai avant prise (min)": "7",
        "Canal": "Site",
        "Langue": "fr",
    }
    assert "secret" not in response.text


async def test_every_day_has_its_line(book, sam, hands):
    await book.conversation(hands.now, ["a"], ["F1"])
    head, *lines = table(await sam.read("/desk/suivi/jours.csv?periode=7"))
    assert len(head) == len(lines[0]) == 6
    assert [line[0] for line in lines] == [f"2026-02-{day}" for day in range(24, 29)] + ["2026-03-01", "2026-03-02"]
    assert lines[-1][1:] == ["1", "1", "1", "1", "0"]
    assert lines[0][1:] == ["0"] * 5


async def test_taking_a_file_is_in_the_journal(sam, desk):
    await sam.read("/desk/suivi/demandes.csv")
    await sam.read("/desk/suivi/jours.csv")
    actions = {entry.action for entry in await desk.audit.entries(Filter())}
    assert {"requests.exported", "numbers.exported"} <= actions
