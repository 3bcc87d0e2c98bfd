"""What citizens and agents of the desk's tests meet: an engine that guides and hands over, a sheet to quote, teams."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from guichet.frames import request_status
from guichet.procedure import Source
from tests.browser.scenario import counter
from tests.core.trees import chapter, choice, items, p, sheet
from tests.gateway.desk.answering import handing_over

#: The sheet of the card that the demo's engine answers about, with the question that it asks.
CARD = sheet(
    chapter(
        "Documents à fournir",
        choice(
            "c1",
            ("Perdue", items("La déclaration de perte", "Une photo récente")),
            ("Volée", items("La déclaration de vol", "Une photo récente")),
            question="Votre carte est-elle perdue ou volée ?",
        ),
    ),
    chapter("Coût", p("Le timbre fiscal coûte 25 €.")),
    id_="F1344",
    title="Carte d'identité perdue",
    source=Source(
        title="Carte d'identité perdue",
        url="https://www.service-public.gouv.fr/particuliers/vosdroits/F1344",
        date="2026-03-02",
        producer="DILA, Service-Public",
    ),
)

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CLOSED = """
teams:
  - id: accueil
    name: Accueil
    departement: "75"
    week: {{{day}: ["9:00-12:00"]}}
"""

_NUMBER = re.compile(r"DEM-[0-9A-Z]{4}-[0-9A-Z]{2}")
_handing_over = handing_over()


async def counter_with_people(sender: str, message: str) -> list[dict] | None:
    """The demo's answers, a person for who asks for « quelqu'un », and the status of a number."""
    if number := _NUMBER.search(message):
        return [{"custom": {"frames": [request_status("Je ne sais pas.", number[0])]}}]
    behave = _handing_over if "quelqu'un" in message else counter
    return await behave(sender, message)


def write_closed_teams(folder: Path, now: datetime) -> Path:
    """One team, which opens on the day after `now` only: it is closed until midnight at least, whatever the day."""
    path = folder / "teams.yml"
    path.write_text(CLOSED.format(day=DAYS[(now.weekday() + 1) % 7]), encoding="utf-8")
    return path
