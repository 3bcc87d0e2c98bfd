"""« Où en est ma demande ? »: a request's status for whoever has its number, more for the conversation it is of."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from guichet.gateway.frames import Frame
from guichet.gateway.handoffs import records
from guichet.gateway.handoffs.floor import Floor
from guichet.gateway.handoffs.records import HandoffRequest
from guichet.handoff import Status

#: The key of the rate that all guesses of all conversations share.
EVERYONE = ""


async def status_frame(connection: AsyncConnection, floor: Floor, conversation_id: str, asked: Frame) -> list[Frame]:
    """What to say; `asked`: the bot's frame, whose text is said when nothing is known of any request."""
    reference = asked.fields.get("reference") or ""
    if not reference:
        own = await records.last_of(connection, conversation_id)
        return [Frame("text", _told(floor, own, own=True) if own else asked.text)]
    if _too_many(floor, conversation_id):
        return [Frame("text", floor.wording.status["too_many"])]
    found = await records.by_reference(connection, reference)
    if found is None:
        return [Frame("text", floor.wording.status["none"].format(reference=reference))]
    return [Frame("text", _told(floor, found, own=found.conversation_id == conversation_id))]


def _too_many(floor: Floor, conversation_id: str) -> bool:
    """Whether this conversation, or all of them together, try too many numbers."""
    return bool(floor.guesses.take(conversation_id) or floor.all_guesses.take(EVERYONE))


def _told(floor: Floor, request: HandoffRequest, own: bool) -> str:
    since = request.closed_at if request.status == Status.CLOSED else request.opened_at
    words = floor.wording.status[request.status].format(reference=request.reference, date=floor.day(since))
    if own and request.procedure_title:
        words += " " + floor.wording.status["about"].format(procedure=request.procedure_title)
    return words
