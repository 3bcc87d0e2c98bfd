"""Conversations and requests of the past, written into the database of a gateway as it would have written them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from guichet.gateway.clock import stamp
from guichet.gateway.database import Database
from guichet.gateway.tables import choices, conversations, events, feedback, requests, transitions
from guichet.gateway.tokens import new_id
from guichet.gateway.vault.keys import lazily
from guichet.references import new_reference
from guichet.settings import Settings

BY_AGENT = ("Take", "Close", "Answer", "Transfer", "GiveBack", "Reopen", "Postpone")

LOST = '/human_handoff{"reason": "lost"}'


class Ledger:
    """Writes rows; every method gives what a test needs to find them again."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def conversation(
        self,
        at: datetime,
        said: Sequence[str] = (),
        answers: Sequence[str] = (),
        lost: bool = False,
        failed: bool = False,
    ) -> str:
        """One that begins at `at`: the citizen's words, then answers about procedures (ids), a minute each."""
        identifier, rows = new_id(), [("bot", "text", {"text": "Bonjour, je suis un assistant automatique."})]
        rows += [("citizen", "text", {"text": words}) for words in said]
        rows += [("bot", "answer", _answer(procedure)) for procedure in answers]
        rows += [("bot", "choices", {"text": "Je n'ai pas compris.", "reason": "menu", "options": []})] if lost else []
        rows += [("bot", "notice", {"text": "Panne.", "retry": 2, "links": []})] if failed else []
        about = {"channel": "widget", "owner": "bot", "language": "fr", "token_digest": "x"}
        async with self.database.write() as connection:
            known = {"id": identifier, "created_at": stamp(at), "last_seq": len(rows)}
            await connection.execute(conversations.insert(), known | about)
            for seq, (author, kind, body) in enumerate(rows, 1):
                row = {"conversation_id": identifier, "seq": seq, "at": stamp(at + timedelta(minutes=seq - 1))}
                await connection.execute(events.insert(), row | {"author": author, "kind": kind, "body": body})
            if lost:
                seq = next(i for i, row in enumerate(rows, 1) if row[1] == "choices")
                pressed = {"id": new_id(), "label": "Parler à une personne", "payload": LOST}
                await connection.execute(choices.insert(), pressed | {"conversation_id": identifier, "seq": seq})
        return identifier

    async def request(self, at: datetime, steps: Sequence[tuple[float, str, str]] = (), **values: Any) -> str:
        """The reference of a request opened at `at`; `steps`: minutes after it, command, status then, by whom."""
        conversation = values.pop("conversation", None) or await self.conversation(at, values.pop("said", ["Bonjour"]))
        row: dict[str, Any] = dict.fromkeys(
            ("agent_id", "wanted_id", "outcome", "taken_at", "closed_at", "unanswered_since", "escalated_at"), ""
        )
        row |= {"reference": new_reference(), "conversation_id": conversation, "status": "waiting", "team": "accueil"}
        row |= {"reason": "asked", "procedure_id": "", "procedure_title": "", "file": {}, "expecting": ""}
        row |= dict.fromkeys(("opened_at", "queued_at", "since"), stamp(at)) | {"told_position": 0} | values
        asked = row["status"]
        for minutes, command, status in steps:
            moment = stamp(at + timedelta(minutes=minutes))
            row["taken_at"] = row["taken_at"] or (moment if command == "Take" else "")
            row |= {"status": status, "since": moment, "closed_at": moment if status == "closed" else ""}
        async with self.database.write() as connection:
            added = await connection.execute(requests.insert().returning(requests.c.id), row)
            request_id = added.scalar_one()
            for minutes, command, status in ((0, "Ask", asked), *steps):
                by = row["agent_id"] if command in BY_AGENT else ""
                done = {"request_id": request_id, "at": stamp(at + timedelta(minutes=minutes)), "detail": ""}
                done |= {"actor": "agent" if by else "citizen", "agent_id": by, "command": command, "status": status}
                await connection.execute(transitions.insert(), done | {"owner": "bot", "team": row["team"]})
        return row["reference"]

    async def opinion(
        self, conversation: str, at: datetime, rating: str | None = None, score: int | None = None
    ) -> None:
        row = {"conversation_id": conversation, "seq": None, "at": stamp(at), "comment": ""}
        async with self.database.write() as connection:
            await connection.execute(feedback.insert(), row | {"rating": rating, "satisfaction": score})


@asynccontextmanager
async def ledger(settings: Settings):
    """A ledger on the database of a gateway that runs."""
    database = Database(settings.database_url, lazily(settings))
    try:
        yield Ledger(database)
    finally:
        await database.close()


def _answer(procedure: str) -> dict[str, Any]:
    about = {"id": procedure, "title": f"Démarche {procedure}", "sheet": procedure, "url": ""}
    return {"text": "Voici la réponse.", "procedure": about, "aspect": "", "case": [], "blocks": []}
