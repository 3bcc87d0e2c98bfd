"""An engine that understands little, and the inbox as another process sees it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from guichet.gateway.clock import Clock
from guichet.gateway.database import Database
from guichet.gateway.unanswered.entries import Entries, Entry
from guichet.settings import Settings
from tests.gateway.samples import ANSWER

NEAR = [{"id": "rsa", "title": "Le RSA"}]
LOST = [{"text": "Je n'ai pas compris."}, {"custom": {"frames": [], "unanswered": {"found": NEAR}}}]
PERSON = {"title": "Une personne", "payload": '/human_handoff{"reason": "lost"}'}
OFFERED = [{"id": "F1", "title": "La carte", "sheet": "F1"}, {"id": "F2", "title": "Le permis", "sheet": "F2"}]


def offer(*procedures: dict) -> dict:
    """Procedures to choose from, as the dialogue offers them."""
    options = [
        {"label": p["title"], "payload": "/choose" + json.dumps({"procedure": p["id"]}), "procedure": p}
        for p in procedures
    ]
    none = {"label": "Aucune de ces démarches", "payload": '/choose{"none": "true"}'}
    return {"kind": "choices", "reason": "procedure", "text": "Laquelle ?", "options": [*options, none]}


def answer(id_: str) -> dict:
    return ANSWER | {"procedure": ANSWER["procedure"] | {"id": id_, "title": f"Fiche {id_}"}}


def case_question(id_: str) -> dict:
    payload = "/choose" + json.dumps({"procedure": id_, "sheet": id_, "option": "c1.a"})
    return {"kind": "choices", "reason": "case", "text": "Majeur ?", "options": [{"label": "Oui", "payload": payload}]}


def handoff(reason: str) -> dict:
    return {"kind": "handoff", "text": "Personne.", "owner": "waiting", "request": {"reason": reason, "last": "x"}}


async def confused(_sender: str, message: str) -> list[dict]:
    """Lost before « zorglub », torn before « papiers »; « la carte » and buttons lead to a procedure."""
    if "quelqu'un" in message or message.startswith("/human_handoff"):
        frames = [handoff("lost" if message.startswith("/") else "asked")]
    elif "papiers" in message:
        frames = [offer(*OFFERED)]
    elif message.startswith("/choose") and "procedure" in message:
        frames = [answer(json.loads(message.removeprefix("/choose"))["procedure"])]
    elif "passeport" in message:
        frames = [answer("F9")]
    elif "carte" in message:
        frames = [case_question("F1")]
    elif message == "oui":
        frames = [answer("F1")]
    elif message == "perdu":
        return [
            {
                "text": "Pas compris.",
                "buttons": [{"title": "Une personne", "payload": '/human_handoff{"reason": "lost"}'}],
            }
        ]
    else:
        return LOST if "zorglub" in message else [{"text": "D'accord."}]
    return [{"custom": {"frames": frames}}]


@asynccontextmanager
async def inbox(settings: Settings, clock: Clock) -> AsyncIterator[Entries]:
    database = Database(settings.database_url)
    try:
        yield Entries(database, clock)
    finally:
        await database.close()


def told(entries: list[Entry]) -> list[tuple[str, str]]:
    """Why, and the words."""
    return [(entry.why, entry.words) for entry in entries]
