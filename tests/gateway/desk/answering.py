"""Citizens who ask for a person, for tests of the desk: an engine that hands over, teams that are always there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from tests.gateway.fake_engine import FakeEngine
from tests.gateway.running import Citizen, arrive

TEAMS = """
teams:
  - id: accueil
    name: Accueil
    departement: "75"
    week: {{lundi-dimanche: ["0:00-24:00"]}}
    patience_minutes: {patience}
    away_minutes: {away}
  - id: etat_civil
    name: État civil
    departement: "75"
    week: {{lundi-dimanche: ["0:00-24:00"]}}
    themes: [N19810]
"""

#: What the engine hands over with a request.
FILE = {
    "reason": "lost",
    "procedure": {
        "id": "F1344",
        "title": "Carte d'identité perdue",
        "sheet": "F1344",
        "url": "https://exemple.fr/F1344",
    },
    "theme": "",
    "aspect": "documents",
    "case": ["Perdue"],
    "answers": [{"question": "Votre carte est-elle perdue ou volée ?", "answer": "Perdue"}],
    "question": "ma carte est perdue",
    "last": "je ne comprends pas",
    "shown": ["Carte d'identité perdue"],
    "confidence": 0.61,
}


def handing_over(file: dict | None = None):
    """A fake engine's behaviour: it hands over when it hears « quelqu'un », and else repeats."""

    async def behave(_sender: str, message: str) -> list[dict]:
        if "quelqu'un" not in message:
            return [{"text": f"Vous avez dit : {message}"}]
        request = FILE if file is None else file
        theme = "N19810" if "papiers" in message else ""
        frame = {"kind": "handoff", "text": "Personne ici.", "request": {**request, "theme": theme}, "owner": "waiting"}
        return [{"custom": {"frames": [frame]}}]

    return behave


def write_teams(folder: Path, patience: int = 10, away: int = 2) -> Path:
    """Two teams that never close: « accueil », and « etat_civil » for papers."""
    path = folder / "teams.yml"
    path.write_text(TEAMS.format(patience=patience, away=away), encoding="utf-8")
    return path


async def someone_asking(http: httpx.AsyncClient, words: str = "je veux quelqu'un") -> tuple[Citizen, str]:
    """A citizen who asked for a person, and the reference of their request."""
    citizen = await arrive(http)
    await citizen.say(words)
    return citizen, await reference_of(citizen)


async def reference_of(citizen: Citizen) -> str:
    """The reference of the citizen's open request, as soon as there is one."""
    async with asyncio.timeout(10):
        while True:
            after = (await citizen.events())[-1]["seq"]
            if found := (await citizen.call("GET")).json()["reference"]:
                return found
            await citizen.events(after, wait=5)


async def started(behaviour) -> FakeEngine:
    """A fake engine that is running."""
    engine = FakeEngine(behaviour)
    await engine.start()
    return engine
